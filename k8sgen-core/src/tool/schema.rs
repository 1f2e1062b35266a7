//! The JSON Schema of a tool's arguments, in the part of the language that every provider of language models
//! takes: an object at the root, nothing by reference, no `oneOf`, no `patternProperties`, no formats.
//!
//! What a tool reads is more lenient: an optional argument may be `null`, too.

use std::fmt::Write as _;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

/// The schema of `T`.
pub(super) fn of<T: JsonSchema>() -> Value {
    let settings =
        SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
    let mut schema = settings
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value();
    simplify(&mut schema);
    if let Value::Object(root) = &mut schema {
        root.entry("properties").or_insert_with(|| json!({}));
    }
    schema
}

fn simplify(schema: &mut Value) {
    let Value::Object(schema) = schema else {
        return;
    };
    schema.remove("format");
    without_null(schema);
    choices_as_enum(schema);
    keys_without_pattern(schema);
    for key in ["items", "additionalProperties"] {
        schema.get_mut(key).map(simplify);
    }
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    for (_, property) in properties.into_iter().flatten() {
        simplify(property);
    }
}

/// What may be left out need not be `null`.
fn without_null(schema: &mut Map<String, Value>) {
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|one| one != "null");
        if let [one] = types.as_slice() {
            let one = one.clone();
            schema.insert("type".to_owned(), one);
        }
    }
}

/// Choices with a description each become a list, and their descriptions part of the whole's.
fn choices_as_enum(schema: &mut Map<String, Value>) {
    let Some(Value::Array(choices)) = schema.get("oneOf") else {
        return;
    };
    let (mut values, mut about) = (Vec::new(), String::new());
    for choice in choices {
        let Some(value) = choice.get("const") else {
            return;
        };
        if let (Some(name), Some(text)) = (value.as_str(), choice["description"].as_str()) {
            let _ = write!(about, " `{name}`: {text}");
        }
        values.push(value.clone());
    }
    if let Some(Value::String(description)) = schema.get_mut("description") {
        description.push_str(&about);
    }
    schema.remove("oneOf");
    schema.insert("type".to_owned(), json!("string"));
    schema.insert("enum".to_owned(), Value::Array(values));
}

/// The names of a map's keys are checked when they are read.
fn keys_without_pattern(schema: &mut Map<String, Value>) {
    let patterns = schema.remove("patternProperties");
    if let Some(Value::Object(patterns)) = patterns
        && let Some((_, values)) = patterns.into_iter().next()
    {
        schema.insert("additionalProperties".to_owned(), values);
    }
}
