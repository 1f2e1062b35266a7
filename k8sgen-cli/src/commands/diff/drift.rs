//! What has changed in Terraform, and where each change goes. It stands before the diff, where `git apply` passes
//! it over.

use std::fmt::Write as _;

use k8sgen_core::context::Recorded;
use k8sgen_core::explain::{Drift, Drifted};
use k8sgen_core::problem::shown;

use crate::printer::{Printer, Tone};

/// Each field that has changed, its value before and after, and the lines that move with it.
pub(super) fn text(drift: &Drift, printer: &Printer) -> String {
    let Drift(drifted) = drift;
    if drifted.is_empty() {
        return String::new();
    }
    let noun = if drifted.len() == 1 {
        "value"
    } else {
        "values"
    };
    let mut text = format!(
        "Terraform has changed since this was generated: {} {noun}\n\n",
        drifted.len()
    );
    for one in drifted {
        let _ = writeln!(text, "{}", printer.paint(Tone::Subject, one.field));
        let sides = [
            (Tone::Before, '-', &one.before, &one.after),
            (Tone::After, '+', &one.after, &one.before),
        ];
        for (tone, sign, side, other) in sides {
            if let Some(side) = side {
                let value =
                    printer.paint(tone, format_args!("{sign} {}", value(side, other.as_ref())));
                let _ = writeln!(text, "  {value}{}", sources(side, printer));
            }
        }
        lines(one, &mut text);
        text.push('\n');
    }
    text
}

/// A value; of two lists, what only the one has.
fn value(side: &Recorded, other: Option<&Recorded>) -> String {
    use k8sgen_core::context::FieldValue::List;

    match (&side.value, other.map(|other| &other.value)) {
        (List(items), Some(List(others))) => {
            let own: Vec<&str> = items
                .iter()
                .filter(|item| !others.contains(item))
                .map(String::as_str)
                .collect();
            match own.as_slice() {
                [] => format!("{} items", items.len()),
                own => shown(&own.join(", ")),
            }
        }
        (value, _) => shown(&value.to_string()),
    }
}

fn sources(side: &Recorded, printer: &Printer) -> String {
    let Some(source) = side.sources.first() else {
        return String::new();
    };
    let place = format!("{}:{}", source.file, source.line);
    format!(
        "  {}  {}",
        printer.paint(Tone::Source, &source.address),
        printer.paint(Tone::Aside, place)
    )
}

/// `moves base/configmaps/database-config.yaml:14`, a line a file.
fn lines(drifted: &Drifted, text: &mut String) {
    let Some(lines) = &drifted.lines else {
        text.push_str("  what moves with it alone is not known: without the other changes, nothing can be made\n");
        return;
    };
    if lines.is_empty() {
        text.push_str("  moves no line\n");
    }
    for (n, file) in lines.chunk_by(|a, b| a.path == b.path).enumerate() {
        let lead = if n == 0 { "  moves " } else { "        " };
        let numbers: Vec<String> = file
            .iter()
            .map(|reached| reached.line.to_string())
            .collect();
        let _ = writeln!(text, "{lead}{}:{}", file[0].path, numbers.join(","));
    }
}
