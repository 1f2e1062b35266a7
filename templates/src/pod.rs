//! Pods: what every kind of workload is a template of.
//!
//! One struct and one partial template, `manifests/pod.yaml`, for all of them, so that a pod is locked down in
//! the same way whatever starts it: no root, no token, no capability, a read-only root.

mod container;
mod probe;
mod volume;

pub use container::{
    Container, ContainerPort, EnvVar, EnvVarSource, ResourceList, Resources, VolumeMount,
};
pub use probe::{Probe, ProbeAction};
pub use volume::{Access, Medium, Volume, VolumeSource};

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kind::Labels;
use crate::names::{DnsSubdomain, LabelKey};

/// The pods of a workload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PodTemplate {
    /// Their labels.
    pub labels: Labels,
    /// Their annotations. A checksum of each ConfigMap that they read rolls them when it changes.
    pub annotations: IndexMap<LabelKey, String>,
    /// Labels of the pods that they are spread from, over zones and nodes; none where there is nothing to spread.
    #[serde(default)]
    pub spread: Labels,
    /// The identity that they run as.
    pub service_account: DnsSubdomain,
    /// What happens when a container ends; none where it is always started again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restart_policy: Option<RestartPolicy>,
    /// Seconds that a pod has to end, its pre-stop sleep included.
    pub termination_grace_period_seconds: u32,
    /// User and group id of all containers.
    pub run_as: u32,
    /// What starts before all others and runs beside the container: init containers that never end.
    #[serde(default)]
    pub sidecars: Vec<Container>,
    /// What ends before the container starts, one after the other.
    #[serde(default)]
    pub init_containers: Vec<Container>,
    /// The container.
    pub container: Container,
    /// What its containers can mount.
    #[serde(default)]
    pub volumes: Vec<Volume>,
}

/// What happens when a container of a pod that is to end has ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum RestartPolicy {
    /// It is started again where it failed.
    #[default]
    OnFailure,
    /// Another pod tries.
    Never,
}

impl RestartPolicy {
    /// As Kubernetes spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OnFailure => "OnFailure",
            Self::Never => "Never",
        }
    }
}
