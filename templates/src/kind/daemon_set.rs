//! A workload with one pod on each node.

use askama::Template;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Labels, Manifest, Metadata, RollingUpdate};
use crate::pod::{Access, EnvVarSource, PodTemplate, ProbeAction, VolumeSource};
use crate::scalar::filters;

/// A `DaemonSet`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Template)]
#[template(path = "daemon-set.yaml")]
pub struct DaemonSet {
    /// Name and labels.
    pub metadata: Metadata,
    /// Labels by which the `DaemonSet` finds its pods. They can't change later.
    pub selector: Labels,
    /// How a new version replaces the old one. Exactly one of the two numbers is 0.
    pub rolling_update: RollingUpdate,
    /// Seconds that a new pod must be ready before it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_ready_seconds: Option<u32>,
    /// Its pods.
    pub pod: PodTemplate,
}

impl Manifest for DaemonSet {
    const KIND: &'static str = "DaemonSet";

    fn metadata(&self) -> &Metadata {
        &self.metadata
    }
}
