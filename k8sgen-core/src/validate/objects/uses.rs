//! The ConfigMaps and Secrets that pods read.

use std::collections::BTreeMap;

use super::is_placeholder;
use super::lookout::{certainty, instead};
use super::secrets::{Keys, keys_of};
use super::workload::Workload;
use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::rule::Found;
use crate::validate::scope::{Scope, may_meet};
use crate::yaml::Node;

/// What holds values for pods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// A ConfigMap.
    ConfigMap,
    /// A Secret.
    Secret,
}

impl Holder {
    /// The kind's name.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::ConfigMap => "ConfigMap",
            Self::Secret => "Secret",
        }
    }
}

/// One place where a pod reads a ConfigMap or a Secret.
#[derive(Debug, Clone)]
pub struct Use<'a> {
    /// What is read.
    pub holder: Holder,
    /// Its name.
    pub name: &'a Node,
    /// The keys that are read by name.
    pub keys: Vec<&'a Node>,
    /// Whether the pod starts without it.
    pub is_optional: bool,
}

/// Where the pods of a workload read ConfigMaps and Secrets: variables, then volumes.
#[must_use]
pub fn uses<'a>(workload: &Workload<'a>) -> Vec<Use<'a>> {
    let mut uses = Vec::new();
    let mut add = |holder, of: Option<&'a Node>, name: &str| {
        let Some((of, name)) = of.and_then(|of| Some((of, of.at([name])?))) else {
            return;
        };
        let items = of.at(["items"]).map_or(&[][..], Node::items);
        let items = items.iter().filter_map(|item| item.at(["key"]));
        uses.push(Use {
            holder,
            name,
            keys: of.at(["key"]).into_iter().chain(items).collect(),
            is_optional: of.at(["optional"]).and_then(Node::text) == Some("true"),
        });
    };
    for container in workload.containers() {
        for variable in container.items("env") {
            let from = |source| variable.at(["valueFrom", source]);
            add(Holder::ConfigMap, from("configMapKeyRef"), "name");
            add(Holder::Secret, from("secretKeyRef"), "name");
        }
        for from in container.items("envFrom") {
            add(Holder::ConfigMap, from.at(["configMapRef"]), "name");
            add(Holder::Secret, from.at(["secretRef"]), "name");
        }
    }
    for volume in workload.volumes() {
        add(Holder::ConfigMap, volume.at(["configMap"]), "name");
        add(Holder::Secret, volume.at(["secret"]), "secretName");
        let sources = volume.at(["projected", "sources"]);
        for source in sources.map_or(&[][..], Node::items) {
            add(Holder::ConfigMap, source.at(["configMap"]), "name");
            add(Holder::Secret, source.at(["secret"]), "name");
        }
    }
    uses
}

/// The keys of the ConfigMaps or Secrets that a name stands for, and who makes those.
#[derive(Debug)]
pub struct Held<'a> {
    /// The keys of all of them.
    pub keys: Vec<&'a str>,
    /// The objects that make them.
    pub by: Vec<&'a Document>,
}

impl<'a> Held<'a> {
    /// What is held under this name. Nothing where there is none, and where somebody else may add keys: what is
    /// applied empty is filled by somebody, and an annotation may ask for more.
    #[must_use]
    pub fn find(
        scope: &Scope<'a>,
        holder: Holder,
        namespace: Option<&str>,
        name: &str,
    ) -> Option<Self> {
        let sources: Vec<(&'a Document, Keys<'a>)> = match holder {
            Holder::ConfigMap => {
                let named = scope.named("ConfigMap", name).iter();
                let met = named.filter(|it| may_meet(it.namespace(), namespace));
                met.map(|by| (*by, keys_of(by))).collect()
            }
            Holder::Secret => {
                let made = scope.secrets().find(namespace, name);
                made.map(|source| (source.by, source.keys.clone()))
                    .collect()
            }
        };
        let mut held = Self {
            keys: Vec::new(),
            by: Vec::new(),
        };
        for (by, keys) in sources {
            let Keys::Known(keys) = keys else {
                return None;
            };
            if keys.is_empty() || keys.iter().any(|key| is_placeholder(key)) || is_added_to(by) {
                return None;
            }
            held.keys.extend(keys);
            held.by.push(by);
        }
        (!held.by.is_empty()).then_some(held)
    }
}

/// Whether somebody else adds keys to what this document makes.
fn is_added_to(document: &Document) -> bool {
    let merges = document.text_at(["spec", "target", "creationPolicy"]) == Some("Merge");
    let asks = |field| {
        let entries = document
            .at(["metadata", field])
            .map_or(&[][..], Node::entries);
        let mut keys = entries.iter().map(|entry| entry.key.as_str());
        keys.any(|key| {
            key.contains("inject") || key.contains("replicat") || key.contains("reflect")
        })
    };
    merges || asks("annotations") || asks("labels")
}

/// Says of each key that a pod must have of a ConfigMap or a Secret, and that is not in it.
pub fn say_missing_keys(found: &mut Found<'_>, scope: &Scope<'_>, holder: Holder) {
    for workload in scope.workloads() {
        let mut known = BTreeMap::new();
        for used in uses(workload) {
            let Some(name) = used.name.text() else {
                continue;
            };
            if used.holder != holder || used.is_optional {
                continue;
            }
            let find = || Held::find(scope, holder, workload.namespace(), name);
            let Some(made) = known.entry(name).or_insert_with(find) else {
                continue;
            };
            for key in used.keys {
                let Some(text) = key.text().filter(|text| !made.keys.contains(text)) else {
                    continue;
                };
                if is_placeholder(text) {
                    continue;
                }
                let severity = certainty(scope, workload.document, made.by.iter().copied());
                let help = instead(text, "its keys are", made.keys.iter().copied());
                let message = format!(
                    "{} `{}` has no key `{}`",
                    holder.kind(),
                    shown(unhashed(name)),
                    shown(text)
                );
                found.say(key.mark, severity, message, help.as_deref());
            }
        }
    }
}

/// A name without the hash that kustomize adds to what it generates, as it is written where it is used.
#[must_use]
pub fn unhashed(name: &str) -> &str {
    const DIGITS: &str = "gh2k456789mbcdtf";
    let is_hash = |end: &str| end.len() == 10 && end.chars().all(|c| DIGITS.contains(c));
    match name.rsplit_once('-') {
        Some((start, end)) if is_hash(end) => start,
        _ => name,
    }
}
