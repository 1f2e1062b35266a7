//! Who has a role.

use askama::Template;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Manifest, Metadata};
use crate::names::{DnsSubdomain, Namespace};

/// A `RoleBinding` to a role of its own namespace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Template)]
#[template(path = "role-binding.yaml")]
pub struct RoleBinding {
    /// Name and labels.
    pub metadata: Metadata,
    /// The role that is given.
    pub role: DnsSubdomain,
    /// Who gets it.
    pub subjects: Vec<Subject>,
}

/// Who a role is given to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A group of people, as the cluster's authentication names it.
    Group(String),
    /// A service account.
    ServiceAccount {
        /// Its name.
        name: DnsSubdomain,
        /// Its namespace.
        namespace: Namespace,
    },
}

impl Manifest for RoleBinding {
    const KIND: &'static str = "RoleBinding";

    fn metadata(&self) -> &Metadata {
        &self.metadata
    }
}
