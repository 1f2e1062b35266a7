//! `create_directory_structure`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Inputs, Made, Tool};
use crate::inventory::GitOps;
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
        let tiers = inputs
            .inventory
            .tiers
            .iter()
            .map(|tier| format!("base/deployments/{tier}"));
        let overlays = inputs
            .inventory
            .environments
            .keys()
            .map(|name| format!("overlays/{name}"));
        let folders = layout::FOLDERS
            .iter()
            .map(ToString::to_string)
            .chain(tiers)
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
