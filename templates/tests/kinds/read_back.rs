//! Reading a manifest back, and comparing it with what was put in.

use k8sgen_templates::kind::Manifest;
use proptest::test_runner::{TestCaseError, TestCaseResult};
use proptest::{prop_assert, prop_assert_eq};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A manifest reads back as `expected`, and as the type `K` of `k8s-openapi` without a loss.
pub(crate) fn as_kubernetes<K: DeserializeOwned + Serialize>(
    manifest: &impl Manifest,
    expected: Value,
) -> TestCaseResult {
    let yaml = manifest.to_yaml();
    let expected = without_nulls(expected);
    let typed = serde_json::to_value(parse::<K>(&yaml)?).expect("JSON");
    prop_assert_eq!(&typed, &expected, "what Kubernetes reads of\n{}", yaml);
    as_written(&yaml, expected)
}

/// YAML reads back as `expected`: the same fields, and in each the same value.
pub(crate) fn as_written(yaml: &str, expected: Value) -> TestCaseResult {
    let one_newline = yaml.ends_with('\n') && !yaml.ends_with("\n\n");
    prop_assert!(one_newline, "does not end in one newline: {:?}", yaml);
    prop_assert_eq!(parse::<Value>(yaml)?, without_nulls(expected), "{}", yaml);
    Ok(())
}

/// What a YAML reader makes of a document, of which there must be one.
pub(crate) fn parse<T: DeserializeOwned>(yaml: &str) -> Result<T, TestCaseError> {
    serde_saphyr::from_str(yaml).map_err(|error| TestCaseError::fail(format!("{error}\n{yaml}")))
}

/// The text is a comment on a line of its own, with blanks for what can't stand there.
pub(crate) fn has_comment(yaml: &str, text: &str) -> TestCaseResult {
    let stands = |(written, given): (char, char)| {
        written == given || (written == ' ' && !given.is_ascii_graphic())
    };
    let is_it = |line: &str| {
        line.trim_start_matches(' ')
            .strip_prefix("# ")
            .is_some_and(|comment| {
                comment.chars().count() == text.chars().count()
                    && comment.chars().zip(text.chars()).all(stands)
            })
    };
    let found = yaml.split('\n').any(is_it);
    prop_assert!(found, "the comment {:?} is not in\n{}", text, yaml);
    Ok(())
}

/// What is there, or nothing where it would be empty: the field is left out.
pub(crate) fn unless_empty(value: impl Serialize) -> Value {
    let value = serde_json::to_value(value).expect("JSON");
    let empty = value.as_object().is_some_and(serde_json::Map::is_empty)
        || value.as_array().is_some_and(Vec::is_empty);
    if empty { Value::Null } else { value }
}

/// Leaves out the fields that are null: a manifest has none.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| (key, without_nulls(value)))
            .collect(),
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        value => value,
    }
}
