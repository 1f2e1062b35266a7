//! The Helm repository that Flux reads.

use askama::Template;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Manifest, Metadata};

/// A `HelmRepository` (`source.toolkit.fluxcd.io/v1`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Template)]
#[template(path = "helm-repository.yaml")]
pub struct HelmRepository {
    /// Name and labels. The namespace is Flux's.
    pub metadata: Metadata,
    /// Its address.
    pub url: String,
}

impl Manifest for HelmRepository {
    const KIND: &'static str = "HelmRepository";

    fn metadata(&self) -> &Metadata {
        &self.metadata
    }
}
