//! From JSON to a tool's arguments, and back. What does not fit is said so that its caller, which may be a
//! language model, can mend it: which argument, what was given, what belongs there.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::Error;
use crate::problem::{Correction, Explain as _, Problem, Problems, nearest, shown};
use crate::yaml::{self, Misfit, Node, Segment, path_text};

/// Arguments as the tool takes them. As in k8sgen.yaml, a number or a boolean may stand where text belongs; and
/// `null` is as good as nothing.
pub(super) fn read<T: DeserializeOwned>(
    tool: &str,
    args: &Map<String, Value>,
) -> Result<T, Problems> {
    let mut decoded = yaml::decode(&Node::from_json(args));
    let nulls = nulls(args, &decoded.misfits);
    if !nulls.is_empty() {
        let mut args = args.clone();
        args.retain(|name, _| !nulls.contains(name));
        decoded = yaml::decode(&Node::from_json(&args));
    }
    let problems = decoded.misfits.iter().map(|misfit| {
        Problem::new(&Error::Arguments {
            tool: tool.to_owned(),
            why: misfit.error.to_string(),
            help: misfit.error.help(),
            correction: Box::new(correction(tool, args, misfit)),
        })
    });
    match decoded.value {
        Some(value) if decoded.misfits.is_empty() => Ok(value),
        _ => Err(Problems::from(problems.collect::<Vec<_>>())),
    }
}

/// The arguments that are refused for being `null`. A provider that makes every argument required sends it for
/// what a model leaves out.
fn nulls(args: &Map<String, Value>, misfits: &[Misfit]) -> Vec<String> {
    let path = |misfit: &Misfit| match &misfit.error {
        yaml::Error::Value { path, .. } => match path.as_slice() {
            [Segment::Key(name)] => Some(name.clone()),
            _ => None,
        },
        _ => None,
    };
    let names = misfits.iter().filter_map(path);
    names
        .filter(|name| args.get(name) == Some(&Value::Null))
        .collect()
}

/// Arguments as JSON.
pub(super) fn write(args: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(args) {
        Ok(Value::Object(args)) => args,
        _ => Map::new(),
    }
}

fn correction(tool: &str, args: &Map<String, Value>, misfit: &Misfit) -> Correction {
    match &misfit.error {
        yaml::Error::UnknownKey { path, known } => {
            let key = match path.last() {
                Some(Segment::Key(key)) => key.as_str(),
                _ => "",
            };
            let meant = nearest(key, known.iter().map(String::as_str));
            Correction {
                field: Some(path_text(path)),
                given: Some(shown(key)),
                expected: Some(format!("one of: {}", known.join(", "))),
                nearest: meant.map(str::to_owned),
            }
        }
        yaml::Error::Value { path, why } => value(tool, args, path, why),
        _ => Correction::default(),
    }
}

fn value(tool: &str, args: &Map<String, Value>, path: &[Segment], why: &str) -> Correction {
    let missing = why
        .strip_suffix("` is missing")
        .and_then(|why| why.strip_prefix('`'));
    let field = match missing {
        Some(name) => [path, &[Segment::Key(name.to_owned())]].concat(),
        None => path.to_vec(),
    };
    let schema = super::schema(tool).unwrap_or_default();
    let belongs = schema_at(&schema, &field);
    let given = at(args, path).filter(|_| missing.is_none());
    let given = given.map(|value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    });
    let choices = belongs.map(choices).unwrap_or_default();
    // A name's own error ends with what would be one.
    let own = why.rsplit_once("; write `").map(|(_, end)| end);
    let own = own.and_then(|end| end.strip_suffix('`'));
    let chosen = given
        .as_deref()
        .and_then(|given| nearest(given, choices.iter().copied()));
    Correction {
        field: Some(path_text(&field)),
        nearest: own.or(chosen).map(str::to_owned),
        given: given.as_deref().map(shown),
        expected: belongs.and_then(expected),
    }
}

fn at<'a>(args: &'a Map<String, Value>, path: &[Segment]) -> Option<&'a Value> {
    let (first, rest) = path.split_first()?;
    let first = match first {
        Segment::Key(key) => args.get(key)?,
        Segment::Index(_) => return None,
    };
    rest.iter().try_fold(first, |value, segment| match segment {
        Segment::Key(key) => value.get(key),
        Segment::Index(index) => value.get(index),
    })
}

/// The schema of what stands at `path`.
fn schema_at<'a>(schema: &'a Value, path: &[Segment]) -> Option<&'a Value> {
    path.iter()
        .try_fold(schema, |schema, segment| match segment {
            Segment::Key(key) => {
                let named = schema.get("properties").and_then(|all| all.get(key));
                named.or_else(|| schema.get("additionalProperties"))
            }
            Segment::Index(_) => schema.get("items"),
        })
}

/// The values that there are, where they can be counted.
fn choices(schema: &Value) -> Vec<&str> {
    let listed = schema.get("enum").and_then(Value::as_array);
    let described = schema.get("oneOf").and_then(Value::as_array);
    let described = described.into_iter().flatten();
    let described = described.filter_map(|choice| choice.get("const"));
    let all = listed.into_iter().flatten().chain(described);
    all.filter_map(Value::as_str).collect()
}

/// What a schema asks for, in words.
fn expected(schema: &Value) -> Option<String> {
    let choices = choices(schema);
    if !choices.is_empty() {
        return Some(format!("one of: {}", choices.join(", ")));
    }
    let types = match schema.get("type")? {
        Value::String(one) => one.clone(),
        Value::Array(several) => {
            let several = several.iter().filter_map(Value::as_str);
            let several = several.filter(|one| *one != "null");
            several.collect::<Vec<_>>().join(" or ")
        }
        _ => return None,
    };
    let words = [
        ("minimum", "at least"),
        ("maximum", "at most"),
        ("maxLength", "characters at most"),
        ("pattern", "matching"),
    ];
    let bounds = words.into_iter().filter_map(|(key, word)| {
        Some(match schema.get(key)? {
            Value::String(text) => format!(", {word} {text}"),
            bound => format!(", {word} {bound}"),
        })
    });
    Some(bounds.fold(types, |text, bound| text + &bound))
}
