//! kube-linter: every default check, and those of the others that a production repository should pass.

use serde::Deserialize;

use super::waivers::settle;
use super::{Case, Finding, file};
use crate::harness::tools;

/// Checks that are not on by default.
const OPTIONAL: [&str; 10] = [
    "no-liveness-probe",
    "no-readiness-probe",
    "dangling-ingress",
    "dangling-networkpolicy",
    "dangling-horizontalpodautoscaler",
    "non-isolated-pod",
    "wildcard-in-rules",
    "use-namespace",
    "access-to-secrets",
    "pdb-unhealthy-pod-eviction-policy",
];

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Output {
    checks: Vec<Check>,
    /// Null where there are none.
    reports: Option<Vec<Report>>,
}

#[derive(Debug, Deserialize)]
struct Check {
    name: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Report {
    diagnostic: Diagnostic,
    check: String,
    object: Object,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Diagnostic {
    message: String,
}

#[derive(Debug, Deserialize)]
struct Object {
    #[serde(rename = "K8sObject")]
    object: Identity,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Identity {
    name: String,
    group_version_kind: Kind,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Kind {
    kind: String,
}

/// What it found in a build.
fn read(build: &str, output: &[u8]) -> Result<Vec<Finding>, serde_json::Error> {
    let output: Output = serde_json::from_slice(output)?;
    for optional in OPTIONAL {
        let ran = output.checks.iter().any(|check| check.name == optional);
        assert!(ran, "{optional} did not run");
    }
    let reports = output.reports.unwrap_or_default().into_iter();
    let findings = reports.map(|report| {
        let Identity { name, group_version_kind } = report.object.object;
        Finding {
            build: build.to_owned(),
            check: report.check,
            resource: format!("{}/{name}", group_version_kind.kind),
            message: report.diagnostic.message,
        }
    });
    Ok(findings.collect())
}

#[test]
fn kube_linter() {
    let Some(case) = Case::open("kube-linter", &["kube-linter", "kustomize"]) else { return };
    let mut findings = Vec::new();
    for build in case.builds {
        let file = file(build);
        let mut args = vec!["lint", "--format", "json", "--fail-if-no-objects-found"];
        args.extend(OPTIONAL.iter().flat_map(|check| ["--include", check]));
        args.push(&file);
        let output = case.judge.run(case.folder.path(), &args);
        let found = read(&build.name, &output.stdout);
        findings.extend(found.unwrap_or_else(|error| {
            panic!("{error}: {}", tools::text(&output.stderr));
        }));
    }
    settle("kube-linter", &findings);
}

/// What it prints, cut down to what is read of it. It is not to be had everywhere.
#[test]
fn kube_linters_answer_is_understood() {
    let checks: Vec<String> = OPTIONAL
        .iter()
        .map(|name| format!(r#"{{"name": "{name}", "template": "t", "scope": {{}}}}"#))
        .collect();
    let answer = |reports: &str| {
        let checks = checks.join(", ");
        format!(r#"{{"Checks": [{checks}], "Reports": {reports}, "Summary": {{"ChecksStatus": "Failed"}}}}"#)
    };
    let report = r#"[{
        "Diagnostic": {"Message": "container \"app\" has no read-only root file system"},
        "Check": "no-read-only-root-fs",
        "Remediation": "Set readOnlyRootFilesystem to true in the container securityContext.",
        "Object": {
            "Metadata": {"FilePath": "base.yaml"},
            "K8sObject": {
                "Namespace": "demo",
                "Name": "web-ui",
                "GroupVersionKind": {"Group": "apps", "Version": "v1", "Kind": "Deployment"}
            }
        }
    }]"#;
    assert_eq!(read("base", answer("null").as_bytes()).expect("JSON"), []);
    let found = read("base", answer(report).as_bytes()).expect("JSON");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].check, "no-read-only-root-fs");
    assert_eq!(found[0].resource, "Deployment/web-ui");
}
