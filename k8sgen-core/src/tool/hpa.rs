//! `generate_hpa`.

use k8sgen_templates::kind::{HorizontalPodAutoscaler, Scalable, ScaleTarget};
use k8sgen_templates::names::DnsLabel;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fill::Notes;
use super::inputs::{document, fixed};
use super::{Error, Inputs, Made, Tool, refuse};
use crate::inventory::Autoscaling;
use crate::layout;
use crate::problem::Problems;

/// Makes one HorizontalPodAutoscaler: how many pods a workload has, by load.
///
/// Fills in the inventory's bounds and targets. The Deployment then has no `replicas` of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateHpa {
    /// Name of the service in the inventory, such as `api-gateway`.
    #[schemars(example = &"api-gateway")]
    pub name: DnsLabel,
    /// Fewest pods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    #[schemars(example = 2)]
    pub min: Option<u32>,
    /// Most pods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    #[schemars(example = 8)]
    pub max: Option<u32>,
    /// Mean CPU use to keep, in percent of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 1000), example = 70)]
    pub cpu_percent: Option<u32>,
    /// Mean memory use to keep, in percent of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 1000), example = 80)]
    pub memory_percent: Option<u32>,
}

impl Tool for GenerateHpa {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let mut notes = Notes::default();
        let service = inputs.service(&self.name)?;
        let what = format!("the autoscaler of `{}`", self.name);
        let Some(Autoscaling {
            min,
            max,
            cpu_percent,
            memory_percent,
        }) = service.autoscaling
        else {
            let why =
                "the service is not autoscaled; give it `autoscaling` in the inventory".to_owned();
            return Err(refuse(&Error::Unfit { what, why }));
        };
        let origin = |key| {
            inputs
                .inventory
                .origin(&["services", self.name.as_str(), "autoscaling", key])
        };
        let hpa = HorizontalPodAutoscaler {
            metadata: inputs.service_metadata(service, None),
            target: ScaleTarget {
                kind: Scalable::Deployment,
                name: fixed(self.name.as_str()),
            },
            min_replicas: notes.choose("min", self.min.as_ref(), (&min, origin("min"))),
            max_replicas: notes.choose("max", self.max.as_ref(), (&max, origin("max"))),
            cpu_percent: self.cpu_percent.or(cpu_percent),
            memory_percent: self.memory_percent.or(memory_percent),
        };
        let why = if hpa.min_replicas == 0 {
            Some("an autoscaler always keeps a pod: its minimum can't be 0".to_owned())
        } else if hpa.max_replicas < hpa.min_replicas {
            let (most, fewest) = (hpa.max_replicas, hpa.min_replicas);
            Some(format!("the maximum {most} is under the minimum {fewest}"))
        } else if [hpa.cpu_percent, hpa.memory_percent].contains(&Some(0)) {
            Some("no use at all can't be kept: a target is 1 percent or more".to_owned())
        } else {
            None
        };
        if let Some(why) = why {
            return Err(refuse(&Error::Unfit { what, why }));
        }
        Ok(Made::document(
            layout::hpas(),
            document(&hpa),
            notes.finish(),
        ))
    }
}
