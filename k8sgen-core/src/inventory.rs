//! What the user says about the project: `k8sgen.yaml`, read and checked as a whole.
//!
//! The file is layered: a service's settings lie on its tier's, those on the project's `defaults`, those
//! on the built-in ones in `builtin.yaml`. Each merged value keeps the place that it came from.

mod check;
mod environment;
mod error;
mod file;
mod gitops;
mod load;
mod resolve;
mod service;
mod settings;
mod text;

pub use environment::{Environment, EnvironmentService};
pub use error::Error;
pub use file::{
    AwsAccess, ConnectsTo, Egress, File, GitRepository, Identity, IngressSettings, Monitoring,
    PolicyMode, RoleSettings, S3Access, Scheme, SecretSettings, SecretsAs, ServiceAccountSettings,
    TerraformSettings, ValidateSettings,
};
pub use gitops::{Addon, AddonSettings, GitOps};
pub use load::load;
pub use resolve::read;
pub use service::{Budget, Probe, Probes, Service};
pub use settings::{
    Autoscaling, ProbeSettings, ProbesSettings, ResourceSettings, ResourcesSettings, Settings,
};
pub use text::{Reference, Text};

use indexmap::IndexMap;
use k8sgen_templates::names::{ChartVersion, ConfigKey, DnsLabel, DnsSubdomain, Namespace};

use crate::problem::Place;
use crate::yaml::{Layer, Node};

/// ConfigMaps and their values.
pub type ConfigMaps = IndexMap<DnsSubdomain, IndexMap<ConfigKey, Text>>;

/// A project, with no holes and no contradictions.
#[derive(Debug, Clone)]
pub struct Inventory {
    /// Name of the project.
    pub project: DnsLabel,
    /// Terraform's name of what it made, such as `pre-prod`.
    pub environment: DnsLabel,
    /// Namespace of the base.
    pub namespace: Namespace,
    /// Value of `${log_level}` in the base.
    pub log_level: String,
    /// Where Terraform's values are read from, and which is which.
    pub terraform: TerraformSettings,
    /// Where the generated repository will live.
    pub repository: Option<GitRepository>,
    /// What keeps the cluster as the repository says.
    pub gitops: GitOps,
    /// What that installs beside the application, and the versions that are asked for.
    pub infrastructure: IndexMap<Addon, Option<ChartVersion>>,
    /// How pods get AWS permissions.
    pub identity: Identity,
    /// What scrapes metrics.
    pub monitoring: Option<Monitoring>,
    /// The load balancer.
    pub ingress: IngressSettings,
    /// ConfigMaps.
    pub configmaps: ConfigMaps,
    /// Secrets that are copied from AWS Secrets Manager.
    pub secrets: IndexMap<DnsSubdomain, SecretSettings>,
    /// Service accounts that need more than a name.
    pub service_accounts: IndexMap<DnsSubdomain, ServiceAccountSettings>,
    /// Roles, and who has them.
    pub roles: IndexMap<DnsSubdomain, RoleSettings>,
    /// Tiers, in the order of the file.
    pub tiers: Vec<DnsLabel>,
    /// Services, tier by tier, each tier in the order of the file.
    pub services: IndexMap<DnsLabel, Service>,
    /// Environments, one overlay each, in the order of the file.
    pub environments: IndexMap<DnsLabel, Environment>,
    /// What the validator takes for a mistake.
    pub validate: ValidateSettings,
    /// The file's path, as it was given.
    pub file: String,
    /// The file's text.
    pub text: String,
    root: Node,
}

/// Where a value of the inventory came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The user's file.
    File(Place),
    /// k8sgen's own defaults.
    BuiltIn,
}

/// The JSON Schema (2020-12) of `k8sgen.yaml`.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(File).to_value()
}

impl Inventory {
    /// Where the value at `path` came from, such as `["services", "web-ui", "port"]`. A service's path
    /// leads through its tier and the defaults.
    #[must_use]
    pub fn origin(&self, path: &[&str]) -> Origin {
        let node = match path {
            ["services", service, rest @ ..] => match self.services.get(*service) {
                Some(service) => service.merged.deepest(rest.iter().copied()),
                None => &self.root,
            },
            _ => self.root.deepest(path.iter().copied()),
        };
        match node.mark.layer {
            Layer::BuiltIn => Origin::BuiltIn,
            Layer::File | Layer::Source(_) => Origin::File(node.mark.place(&self.file)),
        }
    }

    /// Where the value at `path` stands in the file.
    #[must_use]
    pub fn place(&self, path: &[&str]) -> Option<Place> {
        match self.origin(path) {
            Origin::File(place) => Some(place),
            Origin::BuiltIn => None,
        }
    }

    /// Where a key of the mapping at `path` stands in the file.
    pub(crate) fn key_place(&self, path: &[&str], key: &str) -> Option<Place> {
        let entry = self.root.at(path.iter().copied())?.entry(key)?;
        Some(entry.mark.place(&self.file))
    }

    /// Where an item of the list at `path` stands in the file.
    pub(crate) fn item_place(&self, path: &[&str], index: usize) -> Option<Place> {
        let item = self.root.at(path.iter().copied())?.items().get(index)?;
        Some(item.mark.place(&self.file))
    }

    /// Services of a tier, in the order of the file.
    pub fn services_of(&self, tier: &DnsLabel) -> impl Iterator<Item = &Service> {
        self.services
            .values()
            .filter(move |service| service.tier == *tier)
    }

    /// Services that call `callee`.
    pub fn callers_of<'a>(&'a self, callee: &'a DnsLabel) -> impl Iterator<Item = &'a Service> {
        self.services
            .values()
            .filter(move |service| service.calls.contains(callee))
    }
}
