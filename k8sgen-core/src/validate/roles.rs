//! What each document is there for: a kustomization says which files are patches, and which it only reads. A file
//! that none names is a patch if it is called so: `patches/replicas.yaml`, `manager_auth_proxy_patch.yaml`.

use std::collections::BTreeMap;

use super::document::{Document, Documents, Role};
use super::files::Files;
use super::kustomize::{data_paths, inline};
use super::paths::{folder, joined};
use crate::yaml::Node;

/// What a kustomization names a file as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Named {
    Patch,
    Data,
    Resource,
}

/// A file that a kustomization names as a patch holds patches; one that it only reads is left alone.
pub(super) fn settle(files: &Files, documents: &mut Documents) {
    let mut named = BTreeMap::new();
    let mut patches = Vec::new();
    let kustomizations = documents
        .documents
        .iter()
        .filter(|document| document.role == Role::Kustomization);
    for document in kustomizations {
        let folder = folder(&document.path);
        let mut name = |node: Option<&Node>, as_what: Named| {
            let path = node
                .and_then(Node::text)
                .and_then(|path| joined(folder, path));
            if let Some(path) = path {
                named.entry(path).or_insert(as_what);
            }
        };
        let list = |key: &str| document.at([key]).map_or(&[][..], Node::items);
        for patch in list("patches").iter().chain(list("patchesJson6902")) {
            name(patch.at(["path"]), Named::Patch);
        }
        for patch in list("patchesStrategicMerge") {
            name(Some(patch), Named::Patch);
        }
        let texts = list("patches")
            .iter()
            .filter_map(|entry| entry.at(["patch"]));
        for text in texts.chain(list("patchesStrategicMerge")) {
            patches.extend(objects(files, document, text));
        }
        for file in list("resources") {
            name(Some(file), Named::Resource);
        }
        for key in [
            "configurations",
            "crds",
            "generators",
            "transformers",
            "validators",
        ] {
            for file in list(key) {
                name(Some(file), Named::Data);
            }
        }
        for replacement in list("replacements") {
            name(replacement.at(["path"]), Named::Data);
        }
        for generator in list("configMapGenerator")
            .iter()
            .chain(list("secretGenerator"))
        {
            for path in data_paths(generator) {
                if let Some(path) = joined(folder, path) {
                    named.entry(path).or_insert(Named::Data);
                }
            }
        }
    }
    documents.inline = patches;
    // A CRD that kustomize reads as OpenAPI is still one that can be applied.
    let is_data = |document: &Document| {
        named.get(&*document.path) == Some(&Named::Data)
            && document.kind() != "CustomResourceDefinition"
    };
    documents.documents.retain(|document| !is_data(document));
    for document in &mut documents.documents {
        let named = named.get(&*document.path);
        let is_patch =
            named == Some(&Named::Patch) || named.is_none() && is_called_patch(&document.path);
        if document.role == Role::Manifest && is_patch {
            document.role = Role::Patch;
        }
    }
}

/// The parts of objects that stand in a kustomization's own text. What is no YAML is the build's to say.
fn objects(files: &Files, kustomization: &Document, said: &Node) -> Vec<Document> {
    let Some(text) = said.text().filter(|text| text.contains('\n')) else {
        return Vec::new();
    };
    let documents = inline(files, said, text).documents.into_iter();
    let is_object = |node: &Node| {
        let mut fields = ["apiVersion", "kind"].into_iter();
        fields.all(|field| node.at([field]).is_some_and(|value| value.text().is_some()))
    };
    let documents = documents.enumerate().filter(|(_, node)| is_object(node));
    documents
        .map(|(index, node)| Document {
            path: kustomization.path.clone(),
            index,
            role: Role::Patch,
            node,
        })
        .collect()
}

/// Whether a file's name, or that of its folder, has the word `patch`.
fn is_called_patch(path: &str) -> bool {
    let mut parts = path.rsplit('/').take(2);
    parts.any(|part| {
        let mut words = part.split(|c: char| !c.is_ascii_alphanumeric());
        words.any(|word| word.eq_ignore_ascii_case("patch") || word.eq_ignore_ascii_case("patches"))
    })
}
