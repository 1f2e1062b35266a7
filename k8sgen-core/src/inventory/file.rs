//! `k8sgen.yaml` as it is written. Its JSON Schema is what `k8sgen schema` prints.

use indexmap::IndexMap;
use k8sgen_templates::kind::{Labels, RoleRule};
use k8sgen_templates::names::{
    Cidr, ConfigKey, DnsLabel, DnsSubdomain, DomainName, ImageDigest, ImageTag, LabelKey,
    Namespace, Port, RepoPath,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::gitops::{self, Addon, AddonSettings, GitOps};
use super::manifest::ManifestSettings;
use super::settings::Settings;
use super::text::Text;
use crate::validate::objects::PodSecurity;

/// The inventory of a project: what runs in it, and how its environments differ.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(title = "k8sgen.yaml")]
pub struct File {
    /// Name of the project. Names of roles and labels begin with it.
    #[schemars(example = &"demo-replica-agent")]
    pub project: Option<DnsLabel>,
    /// Terraform's name of what it made, such as `pre-prod`.
    #[schemars(example = &"pre-prod")]
    pub environment: Option<DnsLabel>,
    /// Namespace of the base. Each environment has one of its own.
    #[schemars(example = &"demo")]
    pub namespace: Option<Namespace>,
    /// Value of `${log_level}` where an environment does not say otherwise.
    #[schemars(example = &"info")]
    pub log_level: Option<String>,
    /// Where Terraform's values are read from.
    pub terraform: TerraformSettings,
    /// Where the generated repository will live.
    pub repository: Option<GitRepository>,
    /// What keeps the cluster as the repository says. Argo CD if there is a `repository`, if nobody says otherwise.
    pub gitops: Option<GitOps>,
    /// What is installed beside the application, and which version of its Helm chart. If nobody says otherwise:
    /// External Secrets Operator where there are secrets, AWS Load Balancer Controller where there is an ingress,
    /// and Argo CD where it is the engine.
    pub infrastructure: Option<IndexMap<Addon, AddonSettings>>,
    /// How pods get AWS permissions.
    pub identity: Identity,
    /// What scrapes metrics, so that network policies let it in.
    pub monitoring: Option<Monitoring>,
    /// The load balancer in front of services with an `ingress_path`.
    pub ingress: IngressSettings,
    /// ConfigMaps and their values. `${database.endpoint}` and the like stand for Terraform's values.
    pub configmaps: IndexMap<DnsSubdomain, IndexMap<ConfigKey, Text>>,
    /// Secrets that are copied from AWS Secrets Manager into the cluster. No value ever stands here.
    pub secrets: IndexMap<DnsSubdomain, SecretSettings>,
    /// Service accounts that need more than a name.
    pub service_accounts: IndexMap<DnsSubdomain, ServiceAccountSettings>,
    /// Roles inside of the namespace, and who has them.
    pub roles: IndexMap<DnsSubdomain, RoleSettings>,
    /// What counts for every service that does not say otherwise.
    pub defaults: Settings,
    /// Tiers, and what counts for their services.
    pub tiers: IndexMap<DnsLabel, Settings>,
    /// The services.
    pub services: IndexMap<DnsLabel, Settings>,
    /// What `k8sgen validate -c` takes for a mistake.
    pub validate: ValidateSettings,
    /// Manifests of your own, which become part of the base: each is written out here, or the path of a YAML file
    /// beside this one.
    pub manifests: Vec<ManifestSettings>,
    /// The environments: one overlay and one namespace each.
    pub environments: IndexMap<DnsLabel, EnvironmentSettings>,
}

/// Where Terraform's values are read from, and which is which.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TerraformSettings {
    /// Terraform's outputs (`terraform output -json`) or states: files, or folders of them, from the folder of this file.
    #[schemars(example = ["terraform/outputs"])]
    pub sources: Vec<String>,
    /// Which output or attribute a field is read from, where names alone do not say: `database.endpoint: outputs.foo`, or
    /// `database.endpoint: aws_db_instance.main.address`.
    #[schemars(example = serde_json::json!({"database.endpoint": "outputs.rds_proxy_endpoint"}))]
    pub map: IndexMap<String, String>,
}

/// What the validator takes for a mistake.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ValidateSettings {
    /// The cluster's version. The newest that is known, if nobody says otherwise.
    #[schemars(example = &"1.36")]
    pub kubernetes_version: Option<String>,
    /// Rules that count, by their codes or what those begin with, such as `KG1`. All, if there is none.
    pub select: Vec<String>,
    /// Rules that do not count. The longer of two beginnings wins.
    pub ignore: Vec<String>,
    /// Environments in whose overlays an error is only a warning. Those that are left refuse.
    pub advise: Vec<DnsLabel>,
    /// The level of the Pod Security Standards that all pods must be of. The labels of each namespace say it, if nobody
    /// else does.
    pub pod_security: Option<PodSecurity>,
}

/// A Git repository.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GitRepository {
    /// Its address.
    #[schemars(example = &"https://github.com/example/demo.git")]
    pub url: String,
    /// Branch, tag or commit that is deployed.
    #[serde(default = "GitRepository::main")]
    pub revision: String,
    /// Folder of the repository that this tree lies in. The repository's root, if nobody says otherwise.
    #[serde(default, deserialize_with = "gitops::folder")]
    #[schemars(with = "Option<String>", example = &"clusters/demo")]
    pub path: Option<RepoPath>,
}

impl GitRepository {
    /// A folder of this tree, from the repository's root.
    #[must_use]
    pub fn folder(&self, folder: &str) -> String {
        match &self.path {
            Some(path) => format!("{path}/{folder}"),
            None => folder.to_owned(),
        }
    }

    fn main() -> String {
        "main".to_owned()
    }
}

/// How pods get AWS permissions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Identity {
    /// IAM roles for service accounts, by the cluster's OIDC provider.
    #[default]
    Irsa,
    /// EKS Pod Identity: an association for each service account and namespace, and an agent on the nodes.
    PodIdentity,
}

/// What scrapes metrics.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Monitoring {
    /// Namespace of the scraper.
    #[schemars(example = &"monitoring")]
    pub namespace: Namespace,
    /// Labels of the scraper's pods; all pods of its namespace if there are none.
    #[serde(default)]
    pub pods: Labels,
}

/// The load balancer in front of services with an `ingress_path`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct IngressSettings {
    /// Who can reach it at all.
    pub scheme: Scheme,
    /// Labels of the Ingress, beside those of k8sgen's own.
    pub labels: Labels,
    /// Annotations of the Ingress, such as further ones of the AWS Load Balancer Controller.
    pub annotations: IndexMap<LabelKey, String>,
}

/// Who can reach a load balancer at all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scheme {
    /// The internet, as far as `allowed_cidrs` let it; it stands in the public subnets.
    #[default]
    InternetFacing,
    /// The VPC and what is connected to it; it stands in the private subnets.
    Internal,
}

impl Scheme {
    /// As the AWS Load Balancer Controller spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InternetFacing => "internet-facing",
            Self::Internal => "internal",
        }
    }
}

/// Which calls inside of an environment's namespace network policies let through.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PolicyMode {
    /// Those that services list under `calls`, and no other.
    #[default]
    Strict,
    /// All of them. What leaves the namespace stays as it is.
    Namespace,
}

/// How a workload gets its secrets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SecretsAs {
    /// As variables of the keys' names.
    #[default]
    Variables,
    /// As files `/etc/secrets/<secret>/<key>`, each named by a variable `<KEY>_FILE`.
    Files,
}

/// A Secret that is copied from AWS Secrets Manager.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SecretSettings {
    /// Name of the secret in AWS Secrets Manager.
    #[schemars(example = &"${database.secret_name}")]
    pub remote: Text,
    /// Keys of the Secret, and the property of the remote JSON that each is copied from.
    pub keys: IndexMap<ConfigKey, String>,
    /// What its readers connect to with it. Network policies follow from this.
    #[serde(default)]
    pub connects_to: Option<ConnectsTo>,
    /// Networks and ports that its readers connect to with it, for what Terraform's values do not say.
    #[serde(default)]
    pub egress: Option<Egress>,
}

/// Something that Terraform made and services connect to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ConnectsTo {
    /// The database, on `database.port`, in the database subnets.
    Database,
    /// The cache, on `cache.port`, in the database subnets.
    Cache,
}

/// Networks and ports outside of the namespace.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Egress {
    /// Networks, such as `10.0.0.0/16`, or a reference to some, such as `${networking.private_subnet_cidrs}`.
    pub cidrs: Vec<Text>,
    /// TCP ports.
    pub ports: Vec<Port>,
}

/// A service account that needs more than a name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ServiceAccountSettings {
    /// Name of its IAM role. `<project>-<account without -sa>-role` if nobody says otherwise.
    pub role_name: Option<String>,
}

/// A role inside of the namespace, and who has it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleSettings {
    /// What it allows.
    pub rules: Vec<RoleRule>,
    /// Groups of people who have it, as the cluster's authentication names them.
    #[serde(default)]
    pub groups: Vec<String>,
    /// Service accounts that have it.
    #[serde(default)]
    pub service_accounts: Vec<DnsSubdomain>,
}

/// What a service needs of AWS by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AwsAccess {
    /// Access to the project's bucket.
    pub s3: Option<S3Access>,
}

/// Access to a bucket, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum S3Access {
    /// Lists and reads objects.
    Read,
    /// Lists, reads, writes and deletes objects.
    ReadWrite,
}

/// How an environment differs from the base.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EnvironmentSettings {
    /// Its namespace: its own, shared with no other environment.
    #[schemars(example = &"demo-production")]
    pub namespace: Option<Namespace>,
    /// Its domain. Without one, the load balancer's own name is used, over HTTP.
    #[schemars(example = &"example.com")]
    pub domain: Option<DomainName>,
    /// ARN of the certificate for the domain. Terraform's, if nobody says otherwise.
    pub certificate: Option<Text>,
    /// Value of `${log_level}`.
    pub log_level: Option<String>,
    /// Number of pods of every service. Given, nothing is autoscaled.
    pub replicas: Option<u32>,
    /// What resource requests and limits are multiplied with.
    pub resources_factor: Option<f64>,
    /// Tag of every image that the project builds.
    pub image_tag: Option<ImageTag>,
    /// Which calls inside of the namespace are let through.
    pub network_policies: PolicyMode,
    /// Networks that may open the load balancer. Only the VPC, if nobody says otherwise.
    pub allowed_cidrs: Vec<Cidr>,
    /// Says for a second time that the whole internet may open the load balancer.
    pub public: bool,
    /// Services that differ further.
    pub services: IndexMap<DnsLabel, EnvironmentServiceSettings>,
}

/// How one service differs in an environment.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EnvironmentServiceSettings {
    /// Number of pods; of an autoscaled service, the fewest.
    pub replicas: Option<u32>,
    /// Tag of its image.
    pub image_tag: Option<ImageTag>,
    /// Digest of its image. Wins over the tag.
    pub image_digest: Option<ImageDigest>,
}
