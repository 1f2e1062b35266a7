//! `generate_overlay`.

mod base;
mod images;
mod patches;

use k8sgen_templates::kind::{Kustomization, ReplicaCount};
use k8sgen_templates::names::{DnsLabel, LabelValue};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::inputs::{fixed, well_known};
use super::{Inputs, Made, Reads, Tool};
use crate::inventory::Environment;
use crate::layout;
use crate::problem::Problems;
use crate::tree::Document;

/// Makes one environment's overlay: its namespace, images, replicas, and how else it differs from the base.
///
/// Fills in everything from the inventory's environment of that name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateOverlay {
    /// Name of the environment in the inventory, such as `production`.
    #[schemars(example = &"production")]
    pub environment: DnsLabel,
}

impl Tool for GenerateOverlay {
    const SUBJECT: &'static [&'static str] = &["environment"];
    const READS: Reads = Reads::Tree;

    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let environment = inputs.environment(&self.environment)?;
        let instance = format!("{}-{}", inputs.inventory.project, environment.name);
        let labels = instance
            .parse::<LabelValue>()
            .ok()
            .map(|instance| (well_known("instance"), instance));
        let about = match &environment.domain {
            Some(domain) => format!("The environment {}, under {domain}.", environment.name),
            None => format!(
                "The environment {}, under the load balancer's own name.",
                environment.name
            ),
        };
        let runs = images::runs(inputs, environment)?;
        let kustomization = Kustomization {
            about,
            namespace: Some(environment.namespace.clone()),
            resources: resources(inputs, environment),
            labels: labels.into_iter().collect(),
            images: images::overrides(&runs, environment),
            replicas: replicas(inputs, environment),
            patches: patches::all(inputs, environment, &runs)?,
        };
        let document = Document::new(
            Kustomization::KIND,
            environment.name.as_str(),
            kustomization.to_yaml(),
        );
        Ok(Made::document(
            layout::overlay(&environment.name),
            document,
            Vec::new(),
        ))
    }
}

/// The base, and the files beside the overlay's own.
fn resources(inputs: &Inputs<'_>, environment: &Environment) -> Vec<String> {
    let own = layout::overlay(&environment.name);
    let folder = format!("overlays/{}/", environment.name);
    let files = inputs
        .tree
        .iter()
        .map(|(path, _)| path)
        .filter(|path| **path != own);
    let files = files
        .filter_map(|path| path.as_str().strip_prefix(&folder))
        .map(str::to_owned);
    std::iter::once("../../base".to_owned())
        .chain(files)
        .collect()
}

/// Deployments whose number of pods is fixed here, and differs from the base.
fn replicas(inputs: &Inputs<'_>, environment: &Environment) -> Vec<ReplicaCount> {
    let services = inputs.inventory.services.values();
    let fixed_here =
        services.filter(|service| !environment.is_autoscaled() || service.autoscaling.is_none());
    fixed_here
        .map(|service| (service, environment.fewest_pods(service)))
        .filter(|(service, count)| service.autoscaling.is_some() || *count != service.replicas)
        .map(|(service, count)| ReplicaCount {
            name: fixed(service.name.as_str()),
            count,
        })
        .collect()
}
