//! An output, and the lines that it reaches.

use std::fmt::Write as _;

use k8sgen_core::context::How;
use k8sgen_core::explain::{Reach, Reached};
use k8sgen_core::terraform::Source;

use super::chain::shown;
use crate::printer::{Printer, Tone};

/// Each field that the output became, and below it the lines by file.
pub(super) fn text(reach: &[Reach], printer: &Printer) -> String {
    let texts = reach.iter().map(|reach| {
        let value = shown(&reach.recorded.value.to_string());
        let mut text = format!("{} = {value}", printer.paint(Tone::Subject, reach.field));
        if let Some(How::From(field)) = reach.recorded.how {
            let _ = write!(
                text,
                "{}",
                printer.paint(Tone::Aside, format_args!("  follows from {field}"))
            );
        }
        text.push('\n');
        for Source {
            address,
            file,
            line,
        } in &reach.recorded.sources
        {
            let address = printer.paint(Tone::Source, address);
            let place = printer.paint(Tone::Aside, format_args!("{file}:{line}"));
            let _ = writeln!(text, "  from {address}  {place}");
        }
        text.push_str(&lines(&reach.lines, printer));
        text
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// Lines by file.
pub(in crate::commands) fn lines(lines: &[Reached], printer: &Printer) -> String {
    if lines.is_empty() {
        return "  reaches no line\n".to_owned();
    }
    let mut text = String::new();
    let number = lines
        .iter()
        .map(|line| line.line)
        .max()
        .unwrap_or(0)
        .to_string()
        .len();
    for file in lines.chunk_by(|a, b| a.path == b.path) {
        let _ = writeln!(text, "  {}", file[0].path);
        for reached in file {
            let bar = printer.paint(Tone::Aside, "│");
            let _ = writeln!(text, "  {:>number$} {bar} {}", reached.line, reached.text);
        }
    }
    text
}
