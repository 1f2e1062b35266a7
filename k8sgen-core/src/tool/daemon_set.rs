//! `generate_daemon_set`.

use k8sgen_templates::kind::DaemonSet;
use k8sgen_templates::names::{DnsLabel, ImageRef};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fill::Notes;
use super::inputs::document;
use super::pod::{Overrides, Pods};
use super::{Inputs, Made, Tool};
use crate::inventory::Kind;
use crate::layout;
use crate::problem::Problems;

/// Makes one DaemonSet: one pod on each node.
///
/// Fills in everything but the name. Call it after the service account and what it reads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateDaemonSet {
    /// Name of the service in the inventory.
    #[schemars(example = &"agent")]
    pub name: DnsLabel,
    /// Another image, with its tag or digest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"ghcr.io/acme/agent:1.2.3")]
    pub image: Option<ImageRef>,
}

impl Tool for GenerateDaemonSet {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let mut notes = Notes::default();
        let overrides = Overrides {
            image: self.image.clone(),
            ..Overrides::default()
        };
        let pods = Pods::new(inputs, &self.name, Kind::DaemonSet, overrides)?;
        let workload = pods.fill(&mut notes)?;
        let service = pods.service();
        let set = DaemonSet {
            metadata: workload.metadata,
            selector: workload.selector,
            rolling_update: service.rolling_update,
            min_ready_seconds: service.min_ready_seconds,
            pod: workload.pod,
        };
        Ok(Made::document(
            layout::workload(Kind::DaemonSet, &workload.tier, &self.name),
            document(&set),
            notes.finish(),
        ))
    }
}
