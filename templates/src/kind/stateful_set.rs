//! A workload whose pods each have a name and disks of their own.

use askama::Template;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Labels, Manifest, Metadata};
use crate::names::{DnsLabel, DnsSubdomain, Quantity};
use crate::pod::{Access, EnvVarSource, PodTemplate, ProbeAction, VolumeSource};
use crate::scalar::filters;

/// A `StatefulSet`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Template)]
#[template(path = "stateful-set.yaml")]
pub struct StatefulSet {
    /// Name and labels.
    pub metadata: Metadata,
    /// Number of pods; none where a HorizontalPodAutoscaler decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replicas: Option<u32>,
    /// Labels by which the `StatefulSet` finds its pods. They can't change later.
    pub selector: Labels,
    /// The headless Service under which each pod has an address.
    pub service_name: DnsLabel,
    /// The order in which pods start and end.
    pub pod_management_policy: PodManagementPolicy,
    /// Seconds that a new pod must be ready before it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_ready_seconds: Option<u32>,
    /// What becomes of disks that no pod has any more.
    pub claim_retention: ClaimRetention,
    /// Its pods.
    pub pod: PodTemplate,
    /// The disks that each pod gets.
    pub claims: Vec<VolumeClaim>,
}

/// The order in which the pods of a `StatefulSet` start and end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum PodManagementPolicy {
    /// One after the other, each when the one before it is ready.
    #[default]
    OrderedReady,
    /// All at once.
    Parallel,
}

impl PodManagementPolicy {
    /// As Kubernetes spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OrderedReady => "OrderedReady",
            Self::Parallel => "Parallel",
        }
    }
}

/// What becomes of disks that no pod has any more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ClaimRetention {
    /// When the `StatefulSet` is deleted.
    pub when_deleted: Retention,
    /// When it is scaled down.
    pub when_scaled: Retention,
}

/// What becomes of a disk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Retention {
    /// It stays.
    #[default]
    Retain,
    /// It is deleted, and what is on it.
    Delete,
}

impl Retention {
    /// As Kubernetes spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Retain => "Retain",
            Self::Delete => "Delete",
        }
    }
}

/// A disk that each pod gets: a template of a `PersistentVolumeClaim`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VolumeClaim {
    /// Its name; containers mount it as the volume of that name.
    pub name: DnsLabel,
    /// Who may mount it.
    pub access_modes: Vec<AccessMode>,
    /// The kind of disk; the cluster's default if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage_class: Option<DnsSubdomain>,
    /// How much fits on it.
    pub size: Quantity,
}

/// Who may mount a disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum AccessMode {
    /// The pods of one node.
    ReadWriteOnce,
    /// One pod.
    ReadWriteOncePod,
    /// All pods, to read.
    ReadOnlyMany,
    /// All pods.
    ReadWriteMany,
}

impl AccessMode {
    /// As Kubernetes spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ReadWriteOnce => "ReadWriteOnce",
            Self::ReadWriteOncePod => "ReadWriteOncePod",
            Self::ReadOnlyMany => "ReadOnlyMany",
            Self::ReadWriteMany => "ReadWriteMany",
        }
    }
}

impl Manifest for StatefulSet {
    const KIND: &'static str = "StatefulSet";

    fn metadata(&self) -> &Metadata {
        &self.metadata
    }
}
