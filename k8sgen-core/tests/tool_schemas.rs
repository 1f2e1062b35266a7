//! What a language model is told of the tools: complete, small, and in what every provider takes.

use k8sgen_core::tool::{self, Call};
use serde_json::{Map, Value};

/// The words of JSON Schema that every provider of language models takes.
const WORDS: [&str; 15] = [
    "type",
    "description",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "enum",
    "examples",
    "default",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "minItems",
];

/// About 8,000 tokens.
const MOST_BYTES: usize = 32_000;

fn properties(schema: &Value) -> &Map<String, Value> {
    schema["properties"].as_object().expect("properties")
}

/// The schema and all that it is made of, each with its path.
fn walk<'a>(path: &str, schema: &'a Value, found: &mut Vec<(String, &'a Map<String, Value>)>) {
    let Some(object) = schema.as_object() else {
        return;
    };
    found.push((path.to_owned(), object));
    for (name, property) in object
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        walk(&format!("{path}.{name}"), property, found);
    }
    for word in ["items", "additionalProperties"] {
        if let Some(inner) = object.get(word) {
            walk(&format!("{path}[{word}]"), inner, found);
        }
    }
}

#[test]
fn all_tools_together_are_small_enough_for_a_prompt() {
    let all = serde_json::to_string(&tool::all()).expect("JSON");
    assert!(all.len() < MOST_BYTES, "{} bytes", all.len());
}

#[test]
fn every_tool_is_there_under_a_name_that_providers_take() {
    let all = tool::all();
    assert!(
        all.iter()
            .map(|tool| tool.name)
            .eq(tool::NAMES.iter().copied())
    );
    for tool in all {
        let allowed = |c: char| c.is_ascii_lowercase() || c == '_';
        assert!(
            tool.name.len() <= 64 && tool.name.chars().all(allowed),
            "{}",
            tool.name
        );
        assert!(
            (40..1024).contains(&tool.description.len()),
            "{}",
            tool.name
        );
        let verb = tool.description.split(' ').next().expect("a word");
        assert!(["Makes", "Writes"].contains(&verb), "{}: {verb}", tool.name);
    }
}

#[test]
fn every_provider_takes_the_schemas() {
    for tool in tool::all() {
        assert_eq!(tool.schema["type"], "object", "{}", tool.name);
        let mut found = Vec::new();
        walk(tool.name, &tool.schema, &mut found);
        for (path, schema) in found {
            for word in schema.keys() {
                assert!(WORDS.contains(&word.as_str()), "{path}: {word}");
            }
            assert!(schema["type"].is_string(), "{path}: one type");
            let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
                continue;
            };
            assert_eq!(schema["additionalProperties"], false, "{path}");
            for name in properties.keys() {
                let allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
                assert!(
                    name.len() <= 64 && name.chars().all(allowed),
                    "{path}.{name}"
                );
            }
            let required = schema.get("required").and_then(Value::as_array);
            for name in required.into_iter().flatten() {
                assert!(
                    properties.contains_key(name.as_str().expect("a name")),
                    "{path}"
                );
            }
        }
    }
}

#[test]
fn every_argument_is_described_and_shown() {
    for tool in tool::all() {
        for (name, property) in properties(&tool.schema) {
            let about = property["description"].as_str().unwrap_or_default();
            assert!(about.len() > 5, "{}.{name} has no description", tool.name);
            let is_shown = property.get("examples").or(property.get("enum"));
            let is_boolean = property["type"] == "boolean";
            assert!(
                is_shown.is_some() || is_boolean,
                "{}.{name} has no example",
                tool.name
            );
        }
    }
}

#[test]
fn every_example_is_taken() {
    for tool in tool::all() {
        let shown = properties(&tool.schema)
            .iter()
            .filter_map(|(name, property)| {
                let examples = property.get("examples").or(property.get("enum"))?;
                Some((name.clone(), examples[0].clone()))
            });
        let args: Map<String, Value> = shown.collect();
        let call = Call::read(tool.name, &args);
        let call = call.unwrap_or_else(|problems| panic!("{}", problems.to_string()));
        assert_eq!(call.tool(), tool.name);
    }
}

/// A provider that makes every argument required sends `null` for what is left out.
#[test]
fn null_is_as_good_as_nothing() {
    for tool in tool::all() {
        let required = tool.schema["required"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let mut args = Map::new();
        let mut bare = Map::new();
        for (name, property) in properties(&tool.schema) {
            if required.contains(&Value::from(name.as_str())) {
                let examples = property.get("examples").or(property.get("enum"));
                let value = examples.expect("an example")[0].clone();
                args.insert(name.clone(), value.clone());
                bare.insert(name.clone(), value);
            } else {
                args.insert(name.clone(), Value::Null);
            }
        }
        let read = |args| Call::read(tool.name, args).map_err(|problems| problems.to_string());
        assert_eq!(read(&args), read(&bare), "{}", tool.name);
    }
}
