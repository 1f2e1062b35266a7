//! Patches: which objects they change, and how.

use super::edit;
use super::generate::read;
use super::json_patch;
use super::merge;
use super::note::{Note, Step, What};
use super::resource::Resource;
use super::select::Selector;
use super::source::{Source, objects};
use crate::yaml::{Node, Value};

/// What a patch may change beside what it is for.
#[derive(Debug, Clone, Copy, Default)]
struct Allows {
    name: bool,
    kind: bool,
}

/// Entries of `patches`.
pub(super) fn patch(
    resources: &mut Vec<Resource>,
    source: &Source<'_>,
    folder: &str,
    entry: &Node,
) -> Step {
    let text = |key: &str| entry.at([key]).and_then(Node::text).unwrap_or_default();
    let documents = match (text("patch").trim(), text("path")) {
        ("", "") => {
            let message = "a patch needs a `patch` or a `path`";
            return Err(Note::new(entry.mark, What::Invalid, message));
        }
        ("", path) => from_file(source, folder, entry.at(["path"]).unwrap_or(entry), path)?,
        (_, "") => inline(source, entry.at(["patch"]).unwrap_or(entry))?,
        _ => {
            let message = "a patch has either a `patch` or a `path`, not both";
            return Err(Note::new(entry.mark, What::Invalid, message));
        }
    };
    let is_on = |key: &str| entry.at(["options", key]).and_then(Node::text) == Some("true");
    let allows = Allows {
        name: is_on("allowNameChange"),
        kind: is_on("allowKindChange"),
    };
    let target = entry.at(["target"]).filter(|target| !edit::is_null(target));
    if let Some(first) = documents.first().filter(|one| json_patch::is_one(one)) {
        let Some(target) = target else {
            let message = "a JSON patch needs a `target`";
            return Err(Note::new(entry.mark, What::Invalid, message));
        };
        return by_json(resources, source, first, target, Memory::Kept);
    }
    let patches = objects(&documents)?;
    match target {
        Some(target) => {
            let [one] = patches.as_slice() else {
                let message = "a patch with a `target` is one patch";
                return Err(Note::new(entry.mark, What::Invalid, message));
            };
            let selector = Selector::read(target)?;
            let mut is_found = false;
            let mut kept = Vec::with_capacity(resources.len());
            for resource in resources.drain(..) {
                if !selector.selects(&resource) {
                    kept.push(resource);
                    continue;
                }
                is_found = true;
                source.growth.add(one)?;
                let mut one = one.clone();
                // As kustomize copies it: labels and annotations are texts by then.
                for field in ["labels", "annotations"] {
                    let mut copy = Resource::new(one);
                    copy.settle_texts(field);
                    one = copy.node;
                }
                kept.extend(lay(resource, &one, allows)?);
            }
            *resources = kept;
            if !is_found {
                return Err(no_target(target));
            }
        }
        None => {
            for one in &patches {
                by_id(resources, one, allows)?;
            }
        }
    }
    Ok(())
}

/// What a patch for nothing comes to: kustomize says nothing of one that has a target.
fn no_target(target: &Node) -> Note {
    let message = "no object is selected by this target";
    Note::new(target.mark, What::Unselected, message)
}

/// Entries of `patchesStrategicMerge`.
pub(super) fn strategic(
    resources: &mut Vec<Resource>,
    source: &Source<'_>,
    folder: &str,
    entry: &Node,
) -> Step {
    let text = entry.text().unwrap_or_default();
    // The text can be the patch itself.
    let is_inline = text.contains('\n');
    let documents = if is_inline {
        inline(source, entry)?
    } else {
        from_file(source, folder, entry, text)?
    };
    for one in objects(&documents)? {
        by_id(resources, &one, Allows::default())?;
    }
    Ok(())
}

/// Entries of `patchesJson6902`.
pub(super) fn json(
    resources: &mut [Resource],
    source: &Source<'_>,
    folder: &str,
    entry: &Node,
) -> Step {
    let text = |key: &str| entry.at([key]).and_then(Node::text).unwrap_or_default();
    let Some(target) = entry.at(["target"]) else {
        let message = "a JSON patch needs a `target`";
        return Err(Note::new(entry.mark, What::Invalid, message));
    };
    let documents = match (text("patch"), text("path")) {
        ("", path) if !path.is_empty() => {
            from_file(source, folder, entry.at(["path"]).unwrap_or(entry), path)?
        }
        (patch, "") if !patch.is_empty() => inline(source, entry.at(["patch"]).unwrap_or(entry))?,
        _ => {
            let message = "a patch has either a `patch` or a `path`";
            return Err(Note::new(entry.mark, What::Invalid, message));
        }
    };
    match documents.first().filter(|one| json_patch::is_one(one)) {
        Some(patch) if target.at(["name"]).is_some() => {
            by_json(resources, source, patch, target, Memory::Lost)
        }
        Some(_) => Err(Note::new(
            target.mark,
            What::Invalid,
            "the target needs a `name`",
        )),
        None => Err(Note::new(
            entry.mark,
            What::Invalid,
            "this is no JSON patch",
        )),
    }
}

pub(super) fn from_file(
    source: &Source<'_>,
    folder: &str,
    said: &Node,
    path: &str,
) -> Step<Vec<Node>> {
    let (mark, bytes) = read(source, folder, said, path)?;
    let crate::yaml::Layer::Source(number) = mark.layer else {
        return Ok(Vec::new());
    };
    let parsed = source.documents(number, bytes);
    match &parsed.broken {
        Some((mark, why)) => Err(Note::new(*mark, What::Invalid, why.clone())),
        None => Ok(parsed
            .documents
            .iter()
            .map(|node| Node::clone(node))
            .collect()),
    }
}

fn inline(source: &Source<'_>, node: &Node) -> Step<Vec<Node>> {
    let parsed = source.inline(node, node.text().unwrap_or_default());
    match parsed.broken {
        Some((mark, why)) => Err(Note::new(mark, What::Invalid, why)),
        None => Ok(parsed.documents),
    }
}

/// Whether an object's present name stays known after a JSON patch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Memory {
    Kept,
    Lost,
}

fn by_json(
    resources: &mut [Resource],
    source: &Source<'_>,
    patch: &Node,
    target: &Node,
    memory: Memory,
) -> Step {
    let selector = Selector::read(target)?;
    let mut is_found = false;
    for resource in resources {
        if selector.selects(resource) {
            is_found = true;
            if memory == Memory::Kept {
                resource.remember_id();
            }
            source.growth.add(patch)?;
            json_patch::apply(&mut resource.node, patch)?;
        }
    }
    if !is_found {
        return Err(no_target(target));
    }
    match json_patch::without_value(patch) {
        Some(note) => Err(note),
        None => Ok(()),
    }
}

/// Lays a patch on the one object that it names.
fn by_id(resources: &mut Vec<Resource>, patch: &Node, allows: Allows) -> Step {
    let id = Resource::new(patch.clone()).id();
    let mut meant = resources
        .iter()
        .enumerate()
        .filter(|(_, resource)| resource.is_by_any_id(&id))
        .map(|(at, _)| at);
    let Some(at) = meant.next() else {
        let message = format!("there is no {id} to patch");
        return Err(Note::new(patch.mark, What::NoTarget, message));
    };
    if meant.next().is_some() {
        let message = format!("several objects are {id}");
        return Err(Note::new(patch.mark, What::NoTarget, message));
    }
    let resource = resources.remove(at);
    if let Some(resource) = lay(resource, patch, allows)? {
        resources.insert(at, resource);
    }
    Ok(())
}

/// Lays a patch on an object. None if it deletes it.
fn lay(mut resource: Resource, patch: &Node, allows: Allows) -> Step<Option<Resource>> {
    let (name, namespace) = (resource.name().to_owned(), resource.namespace().to_owned());
    let (api_version, kind) = (
        resource.node.at(["apiVersion"]).cloned(),
        resource.node.at(["kind"]).cloned(),
    );
    let own = ["name", "namespace"].map(|key| resource.node.at(["metadata", key]).cloned());
    if allows.name || allows.kind {
        resource.remember_id();
    }
    let Some(node) = merge::merge(resource.node, patch)? else {
        return Ok(None);
    };
    if matches!(&node.value, Value::Map(entries) if entries.is_empty()) {
        return Ok(None);
    }
    resource.node = node;
    if !allows.kind {
        for (key, value) in [("apiVersion", api_version), ("kind", kind)] {
            if let Some(value) = value {
                edit::set(&mut resource.node, key, value);
            }
        }
    }
    if !allows.name {
        resource.set_name(&name);
    }
    resource.set_namespace(&namespace);
    let [name, namespace] = own;
    for (key, value) in [("name", name), ("namespace", namespace)] {
        if let (Some(value), Some(metadata)) = (value, resource.metadata())
            && (key == "namespace" || !allows.name)
        {
            edit::set(metadata, key, value);
        }
    }
    Ok(Some(resource))
}
