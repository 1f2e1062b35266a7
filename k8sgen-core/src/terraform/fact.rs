//! What Terraform said, and where it said it.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::address::{Address, Resource};
use super::allow_list::AllowList;
use crate::problem::{Place, Problems};

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
    /// The name that says what the value is: that of an output, a member or an attribute.
    #[must_use]
    pub fn name(&self) -> &str {
        self.source.address.name()
    }

    /// The value, if it is a text that may be known.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            FactValue::Plain(Value::String(text)) => Some(text),
            FactValue::Plain(_) | FactValue::Sensitive => None,
        }
    }
}

/// Every fact of every file, in an order that depends on neither the order of the files nor of their keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    all: Vec<Fact>,
    files: Vec<String>,
    environment: Option<String>,
}

impl Facts {
    /// Reads files that are already in memory: pairs of a file's name and its text. Of resources only what
    /// `allowed` names is read.
    ///
    /// # Errors
    /// Everything that is wrong with any of them.
    pub fn read<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
        allowed: &AllowList,
    ) -> Result<Self, Problems> {
        let (mut all, mut problems) = (Self::default(), Vec::new());
        for (name, text) in files {
            match super::read(name, text, allowed) {
                Ok(found) => all.add(name, found),
                Err(wrong) => problems.extend(wrong),
            }
        }
        Problems::check(all.sorted(), problems)
    }

    /// Adds the facts of a file.
    pub(super) fn add(&mut self, file: &str, facts: Vec<Fact>) {
        self.files.push(file.to_owned());
        self.all.extend(facts);
    }

    /// All facts in their order, after the last file.
    pub(super) fn sorted(mut self) -> Self {
        self.all.sort_unstable_by(|a, b| a.source.cmp(&b.source));
        self.files.sort();
        self.files.dedup();
        self
    }

    /// The same facts, known to be of that environment: `prod_vpc_id` is then the `vpc_id` of `prod`.
    #[must_use]
    pub fn of_environment(self, environment: impl Into<String>) -> Self {
        Self {
            environment: Some(environment.into()),
            ..self
        }
    }

    /// The environment that these facts are of, if it is known.
    #[must_use]
    pub fn environment(&self) -> Option<&str> {
        self.environment.as_deref()
    }

    /// The facts, ordered by address, file and line: outputs, members of outputs, attributes of resources.
    pub fn iter(&self) -> std::slice::Iter<'_, Fact> {
        self.all.iter()
    }

    /// The outputs of that name. One name may stand in several files.
    pub fn named<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Fact> + use<'a> {
        let before = |fact: &Fact| matches!(&fact.source.address, Address::Output(other) if other.as_str() < name);
        let until = |fact: &Fact| matches!(&fact.source.address, Address::Output(other) if other.as_str() <= name);
        self.range(before, until).iter()
    }

    /// That attribute of every resource of that type, such as the `name` of each `aws_ecr_repository`.
    pub fn attributes<'a, 'n>(
        &'a self,
        kind: &'n str,
        attribute: &'n str,
    ) -> impl Iterator<Item = &'a Fact> + use<'a, 'n> {
        let of = |fact: &Fact| {
            fact.source
                .address
                .resource()
                .map(|resource| resource.kind.as_str() < kind)
        };
        let until = |fact: &Fact| {
            fact.source
                .address
                .resource()
                .map(|resource| resource.kind.as_str() <= kind)
        };
        self.range(
            |fact| of(fact).unwrap_or(true),
            |fact| until(fact).unwrap_or(true),
        )
        .iter()
        .filter(move |fact| fact.name() == attribute)
    }

    /// Every attribute that was read of that resource, or of others with its address in other files.
    pub fn of_resource<'a>(
        &'a self,
        resource: &Resource,
    ) -> impl Iterator<Item = &'a Fact> + use<'a> {
        let before = |fact: &Fact| {
            let other = fact.source.address.resource();
            other.is_none_or(|other| other < resource)
        };
        let until = |fact: &Fact| {
            let other = fact.source.address.resource();
            other.is_none_or(|other| other <= resource)
        };
        self.range(before, until).iter()
    }

    /// The facts that a line of `k8sgen.yaml` means: by the whole address, or without `outputs.` before it.
    pub fn at<'a>(&'a self, address: &str) -> impl Iterator<Item = &'a Fact> + use<'a> {
        let whole = address.parse::<Address>().ok();
        let output = format!("outputs.{address}").parse::<Address>().ok();
        let of = |address: Address| {
            let before = |fact: &Fact| fact.source.address < address;
            let until = |fact: &Fact| fact.source.address <= address;
            self.range(before, until)
        };
        whole
            .into_iter()
            .chain(output)
            .flat_map(of)
            .collect::<Vec<_>>()
            .into_iter()
    }

    fn range(&self, before: impl Fn(&Fact) -> bool, until: impl Fn(&Fact) -> bool) -> &[Fact] {
        let start = self.all.partition_point(before);
        let end = self.all.partition_point(until);
        &self.all[start..end.max(start)]
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
