//! Manifests of the user's own: written out in the inventory, or in files beside it.

use std::collections::BTreeMap;
use std::io::ErrorKind;

use k8sgen_templates::names::{DnsSubdomain, Namespace, RepoPath};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::error::Error;
use crate::manifest::{Fault, identity};
use crate::problem::{Place, Problem, shown};
use crate::yaml::{self, Entry, Layer, Mark, Node, Value};

/// A manifest of the user's own.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "neither a manifest nor the path of one stands here"
)]
pub enum ManifestSettings {
    /// The path of a YAML file, from the folder of the inventory.
    File(String),
    /// A manifest, written out.
    Inline(Map<String, Json>),
}

/// A manifest of the user's own that can be part of the base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// Its kind, such as `ResourceQuota`.
    pub kind: String,
    /// Its name.
    pub name: DnsSubdomain,
    /// Where it is written.
    pub place: Place,
    /// What it says.
    pub(crate) content: Node,
}

/// What is done with a secret instead of writing it down.
const INSTEAD: &str = "name the secret there under `secrets`";

/// Kinds that live outside of namespaces and that a project can bring.
pub(crate) const CLUSTER_KINDS: [&str; 6] = [
    "ClusterRole",
    "ClusterRoleBinding",
    "CustomResourceDefinition",
    "Namespace",
    "PriorityClass",
    "StorageClass",
];

impl Manifest {
    /// What it says, in `namespace`. What lives outside of namespaces stays there.
    #[must_use]
    pub fn to_yaml(&self, namespace: &Namespace) -> String {
        let mut content = self.content.clone();
        if !CLUSTER_KINDS.contains(&self.kind.as_str()) {
            set_namespace(&mut content, namespace.as_str());
        }
        yaml::to_yaml(&content)
    }
}

fn set_namespace(content: &mut Node, namespace: &str) {
    let Value::Map(entries) = &mut content.value else {
        return;
    };
    let metadata = entries.iter_mut().find(|entry| entry.key == "metadata");
    let Some(Value::Map(metadata)) = metadata.map(|entry| &mut entry.value.value) else {
        return;
    };
    if metadata.iter().any(|entry| entry.key == "namespace") {
        return;
    }
    let at = metadata.iter().position(|entry| entry.key == "name");
    let mark = content.mark;
    let value = Node {
        value: Value::Scalar {
            text: namespace.into(),
            plain: false,
        },
        mark,
    };
    let entry = Entry {
        key: "namespace".into(),
        mark,
        value,
    };
    metadata.insert(at.map_or(0, |at| at + 1), entry);
}

/// Files beside the inventory, by their paths from its folder, and their texts.
pub type Beside = BTreeMap<String, String>;

/// What reads a file beside the inventory.
pub type Read<'a> = &'a dyn Fn(&str) -> Result<Vec<u8>, ErrorKind>;

/// All manifests that `root` names, the files that were read for them, and what is wrong with them.
pub(super) fn all(
    file: &str,
    root: &Node,
    namespace: Option<&Namespace>,
    read: Read<'_>,
) -> (Vec<Manifest>, Beside, Vec<Problem>) {
    let (mut manifests, mut problems) = (Vec::<Manifest>::new(), Vec::new());
    let mut beside = Beside::new();
    for (index, item) in root.deepest(["manifests"]).items().iter().enumerate() {
        let said = format!("manifests[{index}]");
        let found = match &item.value {
            Value::Map(_) => Ok((file.to_owned(), item.clone())),
            Value::Scalar { text, .. } => {
                from_file(file, &said, item.mark, text, read, &mut beside)
            }
            // That has been reported.
            Value::Null | Value::List(_) => continue,
        };
        let checked = found.and_then(|(place, node)| check(&place, &said, node, namespace));
        match checked {
            Ok(manifest) => {
                let same = |other: &&Manifest| {
                    (&other.kind, &other.name) == (&manifest.kind, &manifest.name)
                };
                if let Some(first) = manifests.iter().find(same) {
                    let why = format!(
                        "the {} `{}` is there already, at {}",
                        manifest.kind, manifest.name, first.place
                    );
                    let help = "keep one of the two, or give one another name";
                    problems.push(refuse(&said, manifest.place, &why, help));
                } else {
                    manifests.push(manifest);
                }
            }
            Err(more) => problems.extend(more),
        }
    }
    (manifests, beside, problems)
}

fn refuse(said: &str, place: Place, why: &str, help: &str) -> Problem {
    let error = Error::Manifest {
        path: said.to_owned(),
        why: why.to_owned(),
        help: help.to_owned(),
    };
    Problem::at(place, &error)
}

/// The manifest in a file beside the inventory.
fn from_file(
    inventory: &str,
    said: &str,
    mark: Mark,
    path: &str,
    read: Read<'_>,
    beside: &mut Beside,
) -> Result<(String, Node), Vec<Problem>> {
    let place = mark.place(inventory);
    if let Err(error) = path.parse::<RepoPath>() {
        let help = "a path from the folder of this file, such as `manifests/quota.yaml`";
        return Err(vec![refuse(said, place, &error.to_string(), help)]);
    }
    let bytes = read(path).map_err(|kind| {
        let why = format!("`{}`: {}", shown(path), crate::problem::reason(kind));
        let help = "a path from the folder of this file, such as `manifests/quota.yaml`";
        vec![refuse(said, place, &why, help)]
    })?;
    // Paths in messages are from where k8sgen runs.
    let file = match inventory.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{path}"),
        None => path.to_owned(),
    };
    let text = yaml::text(bytes).map_err(|error| vec![Problem::at(Place::file(&file), &error)])?;
    let loaded = yaml::load(&file, &text, Layer::File);
    beside.insert(path.to_owned(), text);
    let (node, problems) = loaded.map_err(|problems| problems.into_iter().collect::<Vec<_>>())?;
    if problems.is_empty() {
        Ok((file, node))
    } else {
        Err(problems)
    }
}

/// The manifest, if it can be part of the base.
fn check(
    file: &str,
    said: &str,
    content: Node,
    namespace: Option<&Namespace>,
) -> Result<Manifest, Vec<Problem>> {
    match identity(&content, namespace, INSTEAD) {
        Ok((kind, name)) => Ok(Manifest {
            kind,
            name,
            place: content.mark.place(file),
            content,
        }),
        Err(faults) => {
            let problem = |fault: Fault| {
                let why = format!("the manifest {}", fault.why);
                refuse(said, fault.mark.place(file), &why, &fault.help)
            };
            Err(faults.into_iter().map(problem).collect())
        }
    }
}
