//! SARIF 2.1.0, which code scanning services read.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::validate::finding::{Finding, Report, Severity};
use crate::validate::fix::Promise;
use crate::validate::rules::{RULES, fix_of};
use crate::validate::text::Edit;

/// Where the pages of the manual are.
const PAGES: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/rules/");

/// A report as SARIF 2.1.0.
///
/// # Panics
/// Never: a report is written to memory.
#[must_use]
pub fn to_sarif(report: &Report) -> String {
    let rules: Vec<Value> = RULES
        .iter()
        .map(|rule| {
            json!({
                "id": rule.code,
                "name": rule.name,
                "shortDescription": {"text": rule.finds},
                "fullDescription": {"text": rule.why},
                "helpUri": format!("{PAGES}{}.md", rule.code),
                "help": {"text": rule.help, "markdown": rule.page()},
                "defaultConfiguration": {"level": level(rule.severity)},
            })
        })
        .collect();
    let results: Vec<Value> = report.findings.iter().map(result).collect();
    let sarif = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "k8sgen",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    let mut text =
        serde_json::to_string_pretty(&sarif).expect("a report that is written to memory");
    text.push('\n');
    text
}

fn result(finding: &Finding) -> Value {
    let message = match &finding.help {
        Some(help) => format!("{}. Help: {help}", finding.message),
        None => finding.message.clone(),
    };
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": {"text": message},
        "locations": [{
            "physicalLocation": {
                "artifactLocation": {"uri": uri(&finding.path)},
                "region": {"startLine": finding.line, "startColumn": finding.column},
            },
        }],
    });
    if let Some(index) = RULES.iter().position(|rule| rule.code == finding.rule) {
        result["ruleIndex"] = index.into();
    }
    if let Some(fix) = fix(finding) {
        result["fixes"] = json!([fix]);
    }
    result
}

/// What mends a finding. Not where it is still to be proved, nor where a value may be a secret: such a line is not
/// shown either.
fn fix(finding: &Finding) -> Option<Value> {
    let fix = finding.fix.as_ref().filter(|_| finding.source.is_some())?;
    let replacements: Vec<Value> = fix.edits.iter().map(replacement).collect();
    let what = fix_of(&finding.rule).unwrap_or("mends it");
    (fix.promise != Promise::Builds).then(|| {
        json!({
            "description": {"text": format!("`k8sgen validate --fix` {what}")},
            "artifactChanges": [{
                "artifactLocation": {"uri": uri(&finding.path)},
                "replacements": replacements,
            }],
        })
    })
}

fn replacement(edit: &Edit) -> Value {
    json!({
        "deletedRegion": {
            "startLine": edit.from.line,
            "startColumn": edit.from.column,
            "endLine": edit.to.line,
            "endColumn": edit.to.column,
        },
        "insertedContent": {"text": edit.text},
    })
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A path as a reference of RFC 3986.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}
