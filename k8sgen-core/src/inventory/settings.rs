//! What can be said of a service, of a tier, and of all services. All three take the same keys.

use indexmap::IndexMap;
use k8sgen_templates::kind::Labels;
use k8sgen_templates::names::{
    ConfigKey, CronSchedule, DnsLabel, DnsSubdomain, EnvVarName, HttpPath, ImageDigest, ImageRef,
    ImageTag, LabelKey, MountPath, Port, PortName, Quantity,
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::container::ContainerSettings;
use super::file::{AwsAccess, SecretsAs};
use super::text::Text;
use super::volume::VolumeSettings;
use super::workload::{CronJobSettings, JobSettings, Kind, StatefulSetSettings};

/// Settings of a service. In `tiers.<tier>` and in `defaults` they count for every service that does not
/// say otherwise; mappings merge key by key, lists are replaced.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The tier that the service belongs to; one of `tiers`.
    pub tier: Option<DnsLabel>,
    /// What keeps its pods running, or lets them end. `Deployment` if nobody says otherwise.
    pub kind: Option<Kind>,
    /// When a CronJob runs: minute, hour, day of the month, month, day of the week.
    #[schemars(example = &"0 3 * * *")]
    pub schedule: Option<CronSchedule>,
    /// The port that it listens on. Its name is `http`.
    #[schemars(example = 8080)]
    pub port: Option<Port>,
    /// Names of the ports that it listens on beside that, and the ports.
    pub ports: Option<IndexMap<PortName, Port>>,
    /// Its image, for one that is not in the project's registry.
    pub image: Option<ImageRef>,
    /// Name of its ECR repository. `<project>-<service>`, `<project>/<service>` and `<service>` are found without it.
    pub ecr_repository: Option<String>,
    /// Tag of its image.
    #[schemars(example = &"1.4.2")]
    pub image_tag: Option<ImageTag>,
    /// Digest of its image. Wins over the tag.
    pub image_digest: Option<ImageDigest>,
    /// What its container runs; what the image says if nobody says otherwise.
    pub command: Option<Vec<String>>,
    /// The arguments of that; what the image says if nobody says otherwise.
    pub args: Option<Vec<String>>,
    /// The service account that its pods run as. `<tier>-sa` if nobody says otherwise.
    pub service_account: Option<DnsSubdomain>,
    /// Number of pods; of an autoscaled service, the number to begin with is `autoscaling.min`.
    pub replicas: Option<u32>,
    /// The services that it sends requests to. Network policies follow from this.
    #[schemars(example = ["order-service", "cache-manager"])]
    pub calls: Option<Vec<DnsLabel>>,
    /// Keys that it reads from each ConfigMap, as variables of the same name.
    #[schemars(example = serde_json::json!({"database-config": ["DB_HOST", "DB_PORT"]}))]
    pub config: Option<IndexMap<DnsSubdomain, Vec<ConfigKey>>>,
    /// Keys that it reads from each Secret, as variables of the same name.
    pub secrets: Option<IndexMap<DnsSubdomain, Vec<ConfigKey>>>,
    /// How it gets its secrets.
    pub secrets_as: Option<SecretsAs>,
    /// Variables with a value. `${storage.bucket_name}` and the like stand for Terraform's values.
    pub env: Option<IndexMap<EnvVarName, Text>>,
    /// What its container is promised and may use.
    pub resources: Option<ResourcesSettings>,
    /// How the kubelet asks whether it works.
    pub probes: Option<ProbesSettings>,
    /// How many pods a rollout may add and take.
    pub strategy: Option<StrategySettings>,
    /// Seconds that a new pod must be ready before it counts.
    pub min_ready_seconds: Option<u32>,
    /// Seconds that a pod has to end, its pre-stop sleep included.
    pub termination_grace_period_seconds: Option<u32>,
    /// Seconds to wait before a pod is told to stop.
    pub pre_stop_sleep: Option<u32>,
    /// The only paths that its container can write to, beside `/tmp`.
    pub writable_paths: Option<Vec<MountPath>>,
    /// What its containers can mount.
    pub volumes: Option<IndexMap<DnsLabel, VolumeSettings>>,
    /// Containers that end, one after the other, before its own starts.
    pub init_containers: Option<IndexMap<DnsLabel, ContainerSettings>>,
    /// Containers that start before its own, and run as long as it does.
    pub sidecars: Option<IndexMap<DnsLabel, ContainerSettings>>,
    /// User and group id of its container.
    pub run_as_user: Option<u32>,
    /// Scaling by load.
    #[schemars(example = serde_json::json!({"min": 2, "max": 6, "cpu_percent": 70}))]
    pub autoscaling: Option<Autoscaling>,
    /// How many pods must stay while nodes are drained. One may go at a time if nobody says otherwise.
    pub min_available: Option<u32>,
    /// The path under which the load balancer sends requests to it.
    #[schemars(example = &"/api")]
    pub ingress_path: Option<HttpPath>,
    /// The host's first label in an environment with a domain: `api` is `api.example.com`.
    pub ingress_host: Option<DnsLabel>,
    /// What it needs of AWS by itself.
    pub aws: Option<AwsAccess>,
    /// Labels of its workload, its pods and its Service, beside those of k8sgen's own.
    pub labels: Option<Labels>,
    /// Annotations of its workload.
    pub annotations: Option<IndexMap<LabelKey, String>>,
    /// Annotations of its pods.
    pub pod_annotations: Option<IndexMap<LabelKey, String>>,
    /// Annotations of its Service.
    pub service_annotations: Option<IndexMap<LabelKey, String>>,
    /// What only a StatefulSet can be told.
    pub stateful_set: Option<StatefulSetSettings>,
    /// What a Job can be told, and each run of a CronJob.
    pub job: Option<JobSettings>,
    /// What only a CronJob can be told, beside its `schedule`.
    pub cron_job: Option<CronJobSettings>,
}

/// What a container is promised and may use.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ResourcesSettings {
    /// What it is promised.
    pub requests: ResourceSettings,
    /// What it may use at most.
    pub limits: ResourceSettings,
}

/// Amounts of each resource.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ResourceSettings {
    /// CPU, in cores: `250m` is a quarter of one.
    #[schemars(example = &"250m")]
    pub cpu: Option<Quantity>,
    /// Memory, in bytes: `256Mi`.
    #[schemars(example = &"256Mi")]
    pub memory: Option<Quantity>,
    /// Disk for logs and writable paths, in bytes: `128Mi`.
    pub ephemeral_storage: Option<Quantity>,
}

/// How the kubelet asks whether a container works.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProbesSettings {
    /// Whether it has started.
    pub startup: Option<ProbeSettings>,
    /// Whether it may be sent requests.
    pub readiness: Option<ProbeSettings>,
    /// Whether it must be restarted.
    pub liveness: Option<ProbeSettings>,
}

/// One probe, in one of four forms. What is not said is Kubernetes' own default.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProbeSettings {
    /// Path of an HTTP request to the service's first port: short for `http: {path: …}`.
    pub path: Option<HttpPath>,
    /// An HTTP request.
    pub http: Option<HttpProbe>,
    /// A request of gRPC's health checking protocol.
    pub grpc: Option<GrpcProbe>,
    /// A connection that is opened.
    pub tcp: Option<TcpProbe>,
    /// A command that succeeds.
    pub exec: Option<ExecProbe>,
    /// Seconds before the first time.
    pub initial_delay: Option<u32>,
    /// Seconds from one time to the next.
    pub period: Option<u32>,
    /// Seconds to wait for the answer.
    pub timeout: Option<u32>,
    /// Failures in a row that count.
    pub failure_threshold: Option<u32>,
}

/// A probe by an HTTP request.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct HttpProbe {
    /// Path of the request. `/` if nobody says otherwise.
    pub path: Option<HttpPath>,
    /// Name of the port; the first if nobody says otherwise.
    pub port: Option<PortName>,
}

/// A probe by gRPC's health checking protocol.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct GrpcProbe {
    /// Name of the port; the first if nobody says otherwise.
    pub port: Option<PortName>,
    /// The service that is asked for; the server as a whole if nobody says otherwise.
    pub service: Option<String>,
}

/// A probe by a connection.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TcpProbe {
    /// Name of the port; the first if nobody says otherwise.
    pub port: Option<PortName>,
}

/// A probe by a command.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExecProbe {
    /// The command and its arguments.
    pub command: Vec<String>,
}

/// How many pods a rollout may add and take.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StrategySettings {
    /// Pods above the wanted number.
    pub max_surge: Option<u32>,
    /// Pods below the wanted number.
    pub max_unavailable: Option<u32>,
}

/// Scaling by load.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Autoscaling {
    /// Fewest pods.
    pub min: u32,
    /// Most pods.
    pub max: u32,
    /// Mean CPU use to keep, in percent of the request.
    pub cpu_percent: Option<u32>,
    /// Mean memory use to keep, in percent of the request.
    pub memory_percent: Option<u32>,
}
