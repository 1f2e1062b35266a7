//! What Argo CD keeps in a namespace.

use askama::Template;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Manifest, Metadata, Values};
use crate::names::{ChartVersion, DnsSubdomain, Namespace};
use crate::scalar::filters;

/// An `Application` (`argoproj.io/v1alpha1`) on Argo CD's own cluster, synced by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Template)]
#[template(path = "application.yaml")]
pub struct Application {
    /// What this is, for the reader.
    pub about: String,
    /// Name, labels, and the annotation with its sync wave. The namespace is Argo CD's.
    pub metadata: Metadata,
    /// The `AppProject` that says what it may do.
    pub project: DnsSubdomain,
    /// What is deployed.
    pub source: ApplicationSource,
    /// The namespace that it is deployed to.
    pub namespace: Namespace,
    /// Whether the namespace is made if it is not there. No, where a manifest makes it.
    pub create_namespace: bool,
    /// Fields that others write, and that are left alone.
    pub ignore_differences: Vec<IgnoredDifference>,
}

/// What an Application deploys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationSource {
    /// A folder of a Git repository.
    Git {
        /// The repository's address.
        url: String,
        /// Branch, tag or commit.
        revision: String,
        /// The folder, from the repository's root.
        path: String,
    },
    /// A Helm chart.
    Chart {
        /// The chart repository's address.
        repository: String,
        /// The chart.
        chart: String,
        /// Its version.
        version: ChartVersion,
        /// Name of the release.
        release: String,
        /// The chart's values.
        values: Values,
    },
}

/// Fields of one resource that others write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IgnoredDifference {
    /// Who writes them, for the reader.
    pub why: String,
    /// The resource's API group; `""` is the core group.
    pub group: String,
    /// Its kind.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// The fields, as jq paths.
    pub paths: Vec<String>,
}

impl Manifest for Application {
    const KIND: &'static str = "Application";

    fn metadata(&self) -> &Metadata {
        &self.metadata
    }
}
