//! A context as JSON that is read back whole: what a checkpoint holds. Its record, and what was only worth a note.
//!
//! The context's own [`Serialize`] writes `outputs-summary.yaml`'s shape, which leaves the origins out.

use k8sgen_templates::names::InvalidName;
use serde::{Deserialize, Serialize};

use super::{Context, Record};

/// A context, field by field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saved {
    fields: Record,
    notes: Vec<String>,
}

impl From<&Context> for Saved {
    fn from(context: &Context) -> Self {
        Self {
            fields: Record::of(context, str::to_owned),
            notes: context.notes.clone(),
        }
    }
}

impl TryFrom<Saved> for Context {
    type Error = InvalidName;

    /// Fails on a value that its field does not take.
    fn try_from(saved: Saved) -> Result<Self, InvalidName> {
        Ok(Self {
            notes: saved.notes,
            ..saved.fields.context()?
        })
    }
}
