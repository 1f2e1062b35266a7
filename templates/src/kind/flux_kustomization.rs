//! What Flux builds and applies.

use askama::Template;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Manifest, Metadata};
use crate::names::DnsSubdomain;
use crate::scalar::filters;

/// A `Kustomization` of Flux (`kustomize.toolkit.fluxcd.io/v1`): a folder that is built, applied and waited for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Template)]
#[template(path = "flux-kustomization.yaml")]
pub struct FluxKustomization {
    /// What this is, for the reader.
    pub about: String,
    /// Name and labels. The namespace is Flux's.
    pub metadata: Metadata,
    /// Kustomizations that are ready before this one is applied.
    pub depends_on: Vec<DnsSubdomain>,
    /// The `GitRepository`, in the same namespace.
    pub source: DnsSubdomain,
    /// The folder, from the repository's root: `./overlays/dev`.
    pub path: String,
}

impl Manifest for FluxKustomization {
    const KIND: &'static str = "Kustomization";

    fn metadata(&self) -> &Metadata {
        &self.metadata
    }
}
