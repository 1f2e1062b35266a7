//! One line and the chains that lead to it, as a tree below it.

use std::fmt::Write as _;

use k8sgen_core::Place;
use k8sgen_core::context::{Field, FieldValue, How, Recorded};
use k8sgen_core::explain::{Edit, Explanation, Input, Line, MadeBy, State};
use k8sgen_core::problem::{self, printable};
use k8sgen_core::terraform::Source;

use crate::printer::{Printer, Tone};

/// A branch of the tree: what it says, and what that came from.
struct Branch {
    text: String,
    from: Vec<Branch>,
}

/// Each line of the explanation with its chains.
pub(super) fn text(explanation: &Explanation, printer: &Printer) -> String {
    let mut text = String::new();
    for line in &explanation.lines {
        let place = format!("{}:{}", explanation.path, line.number);
        let width = line.number.to_string().len();
        let (bar, margin) = (printer.paint(Tone::Aside, "│"), " ".repeat(width));
        let _ = writeln!(text, "{}", printer.paint(Tone::Subject, place));
        let _ = writeln!(text, "{margin} {bar}");
        if let Edit::Changed(generated) = &line.edit {
            let generated = printer.paint(Tone::Before, printable(generated));
            let _ = writeln!(text, "{margin} {bar} {generated}  (as it was generated)");
        }
        let said = printer.paint(Tone::Subject, printable(&line.text));
        let _ = writeln!(text, "{} {bar} {said}", line.number);
        let branches = branches(line, &explanation.state, printer);
        let _ = writeln!(text, "{margin} {bar}");
        draw(&branches, &format!("{margin} "), &mut text, printer);
    }
    text
}

fn draw(branches: &[Branch], lead: &str, text: &mut String, printer: &Printer) {
    for (n, branch) in branches.iter().enumerate() {
        let is_last = n + 1 == branches.len();
        let (fork, below) = if is_last {
            ("└─ ", "   ")
        } else {
            ("├─ ", "│  ")
        };
        let fork = printer.paint(Tone::Aside, format_args!("{lead}{fork}"));
        let _ = writeln!(text, "{fork}{}", branch.text);
        draw(&branch.from, &format!("{lead}{below}"), text, printer);
    }
}

fn branches(line: &Line, state: &State, printer: &Printer) -> Vec<Branch> {
    let leaf = |text: String| Branch {
        text,
        from: Vec::new(),
    };
    let mut branches = Vec::new();
    match &line.edit {
        Edit::Added => branches.push(leaf("k8sgen did not generate this line: somebody added it".to_owned())),
        Edit::Changed(_) => branches.push(leaf(match state {
            State::OtherVersion(version) => format!(
                "k8sgen {version} generated this file; this is {}, and explains the line that it generates here",
                env!("CARGO_PKG_VERSION")
            ),
            _ => "somebody edited this line; what follows explains the one that was generated here".to_owned(),
        })),
        Edit::None => {}
    }
    if let Some(made) = &line.made_by {
        branches.push(leaf(made_by(made, printer)));
    }
    let is_referred_to = |input: &Input| match input {
        Input::Terraform { field, .. } => line.inputs.iter().any(|other| refers(other, *field)),
        _ => false,
    };
    for input in line.inputs.iter().filter(|input| !is_referred_to(input)) {
        let from = match input {
            Input::Inventory { refers_to, .. } => {
                let meant = line.inputs.iter().filter(|other| {
                    matches!(other, Input::Terraform { field, .. } if refers_to.contains(field))
                });
                meant
                    .map(|input| branch(input, &line.text, printer))
                    .collect()
            }
            _ => Vec::new(),
        };
        let mut branch = branch(input, &line.text, printer);
        branch.from.extend(from);
        branches.push(branch);
    }
    if let Some(made) = line.made_by.as_ref().filter(|_| line.inputs.is_empty()) {
        branches.push(leaf(format!(
            "written by the template of {}: no value of yours stands here",
            made.kind
        )));
    }
    if branches.is_empty() {
        branches.push(leaf("between two documents".to_owned()));
    }
    branches
}

fn refers(input: &Input, wanted: Field) -> bool {
    matches!(input, Input::Inventory { refers_to, .. } if refers_to.contains(&wanted))
}

/// `Deployment web-ui, made by deployment/web-ui: generate_deployment {"name":"web-ui"}`.
pub(super) fn made_by(made: &MadeBy, printer: &Printer) -> String {
    let args = match made.args.len() {
        0 => String::new(),
        _ => format!(" {}", serde_json::Value::Object(made.args.clone())),
    };
    let level = format!("level {}, {}", u8::from(made.level), made.level.name());
    format!(
        "{} {}, made by {}: {}{args}  {}",
        made.kind,
        made.name,
        printer.paint(Tone::Source, &made.step),
        made.tool,
        printer.paint(Tone::Aside, level)
    )
}

fn branch(input: &Input, line: &str, printer: &Printer) -> Branch {
    let aside = |text: String| printer.paint(Tone::Aside, text);
    let source = |text: &str| printer.paint(Tone::Source, text);
    let mut from = Vec::new();
    let text = match input {
        Input::Inventory {
            key,
            value: Some(value),
            place,
            ..
        } => {
            let place = aside(place_text(place));
            format!("{}: {}  {place}", source(key), shown(value))
        }
        Input::Inventory { key, place, .. } => {
            format!("the name {}  {}", source(key), aside(place_text(place)))
        }
        Input::Argument {
            step,
            argument,
            value,
            place,
        } => {
            let place = place.as_ref().map_or_else(String::new, place_text);
            let (argument, value, place) = (source(argument), shown(value), aside(place));
            format!("the argument {argument}: {value} of {step}  {place}")
        }
        Input::BuiltIn { key, value } => {
            let own = aside("k8sgen's own default".to_owned());
            format!("{}: {}  {own}", source(key), shown(value))
        }
        Input::Terraform {
            field,
            recorded,
            mapped,
        } => {
            from = sources(recorded, printer);
            let how = aside(how(recorded, mapped.as_ref()));
            format!(
                "{} = {}{how}",
                source(field.path()),
                value_in(recorded, line)
            )
        }
    };
    Branch { text, from }
}

/// A field's value; of a long list, what of it stands in the line.
fn value_in(recorded: &Recorded, line: &str) -> String {
    match &recorded.value {
        FieldValue::List(items) if items.len() > 1 => {
            let here: Vec<&str> = items
                .iter()
                .filter(|item| line.contains(item.as_str()))
                .map(String::as_str)
                .collect();
            match here.as_slice() {
                [] => shown(&recorded.value.to_string()),
                here => format!("{}, of {}", shown(&here.join(", ")), items.len()),
            }
        }
        value => shown(&value.to_string()),
    }
}

/// How a field got its value, where its name alone does not say.
fn how(recorded: &Recorded, mapped: Option<&Place>) -> String {
    match (recorded.how, mapped) {
        (Some(How::From(field)), _) => format!("  follows from {field}"),
        (Some(How::Mapped), Some(place)) => {
            format!("  as terraform.map says, {}", place_text(place))
        }
        _ => String::new(),
    }
}

fn sources(recorded: &Recorded, printer: &Printer) -> Vec<Branch> {
    let source = |source: &Source| {
        let place = format!("{}:{}", source.file, source.line);
        let address = printer.paint(Tone::Source, &source.address);
        Branch {
            text: format!("{address}  {}", printer.paint(Tone::Aside, place)),
            from: Vec::new(),
        }
    };
    recorded.sources.iter().map(source).collect()
}

/// File and line: a column says no more to a person.
pub(super) fn place_text(place: &Place) -> String {
    let line = place.line.map(|line| format!(":{line}"));
    format!("{}{}", place.file, line.unwrap_or_default())
}

/// A value in one line, and not too long for it.
pub(super) fn shown(value: &str) -> String {
    problem::shown(value)
}
