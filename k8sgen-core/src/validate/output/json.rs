//! For programs: `{"findings": [{rule, severity, path, line, column, message, help}], "summary": {…}}`. Stable.

use crate::validate::finding::Report;

/// A report as JSON.
///
/// # Panics
/// Never: a report is written to memory.
#[must_use]
pub fn to_json(report: &Report) -> String {
    let mut text =
        serde_json::to_string_pretty(report).expect("a report that is written to memory");
    text.push('\n');
    text
}
