//! How many pods a workload has, by load.

use crate::scalar::filters;
use askama::Template;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Manifest, Metadata};
use crate::names::DnsSubdomain;

/// A `HorizontalPodAutoscaler`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Template)]
#[template(path = "horizontal-pod-autoscaler.yaml")]
pub struct HorizontalPodAutoscaler {
    /// Name and labels.
    pub metadata: Metadata,
    /// What it scales.
    pub target: ScaleTarget,
    /// Fewest pods.
    pub min_replicas: u32,
    /// Most pods.
    pub max_replicas: u32,
    /// Mean CPU use to keep, in percent of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpu_percent: Option<u32>,
    /// Mean memory use to keep, in percent of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory_percent: Option<u32>,
}

/// What an autoscaler scales.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ScaleTarget {
    /// Its kind.
    pub kind: Scalable,
    /// Its name.
    pub name: DnsSubdomain,
}

/// A kind of workload whose number of pods can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Scalable {
    /// A `Deployment`.
    Deployment,
    /// A `StatefulSet`.
    StatefulSet,
}

impl Scalable {
    /// As Kubernetes spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Deployment => "Deployment",
            Self::StatefulSet => "StatefulSet",
        }
    }
}

impl Manifest for HorizontalPodAutoscaler {
    const KIND: &'static str = "HorizontalPodAutoscaler";

    fn metadata(&self) -> &Metadata {
        &self.metadata
    }
}
