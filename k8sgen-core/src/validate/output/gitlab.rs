//! GitLab's Code Quality report, which its merge requests show.

use std::collections::HashMap;

use serde::Serialize;

use crate::repo::Sha256;
use crate::validate::finding::{Finding, Report, Severity};

/// One finding, with the keys that GitLab reads.
#[derive(Serialize)]
struct Violation<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: Sha256,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

/// A report as GitLab's Code Quality has it.
///
/// A fingerprint is that of the rule, the file and the message, and of how many of these came before: a line that
/// moves keeps its own, so GitLab shows as new what a merge request brings.
///
/// # Panics
/// Never: a report is written to memory.
#[must_use]
pub fn to_gitlab(report: &Report) -> String {
    let mut seen: HashMap<(&str, &str, &str), usize> = HashMap::new();
    let violations = report.findings.iter().map(|finding| {
        let path = path(finding);
        let key = (&*finding.rule, path, finding.message.as_str());
        let before = seen.entry(key).or_default();
        let fingerprint = format!("{}\0{path}\0{}\0{before}", key.0, key.2);
        *before += 1;
        Violation {
            description: description(finding),
            check_name: &finding.rule,
            fingerprint: Sha256::of(fingerprint),
            severity: severity(finding.severity),
            location: Location {
                path,
                lines: Lines {
                    begin: finding.line,
                },
            },
        }
    });
    let violations: Vec<Violation<'_>> = violations.collect();
    let mut text =
        serde_json::to_string_pretty(&violations).expect("a report that is written to memory");
    text.push('\n');
    text
}

/// GitLab knows files by their paths from the repository's root, without `./`.
fn path(finding: &Finding) -> &str {
    finding.path.trim_start_matches("./")
}

fn description(finding: &Finding) -> String {
    match &finding.help {
        Some(help) => format!("{}. Help: {help}", finding.message),
        None => finding.message.clone(),
    }
}

/// Of `info`, `minor`, `major`, `critical` and `blocker`.
const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "critical",
        Severity::Warning => "minor",
        Severity::Info => "info",
    }
}
