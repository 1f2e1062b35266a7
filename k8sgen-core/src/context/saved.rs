//! A context as JSON that is read back: what a checkpoint holds. Every field by its path, with its origin.
//!
//! The context's own [`Serialize`] writes `outputs-summary.yaml`'s shape, which leaves the origins out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Context, Field, FieldValue, Origin};

/// A context, field by field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saved {
    values: BTreeMap<Field, FieldValue>,
    origins: BTreeMap<Field, Origin>,
    notes: Vec<String>,
}

impl From<&Context> for Saved {
    fn from(context: &Context) -> Self {
        let value = |field: &Field| Some((*field, context.value(*field)?));
        Self {
            values: Field::ALL.iter().filter_map(value).collect(),
            origins: context.origins.clone(),
            notes: context.notes.clone(),
        }
    }
}

impl TryFrom<Saved> for Context {
    type Error = String;

    /// Fails on a value that its field does not take.
    fn try_from(saved: Saved) -> Result<Self, String> {
        let mut context = Self {
            origins: saved.origins,
            notes: saved.notes,
            ..Self::default()
        };
        for (field, value) in saved.values {
            let set = context.set(field, &value);
            set.map_err(|error| format!("{field}: {error}"))?;
        }
        Ok(context)
    }
}
