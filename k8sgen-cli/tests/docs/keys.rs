//! Tables of the keys of k8sgen.yaml, made from its JSON Schema and from the built-in defaults.

use std::fmt::Write as _;
use std::fs;

use k8sgen_core::inventory;
use serde_json::Value;

use crate::page::{Page, anchor, root};

/// Parts of the inventory that have keys: `file` for the whole, and each mapping of fixed keys in it.
pub(crate) fn sections() -> Vec<String> {
    let schema = inventory::schema();
    let parts = schema["$defs"].as_object().expect("definitions");
    let parts = parts
        .iter()
        .filter(|(_, part)| part.get("properties").is_some());
    std::iter::once("file".to_owned())
        .chain(parts.map(|(name, _)| name.clone()))
        .collect()
}

/// What a section of the inventory takes.
pub(crate) fn table(section: &str, page: &Page) -> String {
    let schema = inventory::schema();
    let whole = if section == "file" {
        &schema
    } else {
        &schema["$defs"][section]
    };
    let mut table = "| key | meaning | default |\n|---|---|---|\n".to_owned();
    for (key, about) in whole["properties"].as_object().expect("keys") {
        let mut meaning = about["description"].as_str().expect(key).replace('\n', " ");
        for part in parts_of(about) {
            let definition = &schema["$defs"][&part];
            for choice in definition["oneOf"].as_array().into_iter().flatten() {
                let (word, about) = (&choice["const"], &choice["description"]);
                let word = word.as_str().expect("a word");
                let _ = write!(meaning, "<br>`{word}`: {}", about.as_str().expect(word));
            }
            if definition.get("properties").is_some() {
                let _ = write!(meaning, " [Keys](#{})", heading_of(&part, page));
            }
        }
        let mut required = whole["required"].as_array().into_iter().flatten();
        let is_needed = required.any(|needed| needed == key) || is_missed(section, key);
        let default = match &about["default"] {
            _ if is_needed => "needed".to_owned(),
            Value::Null if section == "Settings" => builtin(key),
            Value::Null => String::new(),
            Value::Array(items) if items.is_empty() => String::new(),
            Value::Object(items) if items.is_empty() => String::new(),
            Value::String(text) => format!("`{text}`"),
            other => format!("`{other}`"),
        };
        let _ = writeln!(
            table,
            "| `{key}` | {} | {default} |",
            meaning.replace('|', "\\|")
        );
    }
    table
}

/// Names of the definitions that a key's schema refers to.
fn parts_of(schema: &Value) -> Vec<String> {
    let mut parts = Vec::new();
    match schema {
        Value::Object(members) => {
            for (key, value) in members {
                match value.as_str().filter(|_| key == "$ref") {
                    Some(reference) => parts.push(reference.replace("#/$defs/", "")),
                    None => parts.extend(parts_of(value)),
                }
            }
        }
        Value::Array(items) => parts.extend(items.iter().flat_map(parts_of)),
        _ => {}
    }
    parts
}

/// The anchor of the heading that a section's table stands under.
fn heading_of(section: &str, page: &Page) -> String {
    let marker = format!("<!-- generated: keys {section} -->");
    let before = page.text.split(&marker).next().unwrap_or_default();
    let heading = before.lines().rev().find(|line| line.starts_with('#'));
    anchor(heading.unwrap_or_default().trim_start_matches('#'))
}

/// Whether an inventory without this key is refused for it.
fn is_missed(section: &str, key: &str) -> bool {
    let problems = inventory::read("", "services: {a: }\nenvironments: {a: }\n");
    let path = match section {
        "file" => key.to_owned(),
        "Settings" => format!("services.a.{key}"),
        "EnvironmentSettings" => format!("environments.a.{key}"),
        _ => return false,
    };
    let message = format!("`{path}` is missing");
    problems.is_err_and(|problems| problems.iter().any(|problem| problem.message == message))
}

/// k8sgen's own defaults.
pub(crate) fn builtin_text() -> String {
    fs::read_to_string(root().join("k8sgen-core/src/inventory/builtin.yaml")).expect("the defaults")
}

/// The built-in default of a service's setting.
fn builtin(key: &str) -> String {
    let text = builtin_text();
    let mut values = text
        .lines()
        .filter_map(|line| line.strip_prefix(&format!("{key}:")));
    match values.next().map(str::trim) {
        None | Some("[]" | "{}") => String::new(),
        Some(value) if value.is_empty() || value.starts_with('{') => {
            "[built-in](#built-in-defaults)".to_owned()
        }
        Some(value) => format!("`{value}`"),
    }
}
