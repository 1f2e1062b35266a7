//! A namespace, with its Pod Security level.

use askama::Template;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Manifest, Metadata};

/// A `Namespace`. Its labels say which Pod Security level is enforced in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Template)]
#[template(path = "namespace.yaml")]
pub struct Namespace {
    /// Name and labels.
    pub metadata: Metadata,
}

impl Manifest for Namespace {
    const KIND: &'static str = "Namespace";

    fn metadata(&self) -> &Metadata {
        &self.metadata
    }
}
