//! `vars`: a value of one object stands for `$(NAME)` in others. History, and still built.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::edit;
use super::fieldspec::DEFAULTS;
use super::note::{Note, Step, What};
use super::resource::{Id, Resource};
use crate::yaml::{Mark, Node, Value};

/// A variable, and where its value stands.
#[derive(Debug, Clone)]
pub(super) struct Variable {
    name: String,
    path: String,
    mark: Mark,
}

/// Reads `vars`, and marks the objects that they read.
pub(super) fn read(resources: &mut [Resource], entry: &Node) -> Step<Variable> {
    let text = |keys: &[&str]| {
        let node = entry.at(keys.iter().copied());
        node.and_then(Node::text).unwrap_or_default()
    };
    let api_version = match text(&["objref", "apiVersion"]) {
        "" => match (text(&["objref", "group"]), text(&["objref", "version"])) {
            ("", version) => version.to_owned(),
            (group, version) => format!("{group}/{version}"),
        },
        given => given.to_owned(),
    };
    let namespace = text(&["objref", "namespace"]);
    let id = Id::new(
        &api_version,
        text(&["objref", "kind"]),
        text(&["objref", "name"]),
        namespace,
    );
    let name = text(&["name"]).to_owned();
    let any_namespace = namespace.is_empty() && !id.is_cluster_wide();
    let fits = |other: &Id| {
        let same_kind =
            other.group == id.group && other.version == id.version && other.kind == id.kind;
        same_kind
            && other.name == id.name
            && (any_namespace || other.effective_namespace() == id.effective_namespace())
    };
    let mut meant: Vec<&mut Resource> = resources
        .iter_mut()
        .filter(|resource| fits(&resource.id()) || resource.ids_before().any(|id| fits(&id)))
        .collect();
    if meant.len() > 1 {
        let message = format!("several objects are meant by the variable `{name}`");
        return Err(Note::new(entry.mark, What::NoReplacement, message));
    }
    if let Some(one) = meant.pop() {
        one.variables.insert(name.clone());
    }
    let path = match text(&["fieldref", "fieldPath"]) {
        "" => "metadata.name".to_owned(),
        path => path.to_owned(),
    };
    let mark = entry.mark;
    Ok(Variable { name, path, mark })
}

/// Puts the values of variables where they are named.
pub(super) fn resolve(resources: &mut [Resource], variables: &[Variable]) -> Step {
    let mut values: BTreeMap<&str, Node> = BTreeMap::new();
    for variable in variables {
        let lacks = || {
            let message = format!("nothing has the value of the variable `{}`", variable.name);
            Note::new(variable.mark, What::NoReplacement, message)
        };
        let mut holders = resources.iter();
        let holder = holders.find(|resource| resource.variables.contains(&variable.name));
        let path: Vec<&str> = variable.path.split('.').collect();
        let value = holder.ok_or_else(lacks)?.node.at(path).ok_or_else(lacks)?;
        values.insert(&variable.name, value.clone());
    }
    if values.is_empty() {
        return Ok(());
    }
    for resource in resources {
        for field in &DEFAULTS.variables {
            field.apply(resource, None, &mut |node| {
                match &mut node.value {
                    Value::Map(entries) => {
                        for entry in entries {
                            expand(&mut entry.value, &values);
                        }
                    }
                    Value::List(items) => items.iter_mut().for_each(|item| expand(item, &values)),
                    _ => expand(node, &values),
                }
                Ok(())
            })?;
        }
    }
    Ok(())
}

fn expand(node: &mut Node, values: &BTreeMap<&str, Node>) {
    let Json::String(text) = edit::json(node) else {
        return;
    };
    let mut new = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find('$') {
        new.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        if let Some(after) = after.strip_prefix('$') {
            new.push('$');
            rest = after;
            continue;
        }
        let name = after
            .strip_prefix('(')
            .and_then(|name| name.split_once(')'));
        let Some((name, after_name)) = name else {
            new.push('$');
            rest = after;
            continue;
        };
        let value = values
            .get(name)
            .filter(|value| matches!(value.value, Value::Scalar { .. }));
        match value {
            // Alone, it keeps its type.
            Some(value) if text.len() == name.len() + 3 => {
                node.value = value.value.clone();
                return;
            }
            Some(value) => new.push_str(value.text().unwrap_or_default()),
            None => {
                new.push_str("$(");
                new.push_str(name);
                new.push(')');
            }
        }
        rest = after_name;
    }
    new.push_str(rest);
    if new != text {
        let mark = node.mark;
        *node = edit::text(new, mark);
    }
}
