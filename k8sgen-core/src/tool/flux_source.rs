//! `generate_flux_source`.

use k8sgen_templates::kind::{GitReference, GitRepository, Metadata};
use k8sgen_templates::names::{DnsSubdomain, RepoPath};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::inputs::{document, fixed};
use super::{Inputs, Made, Tool};
use crate::addon::FLUX_NAMESPACE;
use crate::inventory::Inventory;
use crate::layout;
use crate::problem::Problems;

/// Makes the `GitRepository` of Flux: where it reads from.
///
/// Fills in the repository and its revision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateFluxSource {
    /// Another branch, tag or commit than the inventory's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"main")]
    pub revision: Option<String>,
}

/// Name of the repository in the cluster.
pub(super) fn name(inventory: &Inventory) -> DnsSubdomain {
    fixed(inventory.project.as_str())
}

/// Name of the Secret that the repository is read with, if that takes a key.
pub(super) fn secret(inventory: &Inventory, address: &str) -> Option<DnsSubdomain> {
    let is_ssh = address.starts_with("ssh://");
    is_ssh.then(|| fixed(&format!("{}-git", name(inventory))))
}

impl Tool for GenerateFluxSource {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let repository = inputs.repository("the GitRepository")?;
        let revision = self.revision.as_ref().unwrap_or(&repository.revision);
        let url = address(&repository.url);
        let name = name(inputs.inventory);
        let secret = secret(inputs.inventory, &url);
        let source = GitRepository {
            metadata: Metadata {
                namespace: Some(fixed(FLUX_NAMESPACE)),
                ..inputs.metadata(&name)
            },
            url,
            reference: reference(revision),
            secret,
        };
        let path: RepoPath = layout::flux_source();
        Ok(Made::document(path, document(&source), Vec::new()))
    }
}

/// The address as Flux takes it: `git@host:path` is `ssh://git@host/path`.
pub(super) fn address(url: &str) -> String {
    match url.split_once(':') {
        Some((host, path)) if !path.starts_with("//") => {
            format!("ssh://{host}/{}", path.trim_start_matches('/'))
        }
        _ => url.to_owned(),
    }
}

/// What a revision is, by how it looks: a commit of 40 digits, a full reference, a version, else a branch.
fn reference(revision: &str) -> GitReference {
    let is_commit = revision.len() == 40 && revision.bytes().all(|b| b.is_ascii_hexdigit());
    let version = revision.strip_prefix('v').unwrap_or(revision);
    let numbers = version.split(['-', '+']).next().unwrap_or_default();
    let is_version = numbers.contains('.')
        && numbers
            .split('.')
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    let revision = revision.to_owned();
    if is_commit {
        GitReference::Commit(revision)
    } else if revision.starts_with("refs/") {
        GitReference::Name(revision)
    } else if is_version {
        GitReference::Tag(revision)
    } else {
        GitReference::Branch(revision)
    }
}
