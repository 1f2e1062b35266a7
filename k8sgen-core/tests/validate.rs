//! The validator from outside: what it finds in which files, and that it finds nothing where nothing is wrong.
#![expect(
    clippy::disallowed_methods,
    reason = "the tests read fixtures and write folders"
)]

#[path = "validate/any.rs"]
mod any;
#[path = "validate/changed.rs"]
mod changed;
#[path = "validate/disk.rs"]
mod disk;
#[path = "validate/fix.rs"]
mod fix;
#[path = "validate/golden.rs"]
mod golden;
#[path = "validate/kustomize.rs"]
mod kustomize;
#[path = "validate/large.rs"]
mod large;
#[path = "validate/output.rs"]
mod output;
#[path = "validate/rules.rs"]
mod rules;
#[path = "validate/secrets.rs"]
mod secrets;
#[path = "validate/settings.rs"]
mod settings;

use k8sgen_core::validate::{self, Files, Finding, Options};

/// What is found in one file.
fn found_in(text: &str) -> Vec<Finding> {
    let mut files = Files::default();
    files.put("a.yaml", text);
    validate::files(&files, &Options::default()).findings
}

/// The codes of findings.
fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| &*finding.rule).collect()
}
