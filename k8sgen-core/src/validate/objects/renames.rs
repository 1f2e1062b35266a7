//! Names that kustomize has changed, and where it does not look for them: in plain text.

use std::collections::HashMap;

use super::workload::Workload;
use crate::validate::document::Document;
use crate::validate::kustomize::Renamed;
use crate::validate::repository::{Presence, Repository};
use crate::validate::scope::{Scope, may_meet};
use crate::yaml::Mark;

/// Objects of a scope, by the names that they had before a prefix, a suffix or a hash was added.
#[derive(Debug, Default)]
pub struct Renames<'a> {
    by_name: HashMap<&'a str, Vec<&'a Renamed>>,
}

impl<'a> Renames<'a> {
    /// Of a scope. None, if there may be objects in it that nobody knows: one of them may have the old name.
    #[must_use]
    pub fn of(scope: &Scope<'a>) -> Self {
        let mut renames = Self::default();
        for renamed in scope.renamed.iter().filter(|_| scope.is_whole) {
            for name in &renamed.from {
                renames.by_name.entry(name).or_default().push(renamed);
            }
        }
        renames
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    /// The object of this kind that was called so, if nothing in the repository is any more. A kind without its
    /// group is any group's.
    #[must_use]
    pub fn find(
        &self,
        repository: &Repository<'a>,
        scope: &Scope<'a>,
        kind: &str,
        namespace: Option<&str>,
        name: &str,
    ) -> Option<&'a Renamed> {
        let is_meant = |renamed: &&&Renamed| {
            let without_group = renamed.kind.split('.').next();
            let was_in = |namespace| renamed.from_namespaces.iter().any(|was| was == namespace);
            (renamed.kind == kind || without_group == Some(kind))
                && (may_meet(renamed.namespace.as_deref(), namespace)
                    || namespace.is_some_and(was_in))
        };
        let renamed = self.by_name.get(name)?.iter().find(is_meant)?;
        let presence = repository.presence(scope, &renamed.kind, namespace, name);
        matches!(presence, Presence::Nowhere).then_some(*renamed)
    }
}

/// A text that a program is started with, or that it reads.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// The variable, the flag or the key that it is the value of; nothing for an argument that stands alone.
    pub key: &'a str,
    /// The text.
    pub value: &'a str,
    /// Where it stands.
    pub mark: Mark,
}

/// What the containers of a workload are started with, or what a ConfigMap holds.
#[must_use]
pub fn settings(document: &Document) -> Vec<Setting<'_>> {
    let mut settings = Vec::new();
    if document.kind() == "ConfigMap" && document.group().is_empty() {
        for entry in document.at(["data"]).map_or(&[][..], |data| data.entries()) {
            settings.extend(entry.value.text().map(|value| Setting {
                key: &entry.key,
                value,
                mark: entry.value.mark,
            }));
        }
    }
    let containers = Workload::of(document).into_iter();
    for container in containers.flat_map(|workload| workload.containers()) {
        for variable in container.variables() {
            let node = variable.value();
            settings.extend(node.and_then(|node| {
                Some(Setting {
                    key: variable.name,
                    value: node.text()?,
                    mark: node.mark,
                })
            }));
        }
        for list in ["command", "args"] {
            let mut before = "";
            for node in container.items(list) {
                let text = node.text().unwrap_or_default();
                let is_flag = text.starts_with('-');
                let (key, value) = match text.split_once('=') {
                    Some((key, value)) if is_flag => (key, value),
                    _ => (before, text),
                };
                settings.push(Setting {
                    key,
                    value,
                    mark: node.mark,
                });
                before = if is_flag { text } else { "" };
            }
        }
    }
    settings
}
