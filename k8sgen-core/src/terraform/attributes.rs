//! Attributes of resources: what the allow-list names, and what is marked sensitive is named only.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::address::{Address, Index, Mode, Resource};
use super::allow_list::AllowList;
use super::fact::{Fact, FactValue, Source};
use super::json::Document;
use crate::problem::Problems;

/// What Terraform marks sensitive in one instance.
pub(super) enum Marks<'a> {
    /// A state's `sensitive_attributes`: the ways to them.
    Paths(Vec<Vec<String>>),
    /// The `sensitive_values` of `terraform show -json`: an object like the values, with `true` for what is marked.
    Mirror(&'a RawValue),
    /// Marks that can't be understood: everything is taken to be marked.
    All,
}

/// A step of a state's `sensitive_attributes`.
#[derive(Deserialize)]
struct Step {
    value: StepValue,
}

/// The name of an attribute, or an index, which newer versions write with its type.
#[derive(Deserialize)]
#[serde(untagged)]
enum StepValue {
    Name(String),
    Number(u64),
    Typed { value: Box<StepValue> },
}

impl StepValue {
    fn text(self) -> String {
        match self {
            Self::Name(name) => name,
            Self::Number(number) => number.to_string(),
            Self::Typed { value } => value.text(),
        }
    }
}

impl<'a> Marks<'a> {
    /// Of a state's `sensitive_attributes`.
    pub(super) fn of_state(raw: Option<&RawValue>) -> Self {
        let Some(raw) = raw else {
            return Self::Paths(Vec::new());
        };
        match serde_json::from_str::<Vec<Vec<Step>>>(raw.get()) {
            Ok(paths) => {
                let steps = |path: Vec<Step>| path.into_iter().map(|step| step.value.text());
                Self::Paths(
                    paths
                        .into_iter()
                        .map(|path| steps(path).collect())
                        .collect(),
                )
            }
            Err(_) => Self::All,
        }
    }

    /// Of the `sensitive_values` of `terraform show -json`.
    pub(super) fn of_show(raw: Option<&'a RawValue>) -> Self {
        raw.map_or(Self::Paths(Vec::new()), Self::Mirror)
    }

    /// Whether the attribute is marked, or what it is in, or anything inside of it.
    fn holds(&self, document: &Document<'a>, attribute: &str) -> Result<bool, Problems> {
        match self {
            Self::All => Ok(true),
            Self::Paths(paths) => Ok(paths.iter().any(|path| {
                let mut steps = path.iter().zip(attribute.split('.'));
                steps.all(|(marked, step)| marked == step)
            })),
            Self::Mirror(raw) => {
                let mut raw = *raw;
                for step in attribute.split('.') {
                    match inside(document, raw, step)? {
                        Some(next) => raw = next,
                        None if raw.get().starts_with(['{', '[']) => return Ok(false),
                        None => break,
                    }
                }
                Ok(serde_json::from_str(raw.get()).is_ok_and(|value| is_marked(&value)))
            }
        }
    }
}

/// Whether a part of `sensitive_values` marks anything.
fn is_marked(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::Bool(marked) => *marked,
        serde_json::Value::Null => false,
        serde_json::Value::Array(items) => items.iter().any(is_marked),
        serde_json::Value::Object(members) => members.values().any(is_marked),
        serde_json::Value::Number(_) | serde_json::Value::String(_) => true,
    }
}

/// The name of an attribute that stands alone, and never decoded: what a step leads to.
fn inside<'a>(
    document: &Document<'a>,
    raw: &'a RawValue,
    step: &str,
) -> Result<Option<&'a RawValue>, Problems> {
    if raw.get().starts_with('[') {
        let items: Vec<&RawValue> = document.parse(raw)?;
        let nth = step.parse::<usize>().ok();
        return Ok(nth.and_then(|nth| items.get(nth).copied()));
    }
    let found = document.pick(raw, &[step])?;
    Ok(found.last().map(|(_, raw)| *raw))
}

/// The resource that an entry of a state or of a module is; nothing where nothing of its type is read.
pub(super) fn resource(
    kind: &str,
    mode: &str,
    module: Option<&str>,
    name: &str,
    index: Option<&RawValue>,
) -> Arc<Resource> {
    let index = index.and_then(|raw| {
        let number = serde_json::from_str(raw.get()).map(Index::Number);
        let key = || serde_json::from_str(raw.get()).map(Index::Key);
        number.or_else(|_| key()).ok()
    });
    Arc::new(Resource {
        kind: kind.to_owned(),
        mode: if mode == "data" {
            Mode::Data
        } else {
            Mode::Managed
        },
        module: module.unwrap_or_default().to_owned(),
        name: name.to_owned(),
        index,
    })
}

/// Adds what `allowed` names of an instance's attributes.
pub(super) fn take<'a>(
    document: &Document<'a>,
    attributes: &'a RawValue,
    resource: &Arc<Resource>,
    marks: &Marks<'a>,
    allowed: &AllowList,
    facts: &mut Vec<Fact>,
) -> Result<(), Problems> {
    let wanted = allowed.of(&resource.kind);
    let heads: Vec<&str> = wanted.iter().map(|name| head(name)).collect();
    for (at, raw) in document.pick(attributes, &heads)? {
        for attribute in wanted.iter().filter(|name| head(name) == heads[at]) {
            let steps = attribute.split('.').skip(1);
            let mut found = Some(raw);
            for step in steps {
                found = match found {
                    Some(raw) => inside(document, raw, step)?,
                    None => None,
                };
            }
            if let Some(raw) = found {
                add(document, raw, resource, attribute, marks, facts)?;
            }
        }
    }
    Ok(())
}

/// The same for a state that an old provider wrote, where attributes inside of others have one long name.
pub(super) fn take_flat<'a>(
    document: &Document<'a>,
    attributes: &'a RawValue,
    resource: &Arc<Resource>,
    marks: &Marks<'a>,
    allowed: &AllowList,
    facts: &mut Vec<Fact>,
) -> Result<(), Problems> {
    let wanted = allowed.of(&resource.kind);
    for (at, raw) in document.pick(attributes, wanted)? {
        add(document, raw, resource, wanted[at], marks, facts)?;
    }
    Ok(())
}

fn head(attribute: &'static str) -> &'static str {
    attribute.split('.').next().unwrap_or(attribute)
}

/// Adds one attribute, unless it holds nothing.
fn add<'a>(
    document: &Document<'a>,
    raw: &'a RawValue,
    resource: &Arc<Resource>,
    attribute: &str,
    marks: &Marks<'a>,
    facts: &mut Vec<Fact>,
) -> Result<(), Problems> {
    if matches!(raw.get(), "null" | "\"\"" | "[]") {
        return Ok(());
    }
    let value = if marks.holds(document, attribute)? {
        FactValue::Sensitive
    } else {
        FactValue::Plain(document.decode(raw)?)
    };
    let source = Source {
        address: Address::Attribute {
            resource: Arc::clone(resource),
            attribute: attribute.to_owned(),
        },
        file: document.file().to_owned(),
        line: document.line(raw),
    };
    facts.push(Fact { source, value });
    Ok(())
}
