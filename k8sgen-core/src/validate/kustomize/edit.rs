//! Changes to a tree that keep the places of what they leave alone, and scalars as Go's YAML reads them.

use std::sync::LazyLock;

use regex_lite::Regex;
use serde_json::Value as Json;
use smol_str::SmolStr;

use crate::yaml::{Entry, Mark, Node, Value};

/// Text that is a string, whatever it looks like.
pub(super) fn text(text: impl Into<SmolStr>, mark: Mark) -> Node {
    let text = text.into();
    Node {
        value: Value::Scalar { text, plain: false },
        mark,
    }
}

/// Text that is what it looks like.
pub(super) fn plain(text: impl Into<SmolStr>, mark: Mark) -> Node {
    let text = text.into();
    Node {
        value: Value::Scalar { text, plain: true },
        mark,
    }
}

/// A mapping with nothing in it.
pub(super) fn empty_map(mark: Mark) -> Node {
    let value = Value::Map(Vec::new());
    Node { value, mark }
}

/// The value of this key.
pub(super) fn get_mut<'a>(node: &'a mut Node, key: &str) -> Option<&'a mut Node> {
    let Value::Map(entries) = &mut node.value else {
        return None;
    };
    let entry = entries.iter_mut().find(|entry| entry.key == key)?;
    Some(&mut entry.value)
}

/// Sets a key of a mapping; of anything else, nothing.
pub(super) fn set(node: &mut Node, key: &str, value: Node) {
    let Value::Map(entries) = &mut node.value else {
        return;
    };
    match entries.iter_mut().find(|entry| entry.key == key) {
        Some(entry) => entry.value = value,
        None => entries.push(Entry {
            key: key.into(),
            mark: value.mark,
            value,
        }),
    }
}

/// Takes a key out of a mapping.
pub(super) fn remove(node: &mut Node, key: &str) -> Option<Node> {
    let Value::Map(entries) = &mut node.value else {
        return None;
    };
    let at = entries.iter().position(|entry| entry.key == key)?;
    Some(entries.remove(at).value)
}

/// The value of a key, which becomes a mapping if there is none. None if this is no mapping.
pub(super) fn map_at<'a>(node: &'a mut Node, key: &str) -> Option<&'a mut Node> {
    let mark = node.mark;
    if !matches!(node.value, Value::Map(_)) {
        return None;
    }
    if node.at([key]).is_none_or(is_null) {
        set(node, key, empty_map(mark));
    }
    get_mut(node, key)
}

pub(super) fn is_null(node: &Node) -> bool {
    node.value == Value::Null
}

/// Whether it is nothing, or a container with nothing in it.
pub(super) fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Null => true,
        Value::Scalar { .. } => false,
        Value::List(items) => items.is_empty(),
        Value::Map(entries) => entries.is_empty(),
    }
}

/// Gives a scalar another text, and leaves it the type that it had.
pub(super) fn retext(node: &mut Node, new: &str, mark: Mark) {
    if let Value::Scalar { text, plain } = &mut node.value {
        if *plain && resolved(text).is_string() {
            *plain = resolved(new).is_string();
        }
        *text = new.into();
    } else {
        node.value = Value::Scalar {
            text: new.into(),
            plain: true,
        };
    }
    node.mark = mark;
}

/// A tree as the JSON that kustomize makes of it.
pub(super) fn json(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Scalar { text, plain: true } => resolved(text),
        Value::Scalar { text, plain: false } => Json::String(text.to_string()),
        Value::List(items) => Json::Array(items.iter().map(json).collect()),
        Value::Map(entries) => {
            let mut entries: Vec<_> = entries.iter().collect();
            entries.sort_by(|a, b| a.key.cmp(&b.key));
            let entries = entries
                .into_iter()
                .map(|entry| (entry.key.to_string(), json(&entry.value)));
            Json::Object(entries.collect())
        }
    }
}

static FLOAT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$").ok());

/// A scalar without quotes as Go's YAML 1.2 with its remains of 1.1 reads it: `0644` is octal, `yes` is text.
pub(super) fn resolved(text: &str) -> Json {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Json::Null,
        "true" | "True" | "TRUE" => return Json::Bool(true),
        "false" | "False" | "FALSE" => return Json::Bool(false),
        _ => {}
    }
    let as_text = || Json::String(text.to_owned());
    let first = text.as_bytes()[0];
    if !(first.is_ascii_digit() || b"+-.".contains(&first)) {
        return as_text();
    }
    let bare = text.replace('_', "");
    let (is_negative, digits) = match bare.as_bytes()[0] {
        b'-' => (true, &bare[1..]),
        b'+' => (false, &bare[1..]),
        _ => (false, bare.as_str()),
    };
    let lower = digits.to_ascii_lowercase();
    let (radix, digits) = match lower.as_bytes() {
        [b'0', b'x', ..] => (16, &lower[2..]),
        [b'0', b'b', ..] => (2, &lower[2..]),
        [b'0', b'o', ..] => (8, &lower[2..]),
        [b'0', _, ..] => (8, &lower[1..]),
        _ => (10, lower.as_str()),
    };
    let is_number = digits.chars().next().is_some_and(|c| c.is_digit(radix));
    if is_number && let Ok(number) = i128::from_str_radix(digits, radix) {
        let number = if is_negative { -number } else { number };
        if let Ok(number) = i64::try_from(number) {
            return number.into();
        }
        if let Ok(number) = u64::try_from(number) {
            return number.into();
        }
    }
    let is_float = FLOAT.as_ref().is_some_and(|float| float.is_match(&bare));
    match bare.parse::<f64>().ok().filter(|_| is_float) {
        // Go writes a number without a fraction as a whole one.
        Some(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}")
            .parse::<i64>()
            .map_or_else(|_| as_text(), Json::from),
        Some(number) => serde_json::Number::from_f64(number).map_or_else(as_text, Json::Number),
        None => as_text(),
    }
}
