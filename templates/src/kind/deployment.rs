//! A workload that runs all the time.

use askama::Template;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Labels, Manifest, Metadata};
use crate::names::{
    ConfigKey, DnsLabel, DnsSubdomain, EnvVarName, HttpPath, ImageRef, LabelKey, MountPath, Port,
    PortName, Quantity,
};
use crate::scalar::filters;

/// A `Deployment` of one container, locked down: no root, no token, no capability, a read-only root.
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
    /// Labels of the pods.
    pub pod_labels: Labels,
    /// Annotations of the pods. A checksum of each ConfigMap that they read rolls them when it changes.
    pub pod_annotations: IndexMap<LabelKey, String>,
    /// How a new version replaces the old one.
    pub rolling_update: RollingUpdate,
    /// Seconds that a new pod must be ready before it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_ready_seconds: Option<u32>,
    /// Seconds that a pod has to end, its pre-stop sleep included.
    pub termination_grace_period_seconds: u32,
    /// The identity that the pods run as.
    pub service_account: DnsSubdomain,
    /// User and group id of the container.
    pub run_as: u32,
    /// The container.
    pub container: Container,
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

/// The container of a workload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Container {
    /// Its name.
    pub name: DnsLabel,
    /// Its image.
    pub image: ImageRef,
    /// The ports that it listens on.
    pub ports: Vec<ContainerPort>,
    /// Its environment.
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
    /// Secrets that it reads as files.
    pub secret_mounts: Vec<SecretMount>,
    /// The only paths that it can write to.
    pub writable_paths: Vec<MountPath>,
}

/// A port of a container.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ContainerPort {
    /// Its name.
    pub name: PortName,
    /// The port.
    pub port: Port,
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

/// A Secret as files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SecretMount {
    /// The Secret.
    pub secret: DnsSubdomain,
    /// The folder that its keys are files of.
    pub path: MountPath,
    /// The keys.
    pub keys: Vec<ConfigKey>,
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

/// A question that the kubelet asks a container.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Probe {
    /// How it is asked.
    pub action: ProbeAction,
    /// Seconds before the first time.
    pub initial_delay_seconds: u32,
    /// Seconds from one time to the next.
    pub period_seconds: u32,
    /// Seconds to wait for the answer.
    pub timeout_seconds: u32,
    /// Failures in a row that count.
    pub failure_threshold: u32,
}

/// How a probe asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProbeAction {
    /// By an HTTP request, to a port by its name.
    HttpByName {
        /// The path.
        path: HttpPath,
        /// The port's name.
        port: PortName,
    },
    /// By an HTTP request, to a port by its number.
    HttpByNumber {
        /// The path.
        path: HttpPath,
        /// The port.
        port: Port,
    },
    /// By opening a connection.
    Tcp {
        /// The port's name.
        port: PortName,
    },
    /// By running a command.
    Exec {
        /// The command and its arguments.
        command: Vec<String>,
    },
}

impl Deployment {
    /// The writable paths, each with the name of its volume.
    fn writable_volumes(&self) -> impl Iterator<Item = (String, &MountPath)> {
        self.volume_names()
            .into_iter()
            .zip(&self.container.writable_paths)
    }

    /// The Secrets that are files, each with the name of its volume.
    fn secret_volumes(&self) -> impl Iterator<Item = (String, &SecretMount)> {
        self.volume_names()
            .into_iter()
            .skip(self.container.writable_paths.len())
            .zip(&self.container.secret_mounts)
    }

    /// Names of all volumes, each once: `/var/cache/nginx` is `var-cache-nginx`, the Secret `jwt` is
    /// `secret-jwt`, and what would have the name of another gets a number.
    fn volume_names(&self) -> Vec<String> {
        let paths = self.container.writable_paths.iter();
        let secrets = self.container.secret_mounts.iter();
        let wanted = paths
            .map(|path| label(path.as_str()))
            .chain(secrets.map(|mount| label(&format!("secret-{}", mount.secret))));
        let mut names: Vec<String> = Vec::new();
        for wanted in wanted {
            let mut name = wanted.clone();
            let mut number = 1;
            while names.contains(&name) {
                number += 1;
                let suffix = format!("-{number}");
                let end = wanted.len().min(LONGEST_LABEL - suffix.len());
                name = format!("{}{suffix}", wanted[..end].trim_end_matches('-'));
            }
            names.push(name);
        }
        names
    }
}

/// Characters of a DNS label, at most.
const LONGEST_LABEL: usize = 63;

/// Text as a DNS label.
fn label(text: &str) -> String {
    let mut name: String = text
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect::<String>()
        .trim_matches('-')
        .to_owned();
    name.truncate(LONGEST_LABEL);
    match name.trim_end_matches('-') {
        "" => "volume".to_owned(),
        name => name.to_owned(),
    }
}

impl Manifest for Deployment {
    const KIND: &'static str = "Deployment";

    fn metadata(&self) -> &Metadata {
        &self.metadata
    }
}
