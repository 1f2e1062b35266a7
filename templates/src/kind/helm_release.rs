//! A Helm chart that Flux installs.

use askama::Template;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Manifest, Metadata, Values};
use crate::names::{ChartVersion, DnsSubdomain, Namespace};
use crate::scalar::filters;

/// A `HelmRelease` (`helm.toolkit.fluxcd.io/v2`), its CRDs included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Template)]
#[template(path = "helm-release.yaml")]
pub struct HelmRelease {
    /// What this is, for the reader.
    pub about: String,
    /// Name and labels. The namespace is Flux's; the release has the same name.
    pub metadata: Metadata,
    /// The chart.
    pub chart: String,
    /// Its version.
    pub version: ChartVersion,
    /// The `HelmRepository`, in the same namespace.
    pub repository: DnsSubdomain,
    /// The namespace that it is installed to.
    pub namespace: Namespace,
    /// Whether the namespace is made if it is not there.
    pub create_namespace: bool,
    /// The chart's values.
    pub values: Values,
}

impl Manifest for HelmRelease {
    const KIND: &'static str = "HelmRelease";

    fn metadata(&self) -> &Metadata {
        &self.metadata
    }
}
