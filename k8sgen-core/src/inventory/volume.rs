//! Volumes of a service.

use k8sgen_templates::kind::AccessMode;
use k8sgen_templates::names::{DnsSubdomain, MountPath, Quantity};
use k8sgen_templates::pod::Medium;
use schemars::JsonSchema;
use serde::Deserialize;

/// One volume: where it is mounted, and exactly one of what can be in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct VolumeSettings {
    /// Folder of the service's container; without it, only `volume_mounts` of other containers have it.
    #[schemars(example = &"/var/lib/data")]
    pub path: Option<MountPath>,
    /// Whether the service's container can only read it. ConfigMaps and Secrets are never written to.
    pub read_only: Option<bool>,
    /// An empty folder, which goes with the pod.
    pub empty_dir: Option<EmptyDirSettings>,
    /// A ConfigMap of `configmaps`, or of `manifests`: each of its keys is a file.
    pub config_map: Option<DnsSubdomain>,
    /// A Secret of `secrets`: each of its keys is a file.
    pub secret: Option<DnsSubdomain>,
    /// A `PersistentVolumeClaim` that is there already.
    pub persistent_volume_claim: Option<DnsSubdomain>,
    /// A disk for each pod, which outlives it. Only for a StatefulSet.
    pub claim: Option<ClaimSettings>,
}

/// An empty folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EmptyDirSettings {
    /// `Memory`, or the node's disk if nobody says otherwise.
    pub medium: Option<Medium>,
    /// How much fits in.
    #[schemars(example = &"1Gi")]
    pub size_limit: Option<Quantity>,
}

/// A disk for each pod.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimSettings {
    /// How much fits on it.
    #[schemars(example = &"10Gi")]
    pub size: Quantity,
    /// The kind of disk; the cluster's default if nobody says otherwise.
    #[serde(default)]
    #[schemars(example = &"gp3")]
    pub storage_class: Option<DnsSubdomain>,
    /// Who may mount it. `[ReadWriteOnce]` if nobody says otherwise.
    #[serde(default = "one_node")]
    pub access_modes: Vec<AccessMode>,
}

fn one_node() -> Vec<AccessMode> {
    vec![AccessMode::ReadWriteOnce]
}

/// What can be in a volume: the keys of which one stands.
pub(super) const SOURCES: [&str; 5] = [
    "empty_dir",
    "config_map",
    "secret",
    "persistent_volume_claim",
    "claim",
];

impl VolumeSettings {
    /// How many things are said to be in it.
    pub(super) fn sources(&self) -> usize {
        let Self {
            path: _,
            read_only: _,
            empty_dir,
            config_map,
            secret,
            persistent_volume_claim,
            claim,
        } = self;
        let said = [
            empty_dir.is_some(),
            config_map.is_some(),
            secret.is_some(),
            persistent_volume_claim.is_some(),
            claim.is_some(),
        ];
        said.into_iter().filter(|said| *said).count()
    }
}
