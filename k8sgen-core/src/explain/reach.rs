//! From an output to the lines that it reaches.

use std::collections::BTreeSet;

use k8sgen_templates::names::RepoPath;
use serde::Serialize;

use super::change::Base;
use super::input::At;
use super::trace::Traced;
use super::{ExplainError, Explainer, moved};
use crate::context::{Field, How, Recorded};
use crate::problem::{Problem, Problems, nearest};
use crate::project::Project;
use crate::terraform::Address;
use crate::tree::Tree;

/// A field of the context, and every line that it reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reach {
    /// The field.
    pub field: Field,
    /// Its value and its sources.
    #[serde(flatten)]
    pub recorded: Recorded,
    /// The lines, by file.
    pub lines: Vec<Reached>,
}

/// A line that a value reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reached {
    /// The file, in the repository.
    pub path: RepoPath,
    /// The line's number as it was generated, counted from 1.
    pub line: usize,
    /// Its text.
    pub text: String,
}

impl Explainer {
    /// Every line that an output reaches: by its name, by its address (`outputs.vpc_id`), or by the name of the field
    /// that it became (`networking.vpc_id`). What follows from it is a field of its own.
    ///
    /// # Errors
    /// A name that nothing came from.
    pub fn reach(&self, name: &str) -> Result<Vec<Reach>, Problems> {
        let context = &self.recipe.context;
        let is_meant = |field: Field, recorded: &Recorded| {
            let mut sources = recorded.sources.iter();
            field.path() == name || sources.any(|source| is_named(&source.address, name))
        };
        let mut meant: Vec<(Field, &Recorded)> = context
            .iter()
            .filter(|(_, recorded)| !recorded.sources.is_empty())
            .filter(|(field, recorded)| is_meant(*field, recorded))
            .collect();
        if meant.is_empty() {
            return Err(self.unknown(name));
        }
        // What it is before what follows from it.
        meant.sort_by_key(|(_, recorded)| matches!(recorded.how, Some(How::From(_))));
        let whole = Traced::whole(&self.base.project)?;
        let reach = |(field, recorded): (Field, &Recorded)| Reach {
            field,
            recorded: recorded.clone(),
            lines: reached(&self.base, &At::Field(field), &whole.tree),
        };
        Ok(meant.into_iter().map(reach).collect())
    }

    fn unknown(&self, name: &str) -> Problems {
        let of_terraform = self.recipe.context.iter();
        let of_terraform = of_terraform.filter(|(_, recorded)| !recorded.sources.is_empty());
        let names = of_terraform.flat_map(|(field, recorded)| {
            let addresses = recorded
                .sources
                .iter()
                .map(|source| source.address.to_string());
            let short = addresses.map(|address| match address.strip_prefix("outputs.") {
                Some(output) => output.to_owned(),
                None => address,
            });
            short.chain([field.path().to_owned()]).collect::<Vec<_>>()
        });
        let known: BTreeSet<String> = names.collect();
        let known: Vec<String> = known.into_iter().collect();
        Problem::new(&ExplainError::UnknownOutput {
            meant: nearest(name, known.iter().map(String::as_str)).map(str::to_owned),
            name: name.to_owned(),
            known,
        })
        .into()
    }
}

/// Whether a name is that of an output, an address, or a resource whose attribute this is.
fn is_named(address: &Address, name: &str) -> bool {
    let whole = address.to_string();
    let output = whole.strip_prefix("outputs.");
    let resource = address.resource().map(ToString::to_string);
    whole == name || output == Some(name) || resource.as_deref() == Some(name)
}

/// The lines of `tree` that move with an input.
fn reached(base: &Base, at: &At, tree: &Tree) -> Vec<Reached> {
    let all = base.first(at, |changed| others(changed, tree));
    all.unwrap_or_default()
}

/// The lines of `tree` that are others in a changed project's.
pub(super) fn others(changed: &Project, tree: &Tree) -> Option<Vec<Reached>> {
    let other = Traced::whole(changed).ok()?.tree;
    let mut reached = Vec::new();
    for (path, text) in tree.files() {
        let Some(after) = other.file(path) else {
            continue;
        };
        let lines: Vec<&str> = text.lines().collect();
        reached.extend(moved::lines(&text, &after).into_iter().map(|n| Reached {
            path: path.clone(),
            line: n + 1,
            text: lines[n].to_owned(),
        }));
    }
    Some(reached)
}
