//! What was filled in, and from where.

use serde::Serialize;
use serde_json::Value;

use crate::context::Field;
use crate::inventory::Origin;
use crate::problem::Place;

/// One value that a tool used.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Filled {
    /// What it was used for, such as `replicas`.
    pub field: String,
    /// The value.
    pub value: Value,
    /// Where it came from.
    pub from: Provenance,
}

/// Where a value came from, the strongest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Provenance {
    /// The call's own argument.
    Argument,
    /// The inventory: the service, its tier or the project's defaults.
    Inventory(Place),
    /// Terraform.
    Terraform(Field),
    /// k8sgen's own defaults.
    BuiltIn,
}

impl From<Origin> for Provenance {
    fn from(origin: Origin) -> Self {
        match origin {
            Origin::File(place) => Self::Inventory(place),
            Origin::BuiltIn => Self::BuiltIn,
        }
    }
}

/// Notes what is filled in while a tool fills.
#[derive(Debug, Default)]
pub(super) struct Notes(Vec<Filled>);

impl Notes {
    /// The argument if there is one, else what the inventory says; notes which.
    pub(super) fn choose<T: Clone + Serialize>(
        &mut self,
        field: &str,
        argument: Option<&T>,
        (otherwise, origin): (&T, Origin),
    ) -> T {
        let (value, from) = match argument {
            Some(value) => (value, Provenance::Argument),
            None => (otherwise, origin.into()),
        };
        self.note(field, value, from);
        value.clone()
    }

    /// Notes a value.
    pub(super) fn note<T: Serialize>(&mut self, field: &str, value: &T, from: Provenance) {
        let value = serde_json::to_value(value).unwrap_or(Value::Null);
        self.0.push(Filled {
            field: field.to_owned(),
            value,
            from,
        });
    }

    pub(super) fn finish(self) -> Vec<Filled> {
        self.0
    }
}
