//! kubeconform and kubernetes-validate: every document fits its schema, and has no field beyond it.

use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Case, KUBERNETES, file};
use crate::harness::builds::{self, Build};
use crate::harness::tools::{self, Tool};

/// Custom resources, which kubernetes-validate knows no schema of; kubeconform does.
const CUSTOM: [&str; 2] = ["ExternalSecret", "SecretStore"];

/// What kubeconform needs.
pub(super) const NEEDS: [&str; 5] = [
    "kubeconform",
    "kubernetes-schemas",
    "external-secrets-schemas",
    "argo-cd-schemas",
    "kustomize",
];

#[test]
fn kubeconform() {
    check(builds::demo().unwrap_or_default());
}

/// Every document of these builds fits its schema, by kubeconform.
pub(crate) fn check(builds: &[Build]) {
    let Some(kubeconform) = Tool::find("kubeconform", &NEEDS) else {
        return;
    };
    let folder = TempDir::new().expect("a folder");
    for build in builds {
        let summary = run_kubeconform(&kubeconform, folder.path(), &build.text);
        let expected =
            json!({"valid": build.manifests.len(), "invalid": 0, "errors": 0, "skipped": 0});
        assert_eq!(summary, expected, "{}", build.name);
    }
    // It is no judge that lets everything pass.
    let wrong = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndatum: {}\n";
    let summary = run_kubeconform(&kubeconform, folder.path(), wrong);
    assert_eq!(summary["invalid"], 1, "{summary}");
}

fn run_kubeconform(kubeconform: &Tool, folder: &Path, text: &str) -> Value {
    std::fs::write(folder.join("all.yaml"), text).expect("a file");
    answer(kubeconform, folder, &["-summary", "all.yaml"])["summary"].clone()
}

/// What kubeconform says of each document in a folder.
pub(super) fn resources(kubeconform: &Tool, folder: &Path) -> Vec<Value> {
    let answer = answer(kubeconform, folder, &["."]);
    answer["resources"].as_array().expect("resources").clone()
}

fn answer(kubeconform: &Tool, folder: &Path, what: &[&str]) -> Value {
    let schemas = tools::folder().join("schemas").display().to_string();
    let kubernetes = "{{ .ResourceKind }}{{ .KindSuffix }}.json";
    let kubernetes = format!("{schemas}/v{KUBERNETES}.0/{kubernetes}");
    let custom = "{{ .Group }}/{{ .ResourceKind }}_{{ .ResourceAPIVersion }}.json";
    let custom = format!("{schemas}/crds/{custom}");
    let locations = ["-schema-location", &kubernetes, "-schema-location", &custom];
    let args = [&["-strict", "-output", "json"], &locations[..], what];
    let output = kubeconform.run(folder, &args.concat());
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", tools::text(&output.stderr)))
}

#[test]
fn kubernetes_validate() {
    let needs = ["python-packages", "kustomize"];
    let Some(case) = Case::open("kubernetes-validate", &needs) else {
        return;
    };
    let files: Vec<String> = case.builds.iter().map(file).collect();
    let mut args = vec!["-k", KUBERNETES, "--strict", "--quiet"];
    args.extend(files.iter().map(String::as_str));
    let output = case.judge.run(case.folder.path(), &args);
    let said = tools::text(&output.stdout) + &tools::text(&output.stderr);
    assert!(output.status.success(), "{said}");
    let is_custom = |line: &str| {
        let is_of = |kind: &&str| line.contains(&format!("find schema for kind {kind} "));
        CUSTOM.iter().any(is_of)
    };
    let rest: Vec<&str> = said.lines().filter(|line| !is_custom(line)).collect();
    assert!(rest.is_empty(), "{rest:#?}");
}
