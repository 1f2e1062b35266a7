//! The forms of a report that programs read.

use k8sgen_core::validate::{self, Files, Options, RULES, Report};
use serde_json::Value;

fn report() -> Report {
    let mut files = Files::default();
    files.put(
        "a b,c.yaml",
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndatum: {}\ndata:\n  é: yes\n",
    );
    validate::files(&files, &Options::default())
}

#[test]
fn json_has_the_keys_that_are_documented_and_no_other() {
    let json: Value = serde_json::from_str(&validate::to_json(&report())).expect("JSON");
    let keys = |value: &Value| -> Vec<String> {
        value
            .as_object()
            .expect("a mapping")
            .keys()
            .cloned()
            .collect()
    };
    assert_eq!(keys(&json), ["findings", "summary"]);
    let finding = [
        "rule", "severity", "path", "line", "column", "message", "help",
    ];
    assert_eq!(keys(&json["findings"][0]), finding);
    let summary = [
        "files",
        "documents",
        "errors",
        "warnings",
        "infos",
        "ignored",
    ];
    assert_eq!(keys(&json["summary"]), summary);
    assert_eq!(json["findings"][2]["line"], 7);
    assert_eq!(json["findings"][2]["column"], 6, "columns are characters");
}

#[test]
fn github_annotations_are_escaped() {
    let said = validate::to_github(&report());
    let line = said.lines().next().expect("a finding");
    assert_eq!(
        line,
        "::error file=a b%2Cc.yaml,line=5,col=1,title=KG101::unknown field `datum`%0Ahelp: did you mean `data`?"
    );
}

#[test]
fn sarif_names_every_rule_and_every_place() {
    let sarif: Value = serde_json::from_str(&validate::to_sarif(&report())).expect("JSON");
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    assert_eq!(
        run["tool"]["driver"]["rules"].as_array().map(Vec::len),
        Some(RULES.len())
    );
    for result in run["results"].as_array().expect("results") {
        let rule =
            usize::try_from(result["ruleIndex"].as_u64().expect("a number")).expect("a place");
        assert_eq!(result["ruleId"], RULES[rule].code);
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "a%20b%2Cc.yaml");
        assert!(place["region"]["startLine"].as_u64() > Some(0));
    }
}

/// As GitLab documents it: an array, whose entries have these keys, and a severity of five.
#[test]
fn gitlab_gets_what_its_code_quality_takes() {
    let findings = |text: &str| -> Vec<Value> {
        let mut files = Files::default();
        files.put("./web/a.yaml", text);
        let report = validate::files(&files, &Options::default());
        serde_json::from_str(&validate::to_gitlab(&report)).expect("an array")
    };
    let item = |name: &str| {
        format!(
            "{{apiVersion: v1, kind: ConfigMap, metadata: {{name: {name}}}, datum: 1, data: {{A: yes}}}}"
        )
    };
    let text = format!(
        "apiVersion: v1\nkind: List\nitems: [{}, {}]\n",
        item("a"),
        item("b")
    );
    let before = findings(&text);
    let mut fingerprints = Vec::new();
    for finding in &before {
        let entries = finding.as_object().expect("an object");
        let keys: Vec<&str> = entries.keys().map(String::as_str).collect();
        let known = [
            "description",
            "check_name",
            "fingerprint",
            "severity",
            "location",
        ];
        assert_eq!(keys, known);
        let text = |key: &str| finding[key].as_str().expect(key).to_owned();
        assert!(!text("description").is_empty() && text("check_name").starts_with("KG"));
        let severities = ["info", "minor", "major", "critical", "blocker"];
        assert!(severities.contains(&text("severity").as_str()));
        let place = serde_json::json!({"path": "web/a.yaml", "lines": {"begin": 3}});
        assert_eq!(finding["location"], place);
        fingerprints.push(text("fingerprint"));
    }
    let is_hash = |text: &String| text.len() == 64 && text.chars().all(|c| c.is_ascii_hexdigit());
    assert!(fingerprints.iter().all(is_hash), "{fingerprints:?}");

    // What moves stays what it is, and of two that read the same, each has its own.
    let after = findings(&format!("# Ours.\n\n{text}"));
    let moved: Vec<&str> = after
        .iter()
        .filter_map(|it| it["fingerprint"].as_str())
        .collect();
    assert_eq!(fingerprints, moved);
    let unique: std::collections::HashSet<&String> = fingerprints.iter().collect();
    assert!(
        unique.len() == fingerprints.len() && unique.len() > 2,
        "{before:#?}"
    );
    let unknown = before.iter().filter(|it| it["check_name"] == "KG101");
    assert_eq!(unknown.count(), 2, "{before:#?}");
}
