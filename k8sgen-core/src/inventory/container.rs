//! Containers of a service beside its own: sidecars and init containers.

use indexmap::IndexMap;
use k8sgen_templates::names::{
    ConfigKey, DnsLabel, DnsSubdomain, EnvVarName, ImageRef, MountPath, Port, PortName,
};
use k8sgen_templates::pod::{ContainerPort, Resources};
use schemars::JsonSchema;
use serde::Deserialize;

use super::service::Probes;
use super::settings::{ProbesSettings, ResourcesSettings};
use super::text::Text;

/// One container beside the service's own.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ContainerSettings {
    /// Its image, with tag or digest; the service's own if nobody says otherwise.
    pub image: Option<ImageRef>,
    /// What it runs; what its image says if nobody says otherwise.
    pub command: Vec<String>,
    /// The arguments of that.
    pub args: Vec<String>,
    /// Names of the ports that it listens on, and the ports. Only for a sidecar.
    pub ports: IndexMap<PortName, Port>,
    /// Keys that it reads from each ConfigMap, as variables of the same name.
    pub config: IndexMap<DnsSubdomain, Vec<ConfigKey>>,
    /// Keys that it reads from each Secret, as variables of the same name.
    pub secrets: IndexMap<DnsSubdomain, Vec<ConfigKey>>,
    /// Variables with a value.
    pub env: IndexMap<EnvVarName, Text>,
    /// What it is promised and may use.
    pub resources: ResourcesSettings,
    /// How the kubelet asks whether it works; not at all if nobody says otherwise. Only for a sidecar.
    pub probes: ProbesSettings,
    /// The service's `volumes` that it mounts, and the folder of each.
    pub volume_mounts: IndexMap<DnsLabel, MountPath>,
    /// The only other paths that it can write to, beside `/tmp`.
    pub writable_paths: Vec<MountPath>,
}

/// A container beside the service's own, with no holes.
#[derive(Debug, Clone, PartialEq)]
pub struct ExtraContainer {
    /// Its name.
    pub name: DnsLabel,
    /// Its image, if it is not the service's own.
    pub image: Option<ImageRef>,
    /// What it runs.
    pub command: Vec<String>,
    /// The arguments of that.
    pub args: Vec<String>,
    /// The ports that it listens on.
    pub ports: Vec<ContainerPort>,
    /// Keys that it reads from each ConfigMap.
    pub config: IndexMap<DnsSubdomain, Vec<ConfigKey>>,
    /// Keys that it reads from each Secret.
    pub secrets: IndexMap<DnsSubdomain, Vec<ConfigKey>>,
    /// Variables with a value.
    pub env: IndexMap<EnvVarName, Text>,
    /// What it is promised and may use.
    pub resources: Resources,
    /// How the kubelet asks whether it works.
    pub probes: Probes,
    /// The volumes that it mounts.
    pub volume_mounts: IndexMap<DnsLabel, MountPath>,
    /// The only other paths that it can write to.
    pub writable_paths: Vec<MountPath>,
}
