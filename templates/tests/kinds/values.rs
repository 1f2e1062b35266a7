//! Values of a Helm chart, as they read back.

use k8sgen_templates::kind::{Value, Values};
use proptest::prelude::*;
use serde_json::json;

use super::strategies::{list, map, number, text};

/// A key: YAML reads none that is longer than 1,024 characters, of which an escaped one is up to 10.
fn key() -> impl Strategy<Value = String> {
    text().prop_filter("too long for a key", |text| text.chars().count() <= 100)
}

/// A few values, which hold a few values.
pub(crate) fn any() -> impl Strategy<Value = Values> {
    let leaf = prop_oneof![
        prop::bool::ANY.prop_map(Value::Flag),
        number().prop_map(Value::Number),
        text().prop_map(Value::Text),
    ];
    let value = leaf.prop_recursive(3, 16, 3, |inner| {
        prop_oneof![
            list(inner.clone()).prop_map(Value::List),
            map(key(), inner).prop_map(Value::Map),
        ]
    });
    map(key(), value)
}

pub(crate) fn expected(given: &Values) -> serde_json::Value {
    let fields = given
        .iter()
        .map(|(key, value)| (key.clone(), expected_value(value)));
    fields.collect::<serde_json::Map<_, _>>().into()
}

fn expected_value(given: &Value) -> serde_json::Value {
    match given {
        Value::Flag(flag) => json!(flag),
        Value::Number(number) => json!(number),
        Value::Text(text) => json!(text),
        Value::List(items) => items.iter().map(expected_value).collect(),
        Value::Map(values) => expected(values),
    }
}
