//! checkov: all of its checks of Kubernetes.

use serde::Deserialize;

use super::waivers::settle;
use super::{Case, Finding};
use crate::harness::tools;

#[derive(Debug, Deserialize)]
struct Report {
    results: Results,
    summary: Summary,
}

#[derive(Debug, Deserialize)]
struct Results {
    failed_checks: Vec<Failed>,
}

#[derive(Debug, Deserialize)]
struct Failed {
    check_id: String,
    check_name: String,
    /// Such as `/production.yaml`.
    file_path: String,
    /// Such as `Deployment.namespace.name`.
    resource: String,
}

#[derive(Debug, Deserialize)]
struct Summary {
    passed: usize,
    skipped: usize,
    parsing_errors: usize,
}

/// What it needs.
pub(super) const NEEDS: [&str; 2] = ["python-packages", "kustomize"];

#[test]
fn checkov() {
    if let Some(case) = Case::open("checkov", &NEEDS) {
        settle("checkov", &findings(&case));
    }
}

/// What it finds in a case.
pub(super) fn findings(case: &Case) -> Vec<Finding> {
    let args = [
        "--directory",
        ".",
        "--framework",
        "kubernetes",
        "--quiet",
        "--compact",
        "--skip-download",
        "--output",
        "json",
    ];
    let output = case.judge.run(case.folder.path(), &args);
    let report: Report = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", tools::text(&output.stderr)));
    assert_eq!(report.summary.parsing_errors, 0);
    assert_eq!(
        report.summary.skipped, 0,
        "a check is suppressed inside of a manifest"
    );
    assert!(report.summary.passed > 1000, "{:?}", report.summary);
    let failed = report.results.failed_checks.into_iter();
    failed
        .map(|failed| {
            let build = failed
                .file_path
                .trim_start_matches('/')
                .trim_end_matches(".yaml");
            let parts: Vec<&str> = failed.resource.splitn(3, '.').collect();
            let (kind, name) = (parts[0], parts.last().copied().unwrap_or_default());
            Finding {
                build: build.to_owned(),
                check: failed.check_id,
                resource: format!("{kind}/{name}"),
                message: failed.check_name,
            }
        })
        .collect()
}
