//! What has changed in Terraform since a tree was made, and which lines each change moves.

use std::path::Path;

use serde::Serialize;

use super::Explainer;
use super::reach::{Reached, others};
use super::trace::Traced;
use crate::context::{Field, Record, Recorded};
use crate::problem::Problems;
use crate::project::Project;
use crate::repo::Repository;

/// Everything that has changed, field by field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Drift(pub Vec<Drifted>);

/// A field that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Drifted {
    /// The field.
    pub field: Field,
    /// What it was; none if it was not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Recorded>,
    /// What it is; none if it is not known any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Recorded>,
    /// The lines of the tree as it was made that are others with this value, all else being as it was. None where
    /// nothing can be made of it alone.
    pub lines: Option<Vec<Reached>>,
}

impl Drift {
    /// What has changed since `folder` was generated. None where nobody can say: it was not, an earlier k8sgen did it
    /// that kept no record, or this one can't follow the record.
    ///
    /// # Errors
    /// A lock that cannot be read.
    pub fn since(folder: &Path, project: &Project) -> Result<Option<Self>, Problems> {
        let repository = match Repository::open(folder) {
            Ok(repository) => repository,
            Err(problems) if problems.iter().all(|problem| is_unrecorded(&problem.code)) => {
                return Ok(None);
            }
            Err(problems) => return Err(problems),
        };
        let drift = Explainer::new(repository.recipe)
            .and_then(|explainer| explainer.drift(&project.recipe().context));
        Ok(drift.ok())
    }
}

/// Whether this is the problem of a folder without a record.
fn is_unrecorded(code: &str) -> bool {
    ["repo/no-lock", "repo/no-recipe", "repo/other-copy"].contains(&code)
}

impl Explainer {
    /// What of Terraform's is another value in `now` than in what the tree was made from.
    ///
    /// # Errors
    /// A tree that this version of k8sgen can't make again.
    pub fn drift(&self, now: &Record) -> Result<Drift, Problems> {
        let then = &self.recipe.context;
        let value = |record: &Record, field| record.get(field).map(|field| field.value.clone());
        let is_terraforms = |record: &Record, field| {
            record
                .get(field)
                .is_some_and(|recorded| recorded.how.is_some())
        };
        let changed: Vec<Field> = Field::ALL
            .iter()
            .copied()
            .filter(|field| is_terraforms(then, *field) || is_terraforms(now, *field))
            .filter(|field| value(then, *field) != value(now, *field))
            .collect();
        if changed.is_empty() {
            return Ok(Drift::default());
        }
        let whole = Traced::whole(&self.base.project)?;
        let drifted = changed.into_iter().map(|field| {
            let after = now.get(field).cloned();
            let with = after
                .as_ref()
                .and_then(|after| self.base.with(field, &after.value));
            Drifted {
                field,
                before: then.get(field).cloned(),
                lines: with.and_then(|changed| others(&changed, &whole.tree)),
                after,
            }
        });
        Ok(Drift(drifted.collect()))
    }
}
