//! What may be done in one namespace.

use askama::Template;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Manifest, Metadata};

/// A `Role`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Template)]
#[template(path = "role.yaml")]
pub struct Role {
    /// Name and labels.
    pub metadata: Metadata,
    /// What it allows.
    pub rules: Vec<PolicyRule>,
}

/// One rule of a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyRule {
    /// API groups; `""` is the core group.
    pub api_groups: Vec<String>,
    /// Resources, such as `pods` or `pods/log`.
    pub resources: Vec<String>,
    /// Names of single resources; all of them if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resource_names: Vec<String>,
    /// Verbs, such as `get`.
    pub verbs: Vec<String>,
}

impl Manifest for Role {
    const KIND: &'static str = "Role";

    fn metadata(&self) -> &Metadata {
        &self.metadata
    }
}
