//! What Terraform said, and where it said it.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::problem::{Place, Problems};

/// What a value is called inside its file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Address {
    /// An output, by its name.
    Output(String),
}

impl Address {
    /// The last part of the address: the name that says what the value is.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Output(name) => name,
        }
    }
}

impl fmt::Display for Address {
    /// As it is written in `k8sgen.yaml`.
    ///
    /// ```
    /// use k8sgen_core::terraform::Address;
    /// assert_eq!(Address::Output("vpc_id".into()).to_string(), "outputs.vpc_id");
    /// ```
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Output(name) => write!(f, "outputs.{name}"),
        }
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.strip_prefix("outputs.") {
            Some(name) => Ok(Self::Output(name.to_owned())),
            None => Err(serde::de::Error::custom(
                "an address begins with `outputs.`",
            )),
        }
    }
}

/// Where a fact came from. Ordered by address, then by file, then by line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Source {
    /// What the value is called in that file.
    pub address: Address,
    /// The file, as it was given.
    pub file: String,
    /// Line of the file, counted from 1.
    pub line: usize,
}

impl Source {
    /// The file and line, without the address.
    #[must_use]
    pub fn place(&self) -> Place {
        Place::line(&self.file, self.line)
    }
}

impl fmt::Display for Source {
    /// The address with file and line: `outputs.vpc_id (vpc.json:3)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}:{})", self.address, self.file, self.line)
    }
}

/// The value of a fact, if it may be known.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FactValue {
    /// What Terraform wrote.
    Plain(Value),
    /// Terraform marks it sensitive: it has a name, and its value was never kept.
    Sensitive,
}

impl fmt::Debug for FactValue {
    /// The kind of value, never the value: an output may be a secret that nobody marked.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(value) => f.write_str(kind(value)),
            Self::Sensitive => f.write_str("sensitive"),
        }
    }
}

/// What sort of value this is, with its article, for messages that must not show the value itself.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(text) if text.is_empty() => "an empty text",
        Value::String(_) => "a text",
        Value::Array(items) if items.is_empty() => "an empty list",
        Value::Array(_) => "a list",
        Value::Object(_) => "a map",
    }
}

/// One named value with its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Where it came from, and what it is called there.
    pub source: Source,
    /// What it is.
    pub value: FactValue,
}

impl Fact {
    /// The name that says what the value is: an output's name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.source.address.name()
    }
}

/// Every fact of every file, in an order that depends on neither the order of the files nor of their keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    facts: Vec<Fact>,
    files: Vec<String>,
}

impl Facts {
    /// Reads files that are already in memory: pairs of a file's name and its text.
    ///
    /// # Errors
    /// Everything that is wrong with any of them.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Problems> {
        let (mut facts, mut names, mut problems) = (Vec::new(), Vec::new(), Vec::new());
        for (name, text) in files {
            names.push(name.to_owned());
            match super::read(name, text) {
                Ok(found) => facts.extend(found),
                Err(wrong) => problems.extend(wrong),
            }
        }
        Problems::check(Self::sorted(facts, names), problems)
    }

    fn sorted(mut facts: Vec<Fact>, mut files: Vec<String>) -> Self {
        facts.sort_by(|a, b| a.source.cmp(&b.source));
        files.sort();
        files.dedup();
        Self { facts, files }
    }

    /// The facts, ordered by address, file and line.
    pub fn iter(&self) -> std::slice::Iter<'_, Fact> {
        self.facts.iter()
    }

    /// The facts of that name. One name may stand in several files.
    pub fn named<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Fact> + use<'a> {
        let start = self.facts.partition_point(|fact| fact.name() < name);
        let end = self.facts.partition_point(|fact| fact.name() <= name);
        self.facts[start..end].iter()
    }

    /// The files that were read, sorted.
    #[must_use]
    pub fn files(&self) -> &[String] {
        &self.files
    }
}

impl<'a> IntoIterator for &'a Facts {
    type Item = &'a Fact;
    type IntoIter = std::slice::Iter<'a, Fact>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
