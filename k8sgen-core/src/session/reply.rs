//! What a call says when it is done: short by default, because its reader may be a language model that has
//! many calls ahead.

use std::fmt;

use k8sgen_templates::names::RepoPath;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::check::Finding;
use crate::context::Context;
use crate::plan::Step;
use crate::tool::{Filled, Provenance};
use crate::tree::{Change, Document};

/// How much a reply says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Detail {
    /// A few hundred bytes.
    #[default]
    Short,
    /// All of it: each value as it is, with its place, and the documents' texts.
    Full,
}

/// What a call did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reply {
    /// The tool.
    pub tool: &'static str,
    /// The plan's step that the call was; none if the plan has no such step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// The file; none for folders alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<RepoPath>,
    /// What each document changed. Those of other files were made anew, because they follow from the tree.
    pub changes: Vec<DocumentChange>,
    /// What was filled in, and from where.
    pub filled: Vec<Filled>,
    /// What is wrong with the files that were written.
    pub findings: Vec<Finding>,
    /// What the plan has next; none at its end, and for a call alone.
    pub next: Option<NextCall>,
    /// How many of the plan's steps are left; none for a call alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<usize>,
}

/// What happened to one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentChange {
    /// The file.
    pub path: RepoPath,
    /// Its kind.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// What happened to it.
    pub change: Change,
    /// Its text.
    pub text: String,
}

impl DocumentChange {
    /// Whether it happened to this document.
    pub(super) fn is_of(&self, path: &RepoPath, document: &Document) -> bool {
        self.path == *path && self.kind == document.kind && self.name == document.name
    }
}

/// A call that can be made now.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NextCall {
    /// The plan's step; none for a call beside the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// The tool to call.
    pub tool: String,
    /// Its arguments.
    pub args: Map<String, Value>,
}

impl From<&Step> for NextCall {
    fn from(step: &Step) -> Self {
        Self {
            step: Some(step.id.clone()),
            tool: step.tool.clone(),
            args: step.args.clone(),
        }
    }
}

impl Reply {
    /// The reply as JSON. `context` says which of Terraform's outputs a value came from.
    #[must_use]
    pub fn to_value(&self, detail: Detail, context: &Context) -> Value {
        match detail {
            Detail::Short => self.short(context),
            Detail::Full => json!(self),
        }
    }

    fn short(&self, context: &Context) -> Value {
        let mut reply = Map::new();
        let mut put = |key: &str, value: Value| {
            reply.insert(key.to_owned(), value);
        };
        if let Some(step) = &self.step {
            put("step", json!(step));
        }
        if let Some(path) = &self.path {
            put("path", json!(path));
        }
        let (own, others): (Vec<_>, Vec<_>) = self
            .changes
            .iter()
            .partition(|change| self.path.as_ref() == Some(&change.path));
        let own = own
            .iter()
            .map(|change| format!("{}/{} {}", change.kind, change.name, change.change));
        put("changes", own.collect());
        if !others.is_empty() {
            put(
                "also",
                others.iter().map(|change| json!(change.path)).collect(),
            );
        }
        if !self.filled.is_empty() {
            let filled = self.filled.iter();
            let filled = filled.map(|filled| (filled.field.clone(), json!(line(filled, context))));
            put("filled", Value::Object(filled.collect()));
        }
        if !self.findings.is_empty() {
            put("findings", json!(self.findings));
        }
        put("next", json!(self.next));
        put("left", json!(self.left));
        Value::Object(reply)
    }
}

/// The most characters of a value in a short reply.
const SHOWN: usize = 60;

/// `2 (k8sgen.yaml:14)`.
fn line(filled: &Filled, context: &Context) -> String {
    let value = match &filled.value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let value = match value.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value,
    };
    format!("{value} ({})", from(&filled.from, context))
}

fn from(provenance: &Provenance, context: &Context) -> String {
    match provenance {
        Provenance::Argument => "argument".to_owned(),
        Provenance::Inventory(place) => match place.line {
            Some(line) => format!("{}:{line}", place.file),
            None => place.file.clone(),
        },
        Provenance::Terraform(field) => match context.source(*field) {
            Some(source) => format!("{}, {}", field, source.address),
            None => field.to_string(),
        },
        Provenance::BuiltIn => "default".to_owned(),
    }
}

impl fmt::Display for Reply {
    /// For a terminal: a line for each document, each finding, and for what is next.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for change in &self.changes {
            let DocumentChange {
                path,
                kind,
                name,
                change,
                ..
            } = change;
            writeln!(f, "{change} {kind} {name} in {path}")?;
        }
        for finding in &self.findings {
            writeln!(f, "{}: {}", finding.rule, finding.message)?;
        }
        match (&self.next, self.left) {
            (Some(next), Some(left)) => {
                let args = Value::Object(next.args.clone());
                writeln!(f, "next: {} {args} ({left} left)", next.tool)
            }
            (None, Some(_)) => writeln!(f, "nothing is left of the plan"),
            (_, None) => Ok(()),
        }
    }
}
