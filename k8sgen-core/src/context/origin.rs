//! Where a field's value came from.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Field;
use crate::terraform::Source;

/// How a field got its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum How {
    /// `terraform.map` in `k8sgen.yaml` says so.
    Mapped,
    /// By its name and the shape of its value.
    Named,
    /// It is part of, or follows from, another field's value: the port of an endpoint, the account of an ARN.
    From(Field),
}

/// A field's sources, and how its value was taken from them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// At least one source, ordered; several where a list was put together, or where several outputs say the same.
    pub sources: Vec<Source>,
    /// How the value was taken.
    pub how: How,
}

impl Origin {
    /// The first source: the one that decided.
    #[must_use]
    pub fn source(&self) -> Option<&Source> {
        self.sources.first()
    }
}

impl fmt::Display for Origin {
    /// `outputs.vpc_id (vpc.json:3)`, or `database.secret_arn, outputs.rds_secret_arn (rds.json:9)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let How::From(field) = self.how {
            write!(f, "from {field}, ")?;
        }
        for (n, source) in self.sources.iter().enumerate() {
            write!(f, "{}{source}", if n == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}
