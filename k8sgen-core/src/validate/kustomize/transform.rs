//! The transformers that a kustomization names in a word: namespace, prefix, labels, replicas.

use std::collections::BTreeMap;

use super::edit;
use super::fieldspec::{DEFAULTS, FieldSpec, Leaf, Missing, Selects};
use super::note::{Note, Step, What};
use super::resource::{Key, Resource, is_cluster_wide};
use crate::yaml::{Node, Value};

/// Puts everything that is in a namespace into this one.
pub(super) fn namespace(resources: &mut [Resource], node: &Node) -> Step {
    let Some(name) = node.text().filter(|name| !name.is_empty()) else {
        return Ok(());
    };
    let mut keys: BTreeMap<Key, usize> = BTreeMap::new();
    for resource in &*resources {
        *keys.entry(resource.id().key()).or_default() += 1;
    }
    for resource in resources {
        let before = resource.id().key();
        resource.remember_id();
        set_namespace(resource, name, node)?;
        let now = resource.id();
        if let Some(count) = keys.get_mut(&before) {
            *count -= 1;
        }
        let count = keys.entry(now.key()).or_default();
        *count += 1;
        if *count > 1 {
            let message = format!("in namespace `{name}`, there are two of {now}");
            return Err(Note::new(node.mark, What::Twice, message));
        }
    }
    Ok(())
}

fn set_namespace(resource: &mut Resource, name: &str, node: &Node) -> Step {
    let (api_version, kind) = (
        resource.api_version().to_owned(),
        resource.kind().to_owned(),
    );
    let text = || edit::text(name, node.mark);
    if !is_cluster_wide(&api_version, &kind)
        && let Some(metadata) = resource.metadata()
    {
        edit::set(metadata, "namespace", text());
    }
    if matches!(kind.as_str(), "RoleBinding" | "ClusterRoleBinding")
        && let Some(Node {
            value: Value::List(subjects),
            ..
        }) = edit::get_mut(&mut resource.node, "subjects")
    {
        for subject in subjects {
            if subject.at(["name"]).and_then(Node::text) == Some("default") {
                edit::set(subject, "namespace", text());
            }
        }
    }
    for field in &DEFAULTS.namespaces {
        if field.path == ["metadata", "name"] && api_version != "v1" {
            continue;
        }
        field.apply(resource, Some(Leaf::Scalar), &mut |value| {
            if matches!(value.value, Value::Scalar { .. } | Value::Null) {
                *value = text();
                return Ok(());
            }
            let message = "kustomize looks for the name of a namespace here";
            Err(Note::new(value.mark, What::Unfit, message))
        })?;
    }
    Ok(())
}

/// Which end of a name is added to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Prefix,
    Suffix,
}

/// Adds to the names of everything that can be called otherwise.
pub(super) fn rename(resources: &mut [Resource], end: End, node: &Node) {
    let Some(text) = node.text().filter(|text| !text.is_empty()) else {
        return;
    };
    for resource in resources {
        let first = resource.first_id();
        let is_fixed = matches!(
            first.kind.as_str(),
            "CustomResourceDefinition" | "Namespace"
        ) || (first.kind == "APIService" && first.group == "apiregistration.k8s.io");
        if is_fixed {
            continue;
        }
        let name = match end {
            End::Prefix => {
                resource.prefixes.push(text.to_owned());
                format!("{text}{}", resource.name())
            }
            End::Suffix => {
                resource.suffixes.push(text.to_owned());
                format!("{}{text}", resource.name())
            }
        };
        resource.remember_id();
        resource.set_name(&name);
    }
}

/// Sets every entry of a mapping in these fields.
pub(super) fn texts(resources: &mut [Resource], pairs: &Node, fields: &[FieldSpec]) -> Step {
    let mut entries: Vec<_> = pairs.entries().iter().collect();
    entries.sort_by(|a, b| a.key.cmp(&b.key));
    for resource in resources {
        for entry in &entries {
            let text = edit::text(entry.value.text().unwrap_or_default(), entry.value.mark);
            for field in fields {
                field.apply(resource, Some(Leaf::Map), &mut |map| {
                    if !matches!(map.value, Value::Map(_)) {
                        let message =
                            "kustomize sets labels or annotations here, and this is no mapping";
                        return Err(Note::new(map.mark, What::Unfit, message));
                    }
                    edit::set(map, &entry.key, text.clone());
                    Ok(())
                })?;
            }
        }
    }
    Ok(())
}

/// The fields that an entry of `labels` sets.
pub(super) fn label_fields(entry: &Node) -> Step<Vec<FieldSpec>> {
    let is_on = |key: &str| entry.at([key]).and_then(Node::text) == Some("true");
    let own = entry.at(["fields"]).map_or(&[][..], Node::items);
    let mut fields: Vec<FieldSpec> = own.iter().map(field).collect();
    let mut add = |more: &[FieldSpec]| {
        for field in more {
            let narrower =
                |asked: &Option<String>, is: &Option<String>| asked.is_none() || asked == is;
            let known = fields.iter().find(|known| {
                known.path == field.path
                    && narrower(&field.selects.kind, &known.selects.kind)
                    && narrower(&field.selects.group, &known.selects.group)
                    && narrower(&field.selects.version, &known.selects.version)
            });
            match known {
                None => fields.push(field.clone()),
                Some(known) if known.missing == field.missing => {}
                Some(_) => {
                    let path = field.path.join("/");
                    let message =
                        format!("`create` of `{path}` contradicts what kustomize does there");
                    return Err(Note::new(entry.mark, What::Invalid, message));
                }
            }
        }
        Ok(())
    };
    if is_on("includeSelectors") {
        add(&DEFAULTS.labels)?;
    } else {
        if is_on("includeTemplates") {
            add(&DEFAULTS.template_labels)?;
        }
        if is_on("includeVolumeClaimTemplates") {
            add(&DEFAULTS.claim_labels)?;
        }
        let metadata = FieldSpec::new(Selects::default(), "metadata/labels", Missing::Create);
        add(&[metadata])?;
    }
    Ok(fields)
}

/// A field as a kustomization writes it.
fn field(node: &Node) -> FieldSpec {
    let text = |key: &str| {
        let text = node.at([key]).and_then(Node::text);
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let selects = Selects {
        group: text("group"),
        version: text("version"),
        kind: text("kind"),
    };
    let missing = match text("create").as_deref() {
        Some("true") => Missing::Create,
        _ => Missing::Leave,
    };
    FieldSpec::new(selects, &text("path").unwrap_or_default(), missing)
}

/// Sets the replicas of what has this name, now or before.
pub(super) fn replicas(resources: &mut [Resource], entry: &Node) -> Step {
    let name = entry.at(["name"]).and_then(Node::text).unwrap_or_default();
    let count = entry.at(["count"]);
    let mark = count.map_or(entry.mark, |count| count.mark);
    let count = count.and_then(Node::text).unwrap_or("0");
    let mut is_found = false;
    for field in &DEFAULTS.replicas {
        for resource in &mut *resources {
            let kind = field.selects.kind.as_deref();
            let is_called = |kind| resource.is_or_was(kind, name);
            if kind.is_some_and(is_called) {
                is_found = true;
                field.apply(resource, Some(Leaf::Scalar), &mut |node| {
                    *node = edit::plain(count, mark);
                    Ok(())
                })?;
            }
        }
    }
    if is_found {
        return Ok(());
    }
    let message = format!("nothing with replicas is called `{name}`");
    Err(Note::new(entry.mark, What::NoReplicas, message))
}
