//! `create_directory_structure`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Inputs, Made, Tool};
use crate::inventory::{GitOps, Kind};
use crate::layout;
use crate::problem::Problems;

/// Makes the folders of the repository.
///
/// Call it once, before the first manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateDirectoryStructure {}

impl Tool for CreateDirectoryStructure {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let workloads = workloads(inputs);
        let overlays = inputs
            .inventory
            .environments
            .keys()
            .map(|name| format!("overlays/{name}"));
        let folders = layout::FOLDERS
            .iter()
            .map(ToString::to_string)
            .chain(workloads)
            .chain(overlays)
            .chain(gitops(inputs));
        let folders = folders
            .map(|folder| super::inputs::fixed(&folder))
            .collect();
        Ok(Made {
            path: None,
            documents: Vec::new(),
            folders,
            filled: Vec::new(),
        })
    }
}

/// The folders of workloads: those of Deployments for each tier, and those of other kinds where there are any.
fn workloads(inputs: &Inputs<'_>) -> Vec<String> {
    let deployments = layout::workloads(Kind::Deployment);
    let tiers = inputs.inventory.tiers.iter();
    let tiers = tiers.map(|tier| format!("{deployments}/{tier}"));
    let services = inputs.inventory.services.values();
    let others = services.filter(|service| service.kind != Kind::Deployment);
    let others =
        others.map(|service| format!("{}/{}", layout::workloads(service.kind), service.tier));
    std::iter::once(deployments.to_owned())
        .chain(tiers)
        .chain(others)
        .collect()
}

/// The folders of the GitOps engine, and of what it installs.
fn gitops<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = String> + 'a {
    let engine = match inputs.inventory.gitops {
        GitOps::ArgoCd => Some(layout::ARGOCD),
        GitOps::Flux => Some(layout::FLUX),
        GitOps::None => None,
    };
    let addons = inputs.inventory.infrastructure.keys();
    let addons = addons.map(|addon| format!("{}/{addon}", layout::INFRASTRUCTURE));
    engine.map(str::to_owned).into_iter().chain(addons)
}
