//! What the containers of a pod can mount.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::names::{ConfigKey, DnsLabel, DnsSubdomain, Quantity};

/// A volume of a pod.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Volume {
    /// Its name.
    pub name: DnsLabel,
    /// What is in it.
    pub source: VolumeSource,
}

/// What is in a volume.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VolumeSource {
    /// Nothing at first, and nothing that outlives the pod.
    EmptyDir {
        /// Where it is kept; on the node's disk if nobody says otherwise.
        medium: Option<Medium>,
        /// How much fits in.
        size_limit: Option<Quantity>,
    },
    /// A Secret, each key a file.
    Secret {
        /// The Secret.
        name: DnsSubdomain,
        /// The keys; all of them if empty.
        keys: Vec<ConfigKey>,
    },
    /// A ConfigMap, each key a file.
    ConfigMap {
        /// The ConfigMap.
        name: DnsSubdomain,
        /// The keys; all of them if empty.
        keys: Vec<ConfigKey>,
    },
    /// A disk that outlives the pod.
    Claim {
        /// The `PersistentVolumeClaim`.
        name: DnsSubdomain,
    },
}

/// Where an empty folder is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Medium {
    /// In memory. What is in it counts against the container's limit.
    Memory,
}

impl Medium {
    /// As Kubernetes spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Memory => "Memory",
        }
    }
}

/// What a container may do with a volume.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// Read and write.
    #[default]
    ReadWrite,
    /// Read.
    ReadOnly,
}
