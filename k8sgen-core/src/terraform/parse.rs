//! Reads an address back from how it is printed: in `k8sgen.yaml`, and in files that name where a value came from.

use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer};

use super::address::{Address, Index, Mode, Resource, is_name};
use crate::problem::shown;

/// A text that is no address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{}` is no address of an output or of a resource's attribute", shown(.0))]
pub struct BadAddress(String);

/// A part of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// Between dots.
    Name(String),
    /// `["key"]`.
    Key(String),
    /// `[0]`.
    Number(u64),
}

impl Part {
    /// As a step into a value.
    fn step(self) -> String {
        match self {
            Self::Name(text) | Self::Key(text) => text,
            Self::Number(number) => number.to_string(),
        }
    }
}

impl FromStr for Address {
    type Err = BadAddress;

    /// Of `outputs.NAME`, `outputs.NAME.KEY`, `module.NAME.TYPE.NAME[0].ATTRIBUTE`: what `Display` writes.
    ///
    /// ```
    /// use k8sgen_core::terraform::Address;
    /// let text = r#"module.vpc["a.b"].data.aws_subnet.private[0].id"#;
    /// let address: Address = text.parse()?;
    /// assert_eq!(address.resource().unwrap().module, r#"module.vpc["a.b"]"#);
    /// assert_eq!(address.to_string(), text);
    /// # Ok::<(), k8sgen_core::terraform::BadAddress>(())
    /// ```
    fn from_str(text: &str) -> Result<Self, BadAddress> {
        let bad = || BadAddress(text.to_owned());
        let parts = parts(text).ok_or_else(bad)?;
        let address = match parts.split_first() {
            Some((Part::Name(first), rest)) if first == "outputs" => output(rest),
            Some(_) => attribute(&parts),
            None => None,
        };
        address.ok_or_else(bad)
    }
}

fn output(parts: &[Part]) -> Option<Address> {
    let mut steps = parts.iter().cloned().map(Part::step);
    let output = steps.next()?;
    let keys: Vec<String> = steps.collect();
    Some(if keys.is_empty() {
        Address::Output(output)
    } else {
        Address::Member { output, keys }
    })
}

fn attribute(mut parts: &[Part]) -> Option<Address> {
    let mut calls = Vec::new();
    while let [Part::Name(word), Part::Name(name), rest @ ..] = parts
        && word == "module"
    {
        let (index, rest) = index(rest);
        let index = index.map(|index| index.to_string()).unwrap_or_default();
        calls.push(format!("module.{name}{index}"));
        parts = rest;
    }
    let mode = match parts {
        [Part::Name(word), rest @ ..] if word == "data" => {
            parts = rest;
            Mode::Data
        }
        _ => Mode::Managed,
    };
    let [Part::Name(kind), Part::Name(name), rest @ ..] = parts else {
        return None;
    };
    let (index, rest) = index(rest);
    let steps: Vec<String> = rest.iter().cloned().map(Part::step).collect();
    // Any other would be printed in brackets, and those after a resource's name are an index.
    steps.first().filter(|first| is_attribute(first))?;
    Some(Address::Attribute {
        resource: Arc::new(Resource {
            kind: kind.clone(),
            mode,
            module: calls.join("."),
            name: name.clone(),
            index,
        }),
        attribute: steps.join("."),
    })
}

/// Whether a step can be the first after a resource: a number behind a dot is Terraform's old way to write an index.
fn is_attribute(step: &str) -> bool {
    is_name(step) && step.parse::<u64>().is_err()
}

fn index(parts: &[Part]) -> (Option<Index>, &[Part]) {
    match parts {
        [Part::Number(number), rest @ ..] => (Some(Index::Number(*number)), rest),
        [Part::Key(key), rest @ ..] => (Some(Index::Key(key.clone())), rest),
        _ => (None, parts),
    }
}

/// The parts of an address; nothing, if it has no such form.
fn parts(text: &str) -> Option<Vec<Part>> {
    let (mut parts, mut rest) = (Vec::new(), text);
    while !rest.is_empty() {
        if let Some(inside) = rest.strip_prefix('[') {
            let mut values = serde_json::Deserializer::from_str(inside).into_iter();
            let part = match values.next()?.ok()? {
                serde_json::Value::String(key) => Part::Key(key),
                serde_json::Value::Number(number) => Part::Number(number.as_u64()?),
                _ => return None,
            };
            rest = inside[values.byte_offset()..].strip_prefix(']')?;
            parts.push(part);
        } else {
            let start = if parts.is_empty() {
                rest
            } else {
                rest.strip_prefix('.')?
            };
            let end = start.find(['.', '[']).unwrap_or(start.len());
            if end == 0 {
                return None;
            }
            parts.push(Part::Name(start[..end].to_owned()));
            rest = &start[end..];
        }
    }
    Some(parts)
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
