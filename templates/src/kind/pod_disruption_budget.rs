//! How many pods must stay while nodes are drained.

use crate::scalar::filters;
use askama::Template;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Labels, Manifest, Metadata};

/// A `PodDisruptionBudget`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Template)]
#[template(path = "pod-disruption-budget.yaml")]
pub struct PodDisruptionBudget {
    /// Name and labels.
    pub metadata: Metadata,
    /// Labels of the pods that it protects.
    pub selector: Labels,
    /// How many of them must be available.
    pub available: Available,
}

/// How many pods must be available.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Available {
    /// At least this many.
    Min(u32),
    /// All but this many.
    MaxUnavailable(u32),
}

impl Manifest for PodDisruptionBudget {
    const KIND: &'static str = "PodDisruptionBudget";

    fn metadata(&self) -> &Metadata {
        &self.metadata
    }
}
