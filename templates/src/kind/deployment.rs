//! A workload that runs all the time.

use askama::Template;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Labels, Manifest, Metadata};
use crate::pod::{Access, EnvVarSource, PodTemplate, ProbeAction, VolumeSource};
use crate::scalar::filters;

/// A `Deployment`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Template)]
#[template(path = "deployment.yaml")]
pub struct Deployment {
    /// Name and labels.
    pub metadata: Metadata,
    /// Number of pods; none where a HorizontalPodAutoscaler decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replicas: Option<u32>,
    /// Labels by which the Deployment finds its pods. They can't change later.
    pub selector: Labels,
    /// How a new version replaces the old one.
    pub rolling_update: RollingUpdate,
    /// Seconds that a new pod must be ready before it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_ready_seconds: Option<u32>,
    /// Its pods.
    pub pod: PodTemplate,
}

/// How many pods a rollout may add and take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RollingUpdate {
    /// Pods above the wanted number.
    pub max_surge: u32,
    /// Pods below the wanted number.
    pub max_unavailable: u32,
}

impl Manifest for Deployment {
    const KIND: &'static str = "Deployment";

    fn metadata(&self) -> &Metadata {
        &self.metadata
    }
}
