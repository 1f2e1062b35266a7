//! `k8sgen tool`: the tools one by one, as other languages and agents call them.

use serde_json::Value;

use super::SMALL;
use crate::harness::binary::{Ran, run};
use crate::harness::demo;
use crate::harness::workspace::Workspace;

fn names() -> Vec<String> {
    let list = run(demo::root(), &["tool", "list"]).done().stdout;
    let names = list
        .lines()
        .filter_map(|line| line.split_whitespace().next());
    names.map(str::to_owned).collect()
}

#[test]
fn every_tool_is_listed_with_what_it_does() {
    let list = run(demo::root(), &["tool", "list"]).done().stdout;
    assert_eq!(names(), k8sgen_core::tool::NAMES);
    for line in list.lines() {
        let (_, summary) = line.split_once("  ").expect("two columns");
        assert!(summary.trim().len() > 15, "{line}");
    }
}

#[test]
fn every_schema_says_what_each_argument_is() {
    for name in names() {
        let schema = run(demo::root(), &["tool", "schema", &name]).done().stdout;
        let schema: Value = serde_json::from_str(&schema).expect("JSON");
        assert_eq!(schema["type"], "object", "{name}");
        assert_eq!(schema["additionalProperties"], false, "{name}");
        for (argument, of) in schema["properties"].as_object().into_iter().flatten() {
            assert!(of["description"].is_string(), "{name}: {argument}");
        }
    }
}

fn call(workspace: &Workspace, name: &str, args: &str) -> Ran {
    run(workspace.folder(), &["tool", "call", name, "--args", args])
}

#[test]
fn a_call_prints_what_generate_writes() {
    let workspace = Workspace::demo();
    let before = workspace.files(".");
    for (tool, args, path) in [
        (
            "generate_deployment",
            r#"{"name": "image-processor"}"#,
            "base/deployments/processing/image-processor.yaml",
        ),
        (
            "generate_configmap",
            r#"{"name": "database-config"}"#,
            "base/configmaps/database-config.yaml",
        ),
        ("generate_ingress", "{}", "base/ingress/ingress.yaml"),
        ("generate_namespace", "{}", "base/namespace/namespace.yaml"),
        (
            "generate_overlay",
            r#"{"environment": "production"}"#,
            "overlays/production/kustomization.yaml",
        ),
    ] {
        let made = call(&workspace, tool, args).done();
        assert_eq!(
            Some(made.stdout.as_str()),
            demo::golden_files().get(path),
            "{tool}"
        );
    }
    assert_eq!(workspace.files("."), before, "a call writes nothing");
}

#[test]
fn an_argument_wins_over_the_inventory() {
    let workspace = Workspace::with(SMALL);
    let args = r#"{"name": "stock", "replicas": 4, "cpu_limit": "2", "env_vars": {"A": "no"}}"#;
    let made = call(&workspace, "generate_deployment", args).done().stdout;
    let deployment: Value = serde_saphyr::from_str(&made).expect("YAML");
    let container = &deployment["spec"]["template"]["spec"]["containers"][0];
    assert_eq!(deployment["spec"]["replicas"], 4);
    assert_eq!(container["resources"]["limits"]["cpu"], "2");
    assert_eq!(container["env"][0]["value"], "no");
}

#[test]
fn what_a_tool_does_not_take_is_said() {
    let workspace = Workspace::with(SMALL);
    let refused = |name: &str, args: &str| {
        let ran = call(&workspace, name, args);
        assert_eq!(
            (ran.status, ran.stdout.as_str()),
            (Some(2), ""),
            "{}",
            ran.stderr
        );
        ran.stderr
    };
    let unknown = refused("generate_deploymant", "{}");
    assert!(unknown.contains("generate_deployment"), "{unknown}");
    let argument = refused("generate_deployment", r#"{"name": "cart", "replica": 1}"#);
    assert!(argument.contains("replica"), "{argument}");
    let missing = refused("generate_deployment", "{}");
    assert!(missing.contains("name"), "{missing}");
    let service = refused("generate_deployment", r#"{"name": "chart"}"#);
    assert!(service.contains("cart"), "{service}");
    let json = refused("generate_deployment", "name: cart");
    assert!(json.contains("JSON"), "{json}");
}

#[test]
fn a_program_reads_what_was_made_and_from_where() {
    let workspace = Workspace::demo();
    let args = [
        "tool",
        "call",
        "generate_service",
        "--format",
        "json",
        "--args",
    ];
    let args = [&args[..], &[r#"{"name": "web-ui", "port": 9000}"#]].concat();
    let reply = run(workspace.folder(), &args).done().stdout;
    let reply: Value = serde_json::from_str(&reply).expect("JSON");
    assert_eq!(reply["path"], "base/services/services.yaml");
    assert_eq!(reply["changes"][0]["kind"], "Service");
    assert_eq!(reply["changes"][0]["change"], "created");
    assert!(
        reply["changes"][0]["text"]
            .as_str()
            .is_some_and(|text| text.contains("9000"))
    );
    let port = reply["filled"].as_array().into_iter().flatten();
    let port = port
        .clone()
        .find(|filled| filled["field"] == "port")
        .expect("the port");
    assert_eq!(port["from"], "argument");
    assert_eq!(reply["findings"], Value::Array(Vec::new()));
    assert_eq!(reply.get("next"), Some(&Value::Null));
}
