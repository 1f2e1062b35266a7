//! What Applications of Argo CD may do: from where, to where, and which kinds.

use askama::Template;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Manifest, Metadata};
use crate::names::Namespace;

/// An `AppProject` (`argoproj.io/v1alpha1`) on Argo CD's own cluster. What it does not name is not allowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Template)]
#[template(path = "app-project.yaml")]
pub struct AppProject {
    /// Name and labels. The namespace is Argo CD's.
    pub metadata: Metadata,
    /// What it is for, for the reader.
    pub description: String,
    /// Repositories of Git and Helm that may be read. `*` in one stands for anything.
    pub source_repos: Vec<String>,
    /// Namespaces that may be written to.
    pub namespaces: Vec<Namespace>,
    /// Kinds outside of namespaces that may be made.
    pub cluster_kinds: Vec<AllowedKind>,
    /// Kinds inside of the namespaces that may be made.
    pub namespace_kinds: Vec<AllowedKind>,
}

/// A kind that may be made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct AllowedKind {
    /// Its API group; `""` is the core group.
    pub group: String,
    /// The kind.
    pub kind: String,
    /// The only name that it may have; any if there is none. Only for kinds outside of namespaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Manifest for AppProject {
    const KIND: &'static str = "AppProject";

    fn metadata(&self) -> &Metadata {
        &self.metadata
    }
}
