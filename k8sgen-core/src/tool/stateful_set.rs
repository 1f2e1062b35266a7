//! `generate_stateful_set`.

use k8sgen_templates::kind::StatefulSet;
use k8sgen_templates::names::{DnsLabel, ImageRef};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fill::Notes;
use super::inputs::document;
use super::pod::{Overrides, Pods, claims};
use super::{Inputs, Made, Tool};
use crate::inventory::Kind;
use crate::layout;
use crate::problem::Problems;

/// Makes one StatefulSet: pods that each have a name, and disks of their own.
///
/// Fills in everything but the name. Call it after the Service, the service account and what it reads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateStatefulSet {
    /// Name of the service in the inventory.
    #[schemars(example = &"queue")]
    pub name: DnsLabel,
    /// Another image, with its tag or digest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"ghcr.io/acme/queue:1.2.3")]
    pub image: Option<ImageRef>,
    /// Number of pods. Not for an autoscaled service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = 3)]
    pub replicas: Option<u32>,
}

impl Tool for GenerateStatefulSet {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let mut notes = Notes::default();
        let overrides = Overrides {
            image: self.image.clone(),
            ..Overrides::default()
        };
        let pods = Pods::new(inputs, &self.name, Kind::StatefulSet, overrides)?;
        let workload = pods.fill(&mut notes)?;
        let service = pods.service();
        let settings = &service.stateful_set;
        let set = StatefulSet {
            metadata: workload.metadata,
            replicas: pods.replicas(self.replicas.as_ref(), &mut notes)?,
            selector: workload.selector,
            service_name: service.name.clone(),
            pod_management_policy: settings.pod_management_policy,
            min_ready_seconds: service.min_ready_seconds,
            claim_retention: settings.persistent_volume_claim_retention_policy,
            pod: workload.pod,
            claims: claims(service),
        };
        Ok(Made::document(
            layout::workload(Kind::StatefulSet, &workload.tier, &self.name),
            document(&set),
            notes.finish(),
        ))
    }
}
