//! A container, what it reads, and what it may use.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Probe;
use super::volume::Access;
use crate::names::{
    ConfigKey, DnsLabel, DnsSubdomain, EnvVarName, ImageRef, MountPath, Port, PortName, Quantity,
};

/// A container of a pod.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Container {
    /// Its name.
    pub name: DnsLabel,
    /// Its image.
    pub image: ImageRef,
    /// What it runs; what the image says if empty.
    #[serde(default)]
    pub command: Vec<String>,
    /// The arguments of that; what the image says if empty.
    #[serde(default)]
    pub args: Vec<String>,
    /// The ports that it listens on.
    #[serde(default)]
    pub ports: Vec<ContainerPort>,
    /// Its environment.
    #[serde(default)]
    pub env: Vec<EnvVar>,
    /// What it may use.
    pub resources: Resources,
    /// Whether it has started, asked until it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub startup_probe: Option<Probe>,
    /// Whether it may be sent requests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub readiness_probe: Option<Probe>,
    /// Whether it must be restarted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub liveness_probe: Option<Probe>,
    /// Seconds to wait before it is told to stop, so that load balancers have forgotten it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pre_stop_sleep_seconds: Option<u32>,
    /// What it sees of the pod's volumes. It can write to nothing else.
    #[serde(default)]
    pub mounts: Vec<VolumeMount>,
}

/// A port of a container.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ContainerPort {
    /// Its name.
    pub name: PortName,
    /// The port.
    pub port: Port,
}

/// A volume as a folder of a container.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VolumeMount {
    /// The volume.
    pub volume: DnsLabel,
    /// The folder.
    pub path: MountPath,
    /// What the container may do there.
    pub access: Access,
}

/// A variable of a container's environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EnvVar {
    /// Its name.
    pub name: EnvVarName,
    /// Where its value comes from.
    pub source: EnvVarSource,
}

/// Where a variable's value comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EnvVarSource {
    /// From here.
    Value(String),
    /// From a key of a ConfigMap.
    ConfigMapKey {
        /// The ConfigMap.
        name: DnsSubdomain,
        /// The key.
        key: ConfigKey,
    },
    /// From a key of a Secret.
    SecretKey {
        /// The Secret.
        name: DnsSubdomain,
        /// The key.
        key: ConfigKey,
    },
}

/// What a container is promised, and what it may use at most.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Resources {
    /// What it is promised.
    pub requests: ResourceList,
    /// What it may use at most.
    pub limits: ResourceList,
}

/// Amounts of each resource.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResourceList {
    /// CPU, in cores.
    pub cpu: Quantity,
    /// Memory, in bytes.
    pub memory: Quantity,
    /// Disk for logs and writable paths, in bytes.
    pub ephemeral_storage: Quantity,
}
