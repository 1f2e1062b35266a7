//! The Git repository that Flux reads.

use askama::Template;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Manifest, Metadata};
use crate::names::DnsSubdomain;

/// A `GitRepository` (`source.toolkit.fluxcd.io/v1`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Template)]
#[template(path = "git-repository.yaml")]
pub struct GitRepository {
    /// Name and labels. The namespace is Flux's.
    pub metadata: Metadata,
    /// Its address: `https://`, `http://` or `ssh://`.
    pub url: String,
    /// What of it is read.
    pub reference: GitReference,
    /// The Secret with the key to it, in the same namespace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<DnsSubdomain>,
}

/// A revision of a Git repository.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GitReference {
    /// A branch: its newest commit.
    Branch(String),
    /// A tag.
    Tag(String),
    /// A commit.
    Commit(String),
    /// A full reference, such as `refs/heads/main`.
    Name(String),
}

impl Manifest for GitRepository {
    const KIND: &'static str = "GitRepository";

    fn metadata(&self) -> &Metadata {
        &self.metadata
    }
}
