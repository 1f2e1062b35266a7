//! For people: the source line, a caret, help, file by file, and a summary last.

use std::fmt::Write as _;

use crate::problem::printable;
use crate::validate::finding::{Finding, Report, Severity, Summary};

/// Whether the text is for a terminal that shows colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Color {
    /// Plain text.
    None,
    /// With the escape sequences of ANSI terminals.
    Ansi,
}

/// So many characters of a line are shown.
const WIDTH: usize = 160;

const BOLD: &str = "1";
const RED: &str = "1;31";
const YELLOW: &str = "1;33";
const BLUE: &str = "1;34";

/// A report as people read it.
#[must_use]
pub fn to_human(report: &Report, color: Color) -> String {
    let mut text = String::new();
    for finding in &report.findings {
        one(&mut text, finding, color);
    }
    let _ = writeln!(text, "{}", summary(report));
    text
}

fn one(text: &mut String, finding: &Finding, color: Color) {
    let (rule, severity) = (&finding.rule, finding.severity);
    let tone = tone(severity);
    let head = painted(&format!("{severity}[{rule}]"), tone, color);
    let message = painted(&finding.message, BOLD, color);
    let arrow = painted("-->", BLUE, color);
    // A file's name can hold what a terminal obeys.
    let path = printable(&finding.path).replace('\n', "\\n");
    let (line, column) = (finding.line, finding.column);
    let _ = writeln!(text, "{head}: {message}\n  {arrow} {path}:{line}:{column}");
    if let Some(source) = finding
        .source
        .as_deref()
        .filter(|source| !source.trim().is_empty())
    {
        let number = line.to_string();
        let margin = " ".repeat(number.len());
        let bar = painted("|", BLUE, color);
        let shown: String = source
            .chars()
            .take(WIDTH)
            .map(|c| if c == '\t' { ' ' } else { c })
            .collect();
        let number = painted(&number, BLUE, color);
        let _ = writeln!(
            text,
            " {margin} {bar}\n {number} {bar} {}",
            shown.trim_end()
        );
        if column <= shown.chars().count() {
            let caret = painted(&"^".repeat(extent(&shown, column)), tone, color);
            let _ = writeln!(text, " {margin} {bar} {}{caret}", " ".repeat(column - 1));
        }
    }
    for (at, line) in finding
        .help
        .iter()
        .flat_map(|help| help.lines())
        .enumerate()
    {
        let lead = if at == 0 { "  = help: " } else { "          " };
        let _ = writeln!(text, "{lead}{line}");
    }
    text.push('\n');
}

/// How far the word at a column reaches.
fn extent(line: &str, column: usize) -> usize {
    let word = |c: &char| !c.is_whitespace() && !matches!(c, ':' | ',' | ']' | '}' | '#');
    let mut rest = line.chars().skip(column - 1);
    match rest.next() {
        Some(quote @ ('"' | '\'')) => rest.position(|c| c == quote).map_or(1, |end| end + 2),
        _ => 1 + rest.take_while(word).count(),
    }
}

const fn tone(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => RED,
        Severity::Warning => YELLOW,
        Severity::Info => BLUE,
    }
}

fn painted(text: &str, tone: &str, color: Color) -> String {
    match color {
        Color::None => text.to_owned(),
        Color::Ansi => format!("\u{1b}[{tone}m{text}\u{1b}[0m"),
    }
}

fn summary(report: &Report) -> String {
    let Summary {
        files,
        documents,
        errors,
        warnings,
        infos,
        ignored,
    } = report.summary;
    let found = [(errors, "error"), (warnings, "warning"), (infos, "note")];
    let found = found.into_iter().filter(|(count, _)| *count > 0);
    let found: Vec<String> = found.map(|(count, noun)| counted(count, noun)).collect();
    let found = match found.as_slice() {
        [] => "nothing found".to_owned(),
        found => found.join(", "),
    };
    let ignored = match ignored {
        0 => String::new(),
        count => format!("; {count} ignored, with a reason"),
    };
    format!(
        "{found}; {} in {}{ignored}",
        counted(documents, "document"),
        counted(files, "file")
    )
}

fn counted(count: usize, noun: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{s}")
}
