//! Tree to text: what a person wrote, written again.

use std::fmt::Write as _;

use k8sgen_templates::scalar::quote;

use super::{Entry, Node, Value};

/// `node` as YAML. A scalar that was written without quotes stands as it was spelled, so that a reader of any
/// version of YAML takes it for what it took before; every other text is quoted where it needs to be. Aliases are
/// written out, and comments are gone.
#[must_use]
pub fn to_yaml(node: &Node) -> String {
    let mut text = String::new();
    match &node.value {
        Value::Map(entries) if !entries.is_empty() => map(entries, 0, &mut text),
        Value::List(items) if !items.is_empty() => list(items, 0, &mut text),
        _ => {
            text.push_str(&inline(node));
            text.push('\n');
        }
    }
    text
}

fn map(entries: &[Entry], indent: usize, text: &mut String) {
    for (at, entry) in entries.iter().enumerate() {
        // The first of them may stand behind a dash.
        let blanks = if at == 0 && text.ends_with("- ") {
            0
        } else {
            indent
        };
        let _ = write!(text, "{:blanks$}{}:", "", quote(&entry.key));
        match &entry.value.value {
            Value::Map(below) if !below.is_empty() => {
                text.push('\n');
                map(below, indent + 2, text);
            }
            Value::List(items) if !items.is_empty() => {
                text.push('\n');
                list(items, indent + 2, text);
            }
            _ => {
                let _ = writeln!(text, " {}", inline(&entry.value));
            }
        }
    }
}

fn list(items: &[Node], indent: usize, text: &mut String) {
    for (at, item) in items.iter().enumerate() {
        let blanks = if at == 0 && text.ends_with("- ") {
            0
        } else {
            indent
        };
        let _ = write!(text, "{:blanks$}- ", "");
        match &item.value {
            Value::Map(below) if !below.is_empty() => map(below, indent + 2, text),
            Value::List(below) if !below.is_empty() => list(below, indent + 2, text),
            _ => {
                let _ = writeln!(text, "{}", inline(item));
            }
        }
    }
}

/// What stands on one line.
fn inline(node: &Node) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        // Folded over lines, it has lost the form in which it could stand without quotes.
        Value::Scalar { text, plain: true } if !text.contains('\n') => text.to_string(),
        Value::Scalar { text, .. } => quote(text).into_owned(),
        Value::List(_) => "[]".to_owned(),
        Value::Map(_) => "{}".to_owned(),
    }
}
