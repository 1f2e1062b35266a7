//! SARIF as its schema wants it: every rule, every finding of every fixture, odd names of files, and fixes.

use k8sgen_core::validate::{self, Files, Options, RULES};
use serde_json::Value;

use crate::harness::demo;
use crate::harness::tools;

/// What is said of all bad fixtures, and of files with names that an address must not have as they are.
fn report() -> validate::Report {
    let rules = demo::root().join("tests/rules");
    let mut files = Files::default();
    let root = format!("{}/", rules.display());
    for (path, bytes) in validate::load(&[rules]).iter() {
        files.put(path.trim_start_matches(&root), bytes);
    }
    for name in [
        "a b.yaml",
        "100%.yaml",
        "Größe#1?.yaml",
        "c:d.yaml",
        "[e].yaml",
    ] {
        let text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {é: yes}\n";
        files.put(format!("odd/{name}"), text);
    }
    validate::files(&files, &Options::default())
}

#[test]
fn sarif_is_what_its_schema_says() {
    if !tools::are_there("SARIF's schema", &["sarif-schema"]) {
        return;
    }
    let schema = tools::folder().join("schemas/sarif-2.1.0.json");
    let schema = std::fs::read_to_string(schema).expect("a schema");
    // A bracket of the schema's own is never opened.
    let schema = schema.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .expect("a schema");
    let report = report();
    let sarif: Value = serde_json::from_str(&validate::to_sarif(&report)).expect("JSON");
    let wrong: Vec<String> = validator
        .iter_errors(&sarif)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");

    let run = &sarif["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    assert_eq!(rules.len(), RULES.len());
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), report.findings.len());
    assert!(results.len() > 100, "{}", results.len());
    let fixes = results.iter().filter(|result| !result["fixes"].is_null());
    assert!(fixes.count() > 20);
    let uris = results.iter().filter_map(|result| {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str()
    });
    for uri in [
        "odd/a%20b.yaml",
        "odd/100%25.yaml",
        "odd/Gr%C3%B6%C3%9Fe%231%3F.yaml",
    ] {
        assert!(uris.clone().any(|other| other == uri), "{uri}");
    }

    // It is no schema that lets everything pass.
    let mut broken = sarif;
    broken["runs"][0]["results"][0]["level"] = "fatal".into();
    assert!(!validator.is_valid(&broken));
}
