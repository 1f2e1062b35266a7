//! `generate_kustomization`.

use k8sgen_templates::kind::{Kustomization, Labels};
use k8sgen_templates::names::RepoPath;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Inputs, Made, Tool};
use crate::layout;
use crate::problem::Problems;
use crate::tree::Document;

/// Makes `base/kustomization.yaml`: everything that all environments share.
///
/// Fills in every file of the base that has been made, so call it after the last of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateKustomization {
    /// The folder.
    #[serde(default)]
    pub path: Folder,
}

/// A folder with a kustomization that is not an environment's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Folder {
    /// What all environments share.
    #[default]
    Base,
}

impl Tool for GenerateKustomization {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let own = layout::kustomization();
        let mut files: Vec<&RepoPath> = inputs
            .tree
            .iter()
            .map(|(path, _)| path)
            .filter(|path| path.as_str().starts_with("base/") && **path != own)
            .collect();
        files.sort_by_key(|path| {
            layout::ORDER
                .iter()
                .position(|folder| path.as_str().starts_with(folder))
        });
        let kustomization = Kustomization {
            about: "What all environments share.".to_owned(),
            namespace: None,
            resources: files
                .iter()
                .filter_map(|path| path.as_str().strip_prefix("base/"))
                .map(str::to_owned)
                .collect(),
            labels: Labels::new(),
            images: Vec::new(),
            replicas: Vec::new(),
            patches: Vec::new(),
        };
        let document = Document::new(Kustomization::KIND, layout::BASE, kustomization.to_yaml());
        Ok(Made::document(own, document, Vec::new()))
    }
}
