//! One service, with no holes.

use indexmap::IndexMap;
use k8sgen_templates::kind::RollingUpdate;
use k8sgen_templates::names::{
    ConfigKey, DnsLabel, DnsSubdomain, EnvVarName, HttpPath, ImageDigest, ImageRef, ImageTag,
    LabelKey, MountPath, Port,
};
use k8sgen_templates::pod::Resources;

use super::file::{AwsAccess, SecretsAs};
use super::settings::Autoscaling;
use super::text::Text;
use crate::yaml::{Node, Segment};

/// A service: its own settings on its tier's, on the project's, on the built-in ones.
#[derive(Debug, Clone, PartialEq)]
pub struct Service {
    /// Its name.
    pub name: DnsLabel,
    /// Its tier.
    pub tier: DnsLabel,
    /// The port that it listens on; none for a worker.
    pub port: Option<Port>,
    /// Its image, if it is not in the project's registry.
    pub image: Option<ImageRef>,
    /// Its ECR repository, if it has a name of its own.
    pub ecr_repository: Option<String>,
    /// Tag of its image.
    pub image_tag: Option<ImageTag>,
    /// Digest of its image.
    pub image_digest: Option<ImageDigest>,
    /// The service account that its pods run as.
    pub service_account: DnsSubdomain,
    /// Number of pods.
    pub replicas: u32,
    /// The services that it sends requests to.
    pub calls: Vec<DnsLabel>,
    /// Keys that it reads from each ConfigMap.
    pub config: IndexMap<DnsSubdomain, Vec<ConfigKey>>,
    /// Keys that it reads from each Secret.
    pub secrets: IndexMap<DnsSubdomain, Vec<ConfigKey>>,
    /// How it gets its secrets.
    pub secrets_as: SecretsAs,
    /// Variables with a value.
    pub env: IndexMap<EnvVarName, Text>,
    /// What its container is promised and may use.
    pub resources: Resources,
    /// How the kubelet asks whether it works.
    pub probes: Probes,
    /// How many pods a rollout may add and take.
    pub rolling_update: RollingUpdate,
    /// Seconds that a new pod must be ready before it counts.
    pub min_ready_seconds: Option<u32>,
    /// Seconds that a pod has to end.
    pub termination_grace_period_seconds: u32,
    /// Seconds to wait before a pod is told to stop.
    pub pre_stop_sleep: Option<u32>,
    /// The only paths that its container can write to.
    pub writable_paths: Vec<MountPath>,
    /// User and group id of its container.
    pub run_as_user: u32,
    /// Scaling by load.
    pub autoscaling: Option<Autoscaling>,
    /// How many pods must stay while nodes are drained.
    pub budget: Option<Budget>,
    /// The path under which the load balancer sends requests to it.
    pub ingress_path: Option<HttpPath>,
    /// The host's first label in an environment with a domain.
    pub ingress_host: Option<DnsLabel>,
    /// What it needs of AWS by itself.
    pub aws: AwsAccess,
    /// Annotations of its pods.
    pub pod_annotations: IndexMap<LabelKey, String>,
    /// The merged settings, each with the place that it came from.
    pub(super) merged: Node,
    /// Paths into the merged settings whose value was refused.
    pub(super) refused: Vec<Vec<Segment>>,
}

/// How many pods must stay while nodes are drained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Budget {
    /// This many must be available.
    MinAvailable(u32),
    /// This many may be unavailable.
    MaxUnavailable(u32),
}

/// How the kubelet asks whether a container works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probes {
    /// Whether it has started.
    pub startup: Option<Probe>,
    /// Whether it may be sent requests.
    pub readiness: Option<Probe>,
    /// Whether it must be restarted.
    pub liveness: Option<Probe>,
}

/// One HTTP probe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// Path of the request.
    pub path: HttpPath,
    /// Seconds before the first time.
    pub initial_delay: u32,
    /// Seconds from one time to the next.
    pub period: u32,
    /// Seconds to wait for the answer.
    pub timeout: u32,
    /// Failures in a row that count.
    pub failure_threshold: u32,
}

impl Service {
    /// Whether what a key says was refused, so that what follows from it is not known.
    pub(super) fn has_refused(&self, key: &str) -> bool {
        let path = [Segment::Key(key.to_owned())];
        let mut refused = self.refused.iter();
        refused.any(|refused| path.starts_with(refused) || refused.starts_with(&path))
    }

    /// Fewest pods: what it has, or what it is scaled down to.
    #[must_use]
    pub fn fewest_pods(&self) -> u32 {
        self.autoscaling
            .map_or(self.replicas, |scaling| scaling.min)
    }
}
