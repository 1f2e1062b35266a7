//! Annotations of GitHub Actions: one workflow command a finding, which shows it beside the line.

use std::fmt::Write as _;

use crate::validate::finding::{Report, Severity};

/// A report as workflow commands.
#[must_use]
pub fn to_github(report: &Report) -> String {
    let mut text = String::new();
    for finding in &report.findings {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let (path, line, column) = (property(&finding.path), finding.line, finding.column);
        let mut message = finding.message.clone();
        if let Some(help) = &finding.help {
            let _ = write!(message, "\nhelp: {help}");
        }
        let _ = writeln!(
            text,
            "::{command} file={path},line={line},col={column},title={}::{}",
            finding.rule,
            data(&message)
        );
    }
    text
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
