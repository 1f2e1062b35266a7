//! `generate_deployment`.

use indexmap::IndexMap;
use k8sgen_templates::kind::Deployment;
use k8sgen_templates::names::{
    DnsLabel, DnsSubdomain, EnvVarName, HttpPath, ImageRef, Port, Quantity,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fill::Notes;
use super::inputs::document;
use super::pod::{Overrides, Pods};
use super::{Inputs, Made, Tool};
use crate::inventory::Kind;
use crate::layout;
use crate::problem::Problems;

/// Makes one Deployment: the pods of a workload, locked down.
///
/// Fills in everything but the name: image from the registry, port, probes, resources, variables,
/// scaling. Call it after the service account, the ConfigMaps and the Secrets that it reads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateDeployment {
    /// Name of the service in the inventory, such as `web-ui`.
    #[schemars(example = &"web-ui")]
    pub name: DnsLabel,
    /// Another image than the registry's, with its tag or digest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"ghcr.io/acme/web-ui:1.2.3")]
    pub image: Option<ImageRef>,
    /// The port that it listens on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = 8080)]
    pub port: Option<Port>,
    /// The service account that its pods run as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"backend-sa")]
    pub service_account: Option<DnsSubdomain>,
    /// Its tier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"backend")]
    pub tier: Option<DnsLabel>,
    /// Number of pods. Not for an autoscaled service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(max = 1000), example = 2)]
    pub replicas: Option<u32>,
    /// CPU that it is promised, such as `100m`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"100m")]
    pub cpu_request: Option<Quantity>,
    /// Memory that it is promised, such as `128Mi`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"128Mi")]
    pub memory_request: Option<Quantity>,
    /// CPU that it may use at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"500m")]
    pub cpu_limit: Option<Quantity>,
    /// Memory that it may use at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"512Mi")]
    pub memory_limit: Option<Quantity>,
    /// Variables to set or to add. Never a secret's value.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    #[schemars(example = serde_json::json!({"LOG_FORMAT": "json"}))]
    pub env_vars: IndexMap<EnvVarName, String>,
    /// The ConfigMaps that it reads, whole where the inventory does not name keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = ["common-config"])]
    pub config_maps: Option<Vec<DnsSubdomain>>,
    /// The Secrets that it reads, whole where the inventory does not name keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = ["database-credentials"])]
    pub secrets: Option<Vec<DnsSubdomain>>,
    /// Path of its probes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"/health")]
    pub health_check_path: Option<HttpPath>,
}

impl Tool for GenerateDeployment {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let mut notes = Notes::default();
        let pods = Pods::new(inputs, &self.name, Kind::Deployment, self.overrides())?;
        let workload = pods.fill(&mut notes)?;
        let service = pods.service();
        let deployment = Deployment {
            metadata: workload.metadata,
            replicas: pods.replicas(self.replicas.as_ref(), &mut notes)?,
            selector: workload.selector,
            rolling_update: service.rolling_update,
            min_ready_seconds: service.min_ready_seconds,
            pod: workload.pod,
        };
        Ok(Made::document(
            layout::workload(Kind::Deployment, &workload.tier, &self.name),
            document(&deployment),
            notes.finish(),
        ))
    }
}

impl GenerateDeployment {
    fn overrides(&self) -> Overrides {
        Overrides {
            image: self.image.clone(),
            port: self.port,
            service_account: self.service_account.clone(),
            tier: self.tier.clone(),
            cpu_request: self.cpu_request.clone(),
            memory_request: self.memory_request.clone(),
            cpu_limit: self.cpu_limit.clone(),
            memory_limit: self.memory_limit.clone(),
            env_vars: self.env_vars.clone(),
            config_maps: self.config_maps.clone(),
            secrets: self.secrets.clone(),
            health_check_path: self.health_check_path.clone(),
        }
    }
}
