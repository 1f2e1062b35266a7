//! `generate_argocd_project`.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use k8sgen_templates::kind::{AllowedKind, AppProject, Application, Manifest, Metadata};
use k8sgen_templates::names::{DnsSubdomain, LabelKey};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::inputs::{document, fixed};
use super::{Inputs, Made, Reads, Tool};
use crate::addon::{self, ARGOCD_NAMESPACE, Chart};
use crate::inventory::{CLUSTER_KINDS, Inventory};
use crate::layout;
use crate::problem::Problems;
use crate::yaml::{self, Layer};

/// The group of what kustomize alone reads.
const KUSTOMIZE: &str = "kustomize.config.k8s.io";

/// Makes the `AppProject`s of Argo CD: what the environments may do, and what the infrastructure may do.
///
/// Fills in the repository, the namespaces, and exactly the kinds that have been made, so call it after the last of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateArgocdProject {}

/// Name of the environments' project.
pub(super) fn environments(inventory: &Inventory) -> DnsSubdomain {
    fixed(inventory.project.as_str())
}

/// Name of the project of the infrastructure and the app of apps, which may do more.
pub(super) fn infrastructure(inventory: &Inventory) -> DnsSubdomain {
    fixed(&format!("{}-infrastructure", inventory.project))
}

/// Asks the API server what would change, so that a default that it fills in is no difference.
pub(super) fn compare() -> [(LabelKey, String); 1] {
    [(
        fixed("argocd.argoproj.io/compare-options"),
        "ServerSideDiff=true".to_owned(),
    )]
}

impl Tool for GenerateArgocdProject {
    const READS: Reads = Reads::Tree;

    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let repository = inputs.repository("the AppProject")?;
        let documents = vec![
            document(&for_environments(inputs, &repository.url)),
            document(&for_infrastructure(inputs, &repository.url)),
        ];
        Ok(Made {
            path: Some(layout::argocd_project()),
            documents,
            folders: Vec::new(),
            filled: Vec::new(),
        })
    }
}

/// Metadata without a wave: projects come before everything that is in one.
fn metadata(inputs: &Inputs<'_>, name: &DnsSubdomain) -> Metadata {
    Metadata {
        namespace: Some(fixed(ARGOCD_NAMESPACE)),
        annotations: IndexMap::new(),
        ..inputs.metadata(name)
    }
}

fn allowed(group: &str, kind: &str, name: Option<String>) -> AllowedKind {
    AllowedKind {
        group: group.to_owned(),
        kind: kind.to_owned(),
        name,
    }
}

/// The API group of a document; `""` for the core group. Only what somebody else wrote need not begin a line with it.
fn group(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "./-".contains(c);
    let mut lines = text
        .lines()
        .filter_map(|line| line.strip_prefix("apiVersion: "));
    let version = match lines.next().filter(|version| version.chars().all(plain)) {
        Some(version) => Some(version.to_owned()),
        None => yaml::load("", text, Layer::File)
            .ok()
            .and_then(|(root, _)| {
                let version = root.at(["apiVersion"])?.text()?;
                Some(version.to_owned())
            }),
    };
    let version = version.unwrap_or_default();
    version
        .split_once('/')
        .map_or_else(String::new, |(group, _)| group.to_owned())
}

fn for_environments(inputs: &Inputs<'_>, repository: &str) -> AppProject {
    let inventory = inputs.inventory;
    let documents = inputs.tree.iter().filter(|(path, _)| {
        path.as_str().starts_with("base/") || path.as_str().starts_with("overlays/")
    });
    let documents = documents.flat_map(|(_, documents)| documents);
    let (mut cluster, mut namespaced) = (BTreeSet::new(), BTreeSet::new());
    for document in documents {
        let group = group(&document.text);
        let kind = document.kind.as_str();
        // kustomize reads its own and applies none; those of Flux are objects like any others.
        if group == KUSTOMIZE {
            continue;
        }
        if kind == "Namespace" {
            let names = inventory.environments.values();
            let names = names.map(|environment| environment.namespace.to_string());
            cluster.extend(names.map(|name| allowed(&group, kind, Some(name))));
        } else if CLUSTER_KINDS.contains(&kind) {
            cluster.insert(allowed(&group, kind, Some(document.name.clone())));
        } else {
            namespaced.insert(allowed(&group, kind, None));
        }
    }
    AppProject {
        metadata: metadata(inputs, &environments(inventory)),
        description: format!("The environments of {}", inventory.project),
        source_repos: vec![repository.to_owned()],
        namespaces: inventory
            .environments
            .values()
            .map(|environment| environment.namespace.clone())
            .collect(),
        cluster_kinds: cluster.into_iter().collect(),
        namespace_kinds: namespaced.into_iter().collect(),
    }
}

fn for_infrastructure(inputs: &Inputs<'_>, repository: &str) -> AppProject {
    let inventory = inputs.inventory;
    let charts: Vec<Chart> = inventory
        .infrastructure
        .keys()
        .map(|addon| addon::chart(*addon))
        .collect();
    let mut namespaces = vec![fixed(ARGOCD_NAMESPACE)];
    let mut source_repos = vec![repository.to_owned()];
    let (mut cluster, mut inside) = (BTreeSet::new(), BTreeSet::new());
    for kind in [AppProject::KIND, Application::KIND] {
        inside.insert(allowed("argoproj.io", kind, None));
    }
    for chart in &charts {
        if !namespaces.contains(&chart.namespace()) {
            namespaces.push(chart.namespace());
        }
        source_repos.push(chart.repository.to_owned());
        if chart.creates_namespace() {
            let name = Some(chart.namespace.to_owned());
            cluster.insert(allowed("", "Namespace", name));
        }
        let kinds = |kinds: &'static [(&str, &str)]| {
            let kinds = kinds.iter();
            kinds.map(|(group, kind)| allowed(group, kind, None))
        };
        cluster.extend(kinds(chart.cluster_kinds));
        inside.extend(kinds(chart.namespace_kinds));
    }
    AppProject {
        metadata: metadata(inputs, &infrastructure(inventory)),
        description: format!(
            "What the cluster needs beside {}, and the Applications themselves",
            inventory.project
        ),
        source_repos,
        namespaces,
        cluster_kinds: cluster.into_iter().collect(),
        namespace_kinds: inside.into_iter().collect(),
    }
}
