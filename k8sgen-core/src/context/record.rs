//! The context as the lock keeps it: what each field is, and where it came from, in words that mean the
//! same on every machine.

use std::collections::BTreeMap;

use k8sgen_templates::names::InvalidName;
use serde::{Deserialize, Serialize};

use super::{Context, Field, FieldValue, How, Origin};
use crate::terraform::Source;

/// Every field that has a value. Nothing that is sensitive can be in it, because nothing such is in a [`Context`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Record(BTreeMap<Field, Recorded>);

/// A field's value and its sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// The value.
    pub value: FieldValue,
    /// How it was taken from its sources; none for a value that is not Terraform's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<How>,
    /// Where it came from, the source that decided first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

impl Record {
    /// The record of `context`. `shown` says how the path of one of Terraform's files is written.
    #[must_use]
    pub fn of(context: &Context, shown: impl Fn(&str) -> String) -> Self {
        let recorded = |field: Field| {
            let value = context.value(field)?;
            let origin = context.origin(field);
            let sources = origin.into_iter().flat_map(|origin| &origin.sources);
            let sources = sources.map(|source| Source {
                file: shown(&source.file),
                ..source.clone()
            });
            let recorded = Recorded {
                value,
                how: origin.map(|origin| origin.how),
                sources: sources.collect(),
            };
            Some((field, recorded))
        };
        Self(
            Field::ALL
                .iter()
                .filter_map(|field| recorded(*field))
                .collect(),
        )
    }

    /// The context that this is the record of, with the origins of its fields. What was only worth a note is gone.
    ///
    /// # Errors
    /// A value that its field does not take: somebody edited the record.
    pub fn context(&self) -> Result<Context, InvalidName> {
        let mut context = Context::default();
        for (field, recorded) in &self.0 {
            context.set(*field, &recorded.value)?;
            if let Some(how) = recorded.how {
                let sources = recorded.sources.clone();
                context.origins.insert(*field, Origin { sources, how });
            }
        }
        Ok(context)
    }

    /// A field's value and sources.
    #[must_use]
    pub fn get(&self, field: Field) -> Option<&Recorded> {
        self.0.get(&field)
    }

    /// The fields that have a value, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Field, &Recorded)> {
        self.0.iter().map(|(field, recorded)| (*field, recorded))
    }
}

impl Context {
    /// The same context with another value of one field.
    ///
    /// # Errors
    /// A value that the field does not take.
    pub fn with(&self, field: Field, value: &FieldValue) -> Result<Self, InvalidName> {
        let mut context = self.clone();
        context.set(field, value)?;
        Ok(context)
    }
}
