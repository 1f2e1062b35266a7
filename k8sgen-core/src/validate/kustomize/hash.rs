//! The suffix that a generated ConfigMap or Secret gets: a hash of what is in it, as kustomize computes it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

use super::edit;
use crate::yaml::{Node, Value};

/// How much of the hash a name gets.
const LENGTH: usize = 10;

/// The suffix of a ConfigMap or Secret.
pub(super) fn suffix(node: &Node) -> String {
    let kind = node.at(["kind"]).and_then(Node::text).unwrap_or_default();
    let field = |name: &str| match node.at([name]) {
        None => Json::String(String::new()),
        Some(value) => match &value.value {
            Value::Scalar { text, .. } => Json::String(text.to_string()),
            _ => edit::json(value),
        },
    };
    // kustomize looks for the name where it is not, so that it never counts.
    let mut all = BTreeMap::from([
        ("data", field("data")),
        ("kind", Json::String(kind.to_owned())),
        ("name", Json::String(String::new())),
    ]);
    let more = if kind == "Secret" {
        all.insert("type", field("type"));
        "stringData"
    } else {
        "binaryData"
    };
    if let more_data @ Json::Object(_) = field(more) {
        all.insert(more, more_data);
    }
    let text = serde_json::to_string(&all).unwrap_or_default();
    let digest = Sha256::digest(as_go_writes(&text).as_bytes());
    let mut hex = String::new();
    for byte in digest.iter().take(LENGTH / 2) {
        let _ = write!(hex, "{byte:02x}");
    }
    // No vowels, so that no words come out.
    let spelled = |c: char| match c {
        '0' => 'g',
        '1' => 'h',
        '3' => 'k',
        'a' => 'm',
        'e' => 't',
        c => c,
    };
    hex.chars().map(spelled).collect()
}

/// JSON as Go writes it, fit for a page of HTML.
fn as_go_writes(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(text, "\\u{:04x}", u32::from(c));
            }
            c => text.push(c),
        }
    }
    text
}
