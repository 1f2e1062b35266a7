//! `generate_pdb`.

use k8sgen_templates::kind::{Available, PodDisruptionBudget};
use k8sgen_templates::names::DnsLabel;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fill::{Notes, Provenance};
use super::inputs::{document, selector};
use super::{Error, Inputs, Made, Tool, refuse};
use crate::inventory::Budget;
use crate::layout;
use crate::problem::Problems;

/// Makes one PodDisruptionBudget: how many pods must stay while nodes are drained.
///
/// Fills in the inventory's `min_available`, or lets one pod go at a time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GeneratePdb {
    /// Name of the service in the inventory, such as `api-gateway`.
    #[schemars(example = &"api-gateway")]
    pub name: DnsLabel,
    /// How many pods must be available.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = 2)]
    pub min_available: Option<u32>,
}

impl Tool for GeneratePdb {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let mut notes = Notes::default();
        let service = inputs.service(&self.name)?;
        let what = || format!("the disruption budget of `{}`", self.name);
        let available = match (self.min_available, service.budget) {
            (Some(pods), _) => {
                notes.note("min_available", &pods, Provenance::Argument);
                Available::Min(pods)
            }
            (None, Some(Budget::MinAvailable(pods))) => {
                let origin =
                    inputs
                        .inventory
                        .origin(&["services", self.name.as_str(), "min_available"]);
                notes.note("min_available", &pods, origin.into());
                Available::Min(pods)
            }
            (None, Some(Budget::MaxUnavailable(pods))) => {
                notes.note("max_unavailable", &pods, Provenance::BuiltIn);
                Available::MaxUnavailable(pods)
            }
            (None, None) => {
                let why = "one pod alone can't be kept while its node is drained".to_owned();
                return Err(refuse(&Error::Unfit { what: what(), why }));
            }
        };
        if let Available::Min(pods) = available
            && pods >= service.fewest_pods()
        {
            let why = format!(
                "{pods} of {} pods must stay: no node could be drained",
                service.fewest_pods()
            );
            return Err(refuse(&Error::Unfit { what: what(), why }));
        }
        let budget = PodDisruptionBudget {
            metadata: inputs.service_metadata(service, None),
            selector: selector(&self.name),
            available,
        };
        Ok(Made::document(
            layout::pdbs(),
            document(&budget),
            notes.finish(),
        ))
    }
}
