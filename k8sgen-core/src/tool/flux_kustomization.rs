//! `generate_flux_kustomization`.

use k8sgen_templates::kind::{FluxKustomization, Metadata};
use k8sgen_templates::names::{DnsLabel, DnsSubdomain};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::inputs::{document, fixed};
use super::{Inputs, Made, Tool, flux_source};
use crate::addon::FLUX_NAMESPACE;
use crate::layout;
use crate::plan::Level;
use crate::problem::Problems;

/// What brings all others.
const ROOT: &str = "root";

/// Makes one Kustomization of Flux: an environment's, that of the `infrastructure`, or `root`, which brings the others.
///
/// Fills in the folder, and what is ready before it: the parts whose level is lower.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateFluxKustomization {
    /// `root`, `infrastructure`, or the name of an environment in the inventory.
    #[schemars(example = &"production")]
    pub name: DnsLabel,
}

impl Tool for GenerateFluxKustomization {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let repository = inputs.repository("the Kustomization")?;
        let called =
            |part: &str| -> DnsSubdomain { fixed(&format!("{}-{part}", inputs.inventory.project)) };
        let (about, folder, tool) = match self.name.as_str() {
            ROOT => (
                "Brings what is in flux/. Apply this file and source.yaml once, when Flux is there."
                    .to_owned(),
                layout::FLUX.to_owned(),
                None,
            ),
            layout::INFRASTRUCTURE => (
                "What the cluster needs beside the application, and before it.".to_owned(),
                layout::INFRASTRUCTURE.to_owned(),
                Some("generate_infrastructure"),
            ),
            _ => {
                let name = &inputs.environment(&self.name)?.name;
                (
                    format!("The environment {name}, when the infrastructure is ready."),
                    format!("overlays/{name}"),
                    Some("generate_overlay"),
                )
            }
        };
        // The infrastructure's level is under that of the environments.
        let infrastructure = Level::of("generate_infrastructure");
        let waits = tool.is_some_and(|tool| Level::of(tool) > infrastructure)
            && !inputs.inventory.infrastructure.is_empty();
        let depends_on = waits.then(|| called(layout::INFRASTRUCTURE));
        let name = called(self.name.as_str());
        let kustomization = FluxKustomization {
            about,
            metadata: Metadata {
                namespace: Some(fixed(FLUX_NAMESPACE)),
                ..inputs.metadata(&name)
            },
            depends_on: depends_on.into_iter().collect(),
            source: flux_source::name(inputs.inventory),
            path: format!("./{}", repository.folder(&folder)),
        };
        Ok(Made::document(
            layout::gitops(layout::FLUX, self.name.as_str()),
            document(&kustomization),
            Vec::new(),
        ))
    }
}
