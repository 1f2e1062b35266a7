//! One service, with no holes.

use indexmap::{IndexMap, IndexSet};
use k8sgen_templates::kind::{Labels, RollingUpdate};
use k8sgen_templates::names::{
    ConfigKey, CronSchedule, DnsLabel, DnsSubdomain, EnvVarName, HttpPath, ImageDigest, ImageRef,
    ImageTag, LabelKey, MountPath,
};
use k8sgen_templates::pod::{ContainerPort, Resources};

use super::container::ExtraContainer;
use super::file::{AwsAccess, SecretsAs};
use super::settings::Autoscaling;
use super::text::Text;
use super::volume::VolumeSettings;
use super::workload::{CronJobSettings, JobSettings, Kind, StatefulSetSettings};
use crate::yaml::{Node, Segment};

/// A service: its own settings on its tier's, on the project's, on the built-in ones.
#[derive(Debug, Clone, PartialEq)]
pub struct Service {
    /// Its name.
    pub name: DnsLabel,
    /// Its tier.
    pub tier: DnsLabel,
    /// What keeps its pods running, or lets them end.
    pub kind: Kind,
    /// When a CronJob runs.
    pub schedule: Option<CronSchedule>,
    /// The ports that its container listens on, the main one first; none for a worker.
    pub ports: Vec<ContainerPort>,
    /// Its image, if it is not in the project's registry.
    pub image: Option<ImageRef>,
    /// Its ECR repository, if it has a name of its own.
    pub ecr_repository: Option<String>,
    /// Tag of its image.
    pub image_tag: Option<ImageTag>,
    /// Digest of its image.
    pub image_digest: Option<ImageDigest>,
    /// What its container runs.
    pub command: Vec<String>,
    /// The arguments of that.
    pub args: Vec<String>,
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
    /// What its containers can mount.
    pub volumes: IndexMap<DnsLabel, VolumeSettings>,
    /// Containers that end, one after the other, before its own starts.
    pub init_containers: Vec<ExtraContainer>,
    /// Containers that start before its own, and run as long as it does.
    pub sidecars: Vec<ExtraContainer>,
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
    /// Labels of its workload, its pods and its Service.
    pub labels: Labels,
    /// Annotations of its workload.
    pub annotations: IndexMap<LabelKey, String>,
    /// Annotations of its pods.
    pub pod_annotations: IndexMap<LabelKey, String>,
    /// Annotations of its Service.
    pub service_annotations: IndexMap<LabelKey, String>,
    /// What only a StatefulSet can be told.
    pub stateful_set: StatefulSetSettings,
    /// What a Job can be told, and each run of a CronJob.
    pub job: JobSettings,
    /// What only a CronJob can be told, beside its schedule.
    pub cron_job: CronJobSettings,
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
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Probes {
    /// Whether it has started.
    pub startup: Option<Probe>,
    /// Whether it may be sent requests.
    pub readiness: Option<Probe>,
    /// Whether it must be restarted.
    pub liveness: Option<Probe>,
}

/// One probe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// How it asks.
    pub action: Ask,
    /// Seconds before the first time.
    pub initial_delay: u32,
    /// Seconds from one time to the next.
    pub period: u32,
    /// Seconds to wait for the answer.
    pub timeout: u32,
    /// Failures in a row that count.
    pub failure_threshold: u32,
}

/// How a probe asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// By an HTTP request.
    Http {
        /// Its path.
        path: HttpPath,
        /// The port.
        port: ContainerPort,
    },
    /// By gRPC's health checking protocol.
    Grpc {
        /// The port.
        port: ContainerPort,
        /// The service that is asked for.
        service: Option<String>,
    },
    /// By opening a connection.
    Tcp {
        /// The port.
        port: ContainerPort,
    },
    /// By running a command.
    Exec {
        /// The command and its arguments.
        command: Vec<String>,
    },
}

impl Service {
    /// The port that callers and the load balancer use if nobody says otherwise.
    #[must_use]
    pub fn main_port(&self) -> Option<&ContainerPort> {
        self.ports.first()
    }

    /// The ports of all of its containers.
    pub fn all_ports(&self) -> impl Iterator<Item = &ContainerPort> {
        let sidecars = self.sidecars.iter().flat_map(|sidecar| &sidecar.ports);
        self.ports.iter().chain(sidecars)
    }

    /// Whether anybody can call it.
    #[must_use]
    pub fn has_port(&self) -> bool {
        self.all_ports().next().is_some()
    }

    /// The containers beside its own.
    pub fn extra_containers(&self) -> impl Iterator<Item = &ExtraContainer> {
        self.sidecars.iter().chain(&self.init_containers)
    }

    /// The containers beside its own, each with the setting that names it.
    pub(super) fn extra_lists(&self) -> impl Iterator<Item = (&'static str, &ExtraContainer)> {
        let sidecars = self.sidecars.iter().map(|one| ("sidecars", one));
        let first = self
            .init_containers
            .iter()
            .map(|one| ("init_containers", one));
        sidecars.chain(first)
    }

    /// The ConfigMaps that its containers read or mount, each once.
    #[must_use]
    pub fn config_maps(&self) -> IndexSet<&DnsSubdomain> {
        let extra = self.extra_containers().flat_map(|one| one.config.keys());
        let mounted = self.volumes.values();
        let mounted = mounted.filter_map(|volume| volume.config_map.as_ref());
        self.config.keys().chain(extra).chain(mounted).collect()
    }

    /// The Secrets that its containers read or mount, each once.
    #[must_use]
    pub fn all_secrets(&self) -> IndexSet<&DnsSubdomain> {
        let extra = self.extra_containers().flat_map(|one| one.secrets.keys());
        let mounted = self.volumes.values();
        let mounted = mounted.filter_map(|volume| volume.secret.as_ref());
        self.secrets.keys().chain(extra).chain(mounted).collect()
    }

    /// The values of all variables of its containers.
    pub fn variables(&self) -> impl Iterator<Item = &Text> {
        let extra = self.extra_containers().flat_map(|one| one.env.values());
        self.env.values().chain(extra)
    }

    /// Whether what a key says was refused, so that what follows from it is not known.
    pub(super) fn has_refused(&self, key: &str) -> bool {
        self.has_refused_at(&[key])
    }

    /// Whether something below a path was refused, or what the path is part of.
    pub(super) fn has_refused_at(&self, keys: &[&str]) -> bool {
        let path: Vec<Segment> = keys
            .iter()
            .map(|key| Segment::Key((*key).to_owned()))
            .collect();
        let mut refused = self.refused.iter();
        refused.any(|refused| path.starts_with(refused) || refused.starts_with(&path))
    }

    /// Whether what says its ports was refused.
    pub(super) fn has_refused_ports(&self) -> bool {
        ["port", "ports", "sidecars", "kind"]
            .into_iter()
            .any(|key| self.has_refused(key))
    }

    /// Fewest pods: what it has, or what it is scaled down to.
    #[must_use]
    pub fn fewest_pods(&self) -> u32 {
        self.autoscaling
            .map_or(self.replicas, |scaling| scaling.min)
    }
}
