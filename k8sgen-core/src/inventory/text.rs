//! Text in which `${…}` stands for a value that is known later.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use crate::context::Field;
use crate::problem::{nearest, shown};

/// Text with references, such as `${project}/${environment}/jwt`. `$${` is a `${` that stays.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Text {
    source: String,
    parts: Vec<Part>,
}

impl JsonSchema for Text {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number", "boolean"], "pattern": pattern() })
    }
}

/// What a text is, as a regular expression: every `${…}` in it stands for something.
fn pattern() -> String {
    let fields = Field::ALL.iter().map(|field| field.path());
    let names: Vec<&str> = OWN.into_iter().chain(fields).collect();
    let names = names.join("|").replace('.', r"\.");
    format!(r"^(\$\$\{{|\$\{{({names})\}}|\$(?!\{{)|[^$])*$")
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Literal(String),
    Reference(Reference),
}

/// What a `${…}` stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reference {
    /// `${project}`: the project's name.
    Project,
    /// `${environment}`: the environment's name; in the base, which is none, Terraform's.
    Environment,
    /// `${terraform_environment}`: Terraform's name of what it made, in every environment.
    TerraformEnvironment,
    /// `${namespace}`: the base's namespace, or the environment's.
    Namespace,
    /// `${log_level}`: the base's, or the environment's.
    LogLevel,
    /// `${database.endpoint}` and all of the context's other fields.
    Field(Field),
}

impl FromStr for Reference {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let own = match name {
            "project" => Some(Self::Project),
            "environment" => Some(Self::Environment),
            "terraform_environment" => Some(Self::TerraformEnvironment),
            "namespace" => Some(Self::Namespace),
            "log_level" => Some(Self::LogLevel),
            _ => None,
        };
        if let Some(reference) = own.or_else(|| name.parse().ok().map(Self::Field)) {
            return Ok(reference);
        }
        let known = OWN
            .into_iter()
            .chain(Field::ALL.iter().map(|field| field.path()));
        let found = nearest(name, known);
        let name = shown(name);
        Err(match found {
            Some(meant) => {
                format!("`${{{name}}}` stands for nothing; did you mean `${{{meant}}}`?")
            }
            None => format!(
                "`${{{name}}}` stands for nothing: not a field of the context, nor {}",
                OWN.join(", ")
            ),
        })
    }
}

/// What a reference can name beside the context's fields.
const OWN: [&str; 5] = [
    "project",
    "environment",
    "terraform_environment",
    "namespace",
    "log_level",
];

impl Text {
    /// The references in it.
    pub fn references(&self) -> impl Iterator<Item = Reference> {
        self.parts.iter().filter_map(|part| match part {
            Part::Reference(reference) => Some(*reference),
            Part::Literal(_) => None,
        })
    }

    /// The reference, if the text is that and nothing else.
    #[must_use]
    pub fn sole_reference(&self) -> Option<Reference> {
        match self.parts.as_slice() {
            [Part::Reference(reference)] => Some(*reference),
            _ => None,
        }
    }

    /// The text with each reference replaced by what `value` says it stands for.
    ///
    /// # Errors
    /// The first error of `value`.
    pub fn resolve<E>(
        &self,
        mut value: impl FnMut(Reference) -> Result<String, E>,
    ) -> Result<String, E> {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Literal(literal) => text.push_str(literal),
                Part::Reference(reference) => text.push_str(&value(*reference)?),
            }
        }
        Ok(text)
    }
}

impl TryFrom<String> for Text {
    type Error = String;

    fn try_from(source: String) -> Result<Self, String> {
        source.parse()
    }
}

impl FromStr for Text {
    type Err = String;

    fn from_str(source: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut rest = source;
        while let Some(at) = rest.find("${") {
            if rest[..at].ends_with('$') {
                literal.push_str(&rest[..at - 1]);
                literal.push_str("${");
                rest = &rest[at + 2..];
                continue;
            }
            literal.push_str(&rest[..at]);
            let Some(end) = rest[at..].find('}') else {
                return Err(format!(
                    "`{}` opens a `${{` and never closes it; write `$${{` for a plain one",
                    shown(source)
                ));
            };
            if !literal.is_empty() {
                parts.push(Part::Literal(std::mem::take(&mut literal)));
            }
            parts.push(Part::Reference(rest[at + 2..at + end].parse()?));
            rest = &rest[at + end + 1..];
        }
        literal.push_str(rest);
        if !literal.is_empty() {
            parts.push(Part::Literal(literal));
        }
        Ok(Self {
            source: source.to_owned(),
            parts,
        })
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}
