//! Values of a Helm chart: a tree, because every chart has fields of its own.

use std::fmt::Write;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scalar::quote;

/// Values by key, in the order in which they are written. A key has at most 1,024 characters, as it
/// is written.
pub type Values = IndexMap<String, Value>;

/// One value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Value {
    /// `true` or `false`.
    Flag(bool),
    /// A whole number.
    Number(u32),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// More values.
    Map(Values),
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl<const N: usize> From<[(&str, Value); N]> for Value {
    fn from(values: [(&str, Value); N]) -> Self {
        let values = values.into_iter();
        Self::Map(values.map(|(key, value)| (key.to_owned(), value)).collect())
    }
}

/// The values as a YAML block, each line behind `indent` blanks, without the last line's end. Each key and
/// each text goes through the escaper.
pub(crate) fn block(values: &Values, indent: usize) -> String {
    let lines = values.iter().map(|(key, value)| {
        let key = quote(key);
        match nested(value, indent + 2) {
            Some(below) => format!("{:indent$}{key}:\n{below}", ""),
            None => format!("{:indent$}{key}: {}", "", inline(value)),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn list(items: &[Value], indent: usize) -> String {
    let lines = items.iter().map(|item| match nested(item, indent + 2) {
        // What is below stands behind the dash, on its line.
        Some(below) => format!("{:indent$}- {}", "", below.trim_start_matches(' ')),
        None => format!("{:indent$}- {}", "", inline(item)),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A value that needs lines of its own.
fn nested(value: &Value, indent: usize) -> Option<String> {
    match value {
        Value::Map(values) if !values.is_empty() => Some(block(values, indent)),
        Value::List(items) if !items.is_empty() => Some(list(items, indent)),
        _ => None,
    }
}

/// A value that stands behind its key.
fn inline(value: &Value) -> String {
    let mut text = String::new();
    // Writing to a String does not fail.
    let _ = match value {
        Value::Flag(flag) => write!(text, "{flag}"),
        Value::Number(number) => write!(text, "{number}"),
        Value::Text(value) => text.write_str(&quote(value)),
        Value::List(_) => text.write_str("[]"),
        Value::Map(_) => text.write_str("{}"),
    };
    text
}
