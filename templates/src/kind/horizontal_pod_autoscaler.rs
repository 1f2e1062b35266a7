//! How many pods a workload has, by load.

use crate::scalar::filters;
use askama::Template;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Manifest, Metadata};
use crate::names::DnsSubdomain;

/// A `HorizontalPodAutoscaler` of a Deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Template)]
#[template(path = "horizontal-pod-autoscaler.yaml")]
pub struct HorizontalPodAutoscaler {
    /// Name and labels.
    pub metadata: Metadata,
    /// The Deployment that it scales.
    pub deployment: DnsSubdomain,
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

impl Manifest for HorizontalPodAutoscaler {
    const KIND: &'static str = "HorizontalPodAutoscaler";

    fn metadata(&self) -> &Metadata {
        &self.metadata
    }
}
