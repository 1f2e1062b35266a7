//! `generate_kustomization`.

use k8sgen_templates::kind::{Kustomization, Labels};
use k8sgen_templates::names::RepoPath;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Inputs, Made, Reads, Tool};
use crate::addon;
use crate::layout;
use crate::problem::Problems;
use crate::tree::Document;

/// Makes a folder's `kustomization.yaml`: the base's, or that of what the GitOps engine reads.
///
/// Fills in the files of the folder; of the base every one that has been made, so call it after the last of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateKustomization {
    /// The folder.
    #[serde(default)]
    pub path: Folder,
}

/// A folder with a kustomization that is not an environment's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Folder {
    /// What all environments share.
    #[default]
    Base,
    /// What the cluster needs beside the application.
    Infrastructure,
    /// What Argo CD reads.
    ArgocdApps,
    /// What Flux reads.
    Flux,
}

impl Tool for GenerateKustomization {
    const SUBJECT: &'static [&'static str] = &["path"];
    const READS: Reads = Reads::Tree;

    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let (folder, about, resources) = match self.path {
            Folder::Base => (layout::BASE, "What all environments share.", shared(inputs)),
            Folder::Infrastructure => (
                layout::INFRASTRUCTURE,
                "What the cluster needs beside the application.",
                infrastructure(inputs),
            ),
            Folder::ArgocdApps => (
                layout::ARGOCD,
                "What the app of apps, root.yaml, brings.",
                argocd(inputs),
            ),
            Folder::Flux => (layout::FLUX, "What root.yaml brings.", flux(inputs)),
        };
        let kustomization = Kustomization {
            about: about.to_owned(),
            namespace: None,
            resources,
            labels: Labels::new(),
            images: Vec::new(),
            replicas: Vec::new(),
            patches: Vec::new(),
        };
        let document = Document::new(Kustomization::KIND, folder, kustomization.to_yaml());
        let path = layout::kustomization_of(folder);
        Ok(Made::document(path, document, Vec::new()))
    }
}

fn infrastructure(inputs: &Inputs<'_>) -> Vec<String> {
    let file = addon::file_name(inputs.inventory.gitops);
    let addons = inputs.inventory.infrastructure.keys();
    addons.map(|addon| format!("{addon}/{file}")).collect()
}

fn environments(inputs: &Inputs<'_>) -> impl Iterator<Item = String> {
    let names = inputs.inventory.environments.keys();
    names.map(|name| format!("{name}.yaml"))
}

fn argocd(inputs: &Inputs<'_>) -> Vec<String> {
    let infrastructure = format!("../{}", layout::INFRASTRUCTURE);
    let has_infrastructure = !inputs.inventory.infrastructure.is_empty();
    std::iter::once("project.yaml".to_owned())
        .chain(has_infrastructure.then_some(infrastructure))
        .chain(environments(inputs))
        .collect()
}

fn flux(inputs: &Inputs<'_>) -> Vec<String> {
    let has_infrastructure = !inputs.inventory.infrastructure.is_empty();
    std::iter::once("source.yaml".to_owned())
        .chain(has_infrastructure.then(|| format!("{}.yaml", layout::INFRASTRUCTURE)))
        .chain(environments(inputs))
        .collect()
}

/// Every file of the base, what others need first.
fn shared(inputs: &Inputs<'_>) -> Vec<String> {
    let own = layout::kustomization();
    let mut files: Vec<&RepoPath> = inputs
        .tree
        .iter()
        .map(|(path, _)| path)
        .filter(|path| path.as_str().starts_with("base/") && **path != own)
        .collect();
    files.sort_by_key(|path| {
        let mut order = layout::ORDER.iter();
        let place = order.position(|folder| path.as_str().starts_with(folder));
        place.unwrap_or(layout::ORDER.len())
    });
    files
        .iter()
        .filter_map(|path| path.as_str().strip_prefix("base/"))
        .map(str::to_owned)
        .collect()
}
