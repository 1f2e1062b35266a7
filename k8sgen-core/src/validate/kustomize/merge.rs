//! Strategic merge: a patch is laid on an object, and lists whose items have a key are merged item by item.
//!
//! It takes the steps of kustomize's own walker, also where they surprise: items of the patch come first,
//! and an item that replaces another one loses to it.

use smol_str::SmolStr;

use super::edit;
use super::note::{Note, Step, What};
use super::resource::has_schema;
use crate::yaml::{Node, Value};

const DIRECTIVE: &str = "$patch";

/// What is known of a value: how its lists merge.
type Type = &'static str;

/// A field of a type, the type of what it holds, and the keys of a list that merges.
type Field = (Type, &'static str, Type, Option<&'static [&'static str]>);

/// The part of Kubernetes' schema that decides how patches merge. What is not here is replaced.
const FIELDS: &[Field] = &[
    ("Pod", "spec", "PodSpec", None),
    ("PodTemplate", "template", "PodTemplateSpec", None),
    ("Workload", "spec", "WorkloadSpec", None),
    ("WorkloadSpec", "template", "PodTemplateSpec", None),
    ("CronJob", "spec", "CronJobSpec", None),
    ("CronJobSpec", "jobTemplate", "Workload", None),
    ("PodTemplateSpec", "spec", "PodSpec", None),
    ("PodSpec", "containers", "Container", Some(&["name"])),
    ("PodSpec", "initContainers", "Container", Some(&["name"])),
    (
        "PodSpec",
        "ephemeralContainers",
        "EphemeralContainer",
        Some(&["name"]),
    ),
    ("PodSpec", "hostAliases", "", Some(&["ip"])),
    ("PodSpec", "imagePullSecrets", "", Some(&["name"])),
    (
        "PodSpec",
        "topologySpreadConstraints",
        "",
        Some(&["topologyKey", "whenUnsatisfiable"]),
    ),
    ("PodSpec", "volumes", "", Some(&["name"])),
    ("Container", "env", "", Some(&["name"])),
    (
        "Container",
        "ports",
        "",
        Some(&["containerPort", "protocol"]),
    ),
    ("Container", "volumeDevices", "", Some(&["devicePath"])),
    ("Container", "volumeMounts", "", Some(&["mountPath"])),
    ("EphemeralContainer", "env", "", Some(&["name"])),
    (
        "EphemeralContainer",
        "volumeDevices",
        "",
        Some(&["devicePath"]),
    ),
    (
        "EphemeralContainer",
        "volumeMounts",
        "",
        Some(&["mountPath"]),
    ),
    ("Service", "spec", "ServiceSpec", None),
    ("ServiceSpec", "ports", "", Some(&["port", "protocol"])),
    ("ServiceAccount", "secrets", "", Some(&["name"])),
    ("Webhooks", "webhooks", "", Some(&["name"])),
    ("ObjectMeta", "finalizers", "", Some(&[])),
    ("ObjectMeta", "ownerReferences", "", Some(&["uid"])),
];

/// The type of an object; none if kustomize does not know its kind.
fn type_of(node: &Node) -> Option<Type> {
    let api_version = node.at(["apiVersion"])?.text()?;
    let kind = node.at(["kind"])?.text()?;
    has_schema(api_version, kind).then_some(match kind {
        "Deployment"
        | "DaemonSet"
        | "StatefulSet"
        | "ReplicaSet"
        | "ReplicationController"
        | "Job" => "Workload",
        "Pod" => "Pod",
        "PodTemplate" => "PodTemplate",
        "CronJob" => "CronJob",
        "Service" => "Service",
        "ServiceAccount" => "ServiceAccount",
        "MutatingWebhookConfiguration" | "ValidatingWebhookConfiguration" => "Webhooks",
        _ => "Object",
    })
}

/// The type of a field, and the keys that its list merges by.
fn field(of: Option<Type>, name: &str) -> (Option<Type>, Option<&'static [&'static str]>) {
    let Some(of) = of else {
        return (None, None);
    };
    let is_object = !matches!(
        of,
        "" | "PodSpec"
            | "WorkloadSpec"
            | "CronJobSpec"
            | "ServiceSpec"
            | "Container"
            | "EphemeralContainer"
            | "ObjectMeta"
    );
    if is_object && name == "metadata" {
        return (Some("ObjectMeta"), None);
    }
    let known = FIELDS
        .iter()
        .find(|(parent, field, ..)| *parent == of && *field == name);
    known.map_or((Some(""), None), |(_, _, child, keys)| {
        (Some(*child), *keys)
    })
}

/// What became of a value.
enum Outcome {
    /// It is changed where it stands.
    InPlace,
    /// This takes its place.
    With(Node),
    /// It is gone.
    Gone,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Directive {
    Merge,
    Replace,
    Delete,
}

/// Lays a patch on an object. None if the patch deletes it.
pub(super) fn merge(mut object: Node, patch: &Node) -> Step<Option<Node>> {
    Ok(match walk(Some(&mut object), Some(patch), None)? {
        Outcome::InPlace => Some(object),
        Outcome::With(node) => Some(node),
        Outcome::Gone => None,
    })
}

fn directive(node: &Node) -> Step<Directive> {
    let value = match &node.value {
        Value::Map(_) => node.at([DIRECTIVE]),
        // `- $patch: replace` alone in an item speaks for the whole list.
        Value::List(items) => items
            .iter()
            .find(|item| item.at([DIRECTIVE]).is_some())
            .filter(|item| item.entries().len() == 1)
            .and_then(|item| item.at([DIRECTIVE])),
        _ => None,
    };
    match value.map(|value| (value, value.text().unwrap_or_default())) {
        None | Some((_, "merge")) => Ok(Directive::Merge),
        Some((_, "replace")) => Ok(Directive::Replace),
        Some((_, "delete")) => Ok(Directive::Delete),
        Some((value, other)) => Err(Note::new(
            value.mark,
            What::Unfit,
            format!("`$patch: {other}` is unknown; there are `merge`, `replace` and `delete`"),
        )),
    }
}

/// A patch's value without the directive that stands in it.
fn without_directive(node: &Node) -> Node {
    let mut node = node.clone();
    match &mut node.value {
        Value::Map(_) => {
            edit::remove(&mut node, DIRECTIVE);
        }
        Value::List(items) => {
            items.retain(|item| item.entries().len() != 1 || item.at([DIRECTIVE]).is_none());
        }
        _ => {}
    }
    node
}

fn is_set(node: &Node) -> bool {
    !edit::is_null(node)
}

fn walk(dest: Option<&mut Node>, patch: Option<&Node>, of: Option<Type>) -> Step<Outcome> {
    keyed(dest, patch, of, None)
}

/// As [`walk`]; a list is merged by these keys, if there are any to merge it by.
fn keyed(
    dest: Option<&mut Node>,
    patch: Option<&Node>,
    of: Option<Type>,
    keys: Option<&[&str]>,
) -> Step<Outcome> {
    let dest_shape = dest.as_deref().filter(|node| is_set(node)).map(shape);
    let patch_shape = patch.filter(|node| is_set(node)).map(shape);
    if let (Some(one), Some(other), Some(patch)) = (dest_shape, patch_shape, patch)
        && one != other
    {
        let message = format!("the patch has {other} where the object has {one}");
        return Err(Note::new(patch.mark, What::Unfit, message));
    }
    match dest_shape.or(patch_shape) {
        Some("a list") => match keys {
            Some(keys) => walk_list(dest, patch, of, keys),
            None => Ok(override_with(dest, patch)),
        },
        Some("a scalar") => Ok(override_with(dest, patch)),
        _ => walk_map(dest, patch, of),
    }
}

fn shape(node: &Node) -> &'static str {
    match &node.value {
        Value::Null => "nothing",
        Value::Scalar { .. } => "a scalar",
        Value::List(_) => "a list",
        Value::Map(_) => "a mapping",
    }
}

fn override_with(dest: Option<&mut Node>, patch: Option<&Node>) -> Outcome {
    match (dest, patch) {
        (_, Some(patch)) if is_set(patch) => Outcome::With(patch.clone()),
        (_, Some(_)) | (None, None) => Outcome::Gone,
        (Some(_), None) => Outcome::InPlace,
    }
}

fn walk_map(dest: Option<&mut Node>, patch: Option<&Node>, of: Option<Type>) -> Step<Outcome> {
    let Some(dest) = dest.filter(|node| is_set(node)) else {
        let Some(patch) = patch.filter(|node| is_set(node)) else {
            // A null that the object itself says stays; one of a patch deletes.
            return Ok(match patch {
                None => Outcome::InPlace,
                Some(_) => Outcome::Gone,
            });
        };
        if matches!(directive(patch), Ok(Directive::Delete)) {
            return Ok(Outcome::Gone);
        }
        return alone(patch, of, None);
    };
    if let Some(patch) = patch {
        if !is_set(patch) {
            return Ok(Outcome::Gone);
        }
        match directive(patch)? {
            Directive::Delete => return Ok(Outcome::Gone),
            Directive::Replace => return alone(patch, of, None),
            Directive::Merge => {}
        }
    }
    walk_fields(dest, patch, of)?;
    Ok(Outcome::InPlace)
}

/// What a patch adds or replaces is merged with itself, for the directives and nulls in it.
fn alone(patch: &Node, of: Option<Type>, keys: Option<&[&str]>) -> Step<Outcome> {
    let patch = without_directive(patch);
    let mut node = patch.clone();
    let outcome = if let Some(keys) = keys {
        walk_items(&mut node, Some(&patch), of, keys)?
    } else {
        walk_fields(&mut node, Some(&patch), of)?;
        Outcome::InPlace
    };
    Ok(match outcome {
        Outcome::InPlace => Outcome::With(node),
        other => other,
    })
}

fn walk_fields(dest: &mut Node, patch: Option<&Node>, of: Option<Type>) -> Step {
    let of = of.or_else(|| type_of(dest)).or_else(|| type_of(patch?));
    let entries = |node: Option<&Node>| -> Vec<SmolStr> {
        let entries = node.map_or(&[][..], Node::entries).iter();
        entries.map(|entry| entry.key.clone()).collect()
    };
    let mut names = entries(Some(dest));
    names.extend(entries(patch));
    names.sort_unstable();
    names.dedup();
    for name in names {
        if name == DIRECTIVE && patch.is_some() {
            continue;
        }
        let (child, keys) = field(of, &name);
        let patch = patch.and_then(|patch| patch.at([name.as_str()]));
        if patch.is_none() && dest.at([name.as_str()]).is_some_and(edit::is_null) {
            continue;
        }
        match keyed(edit::get_mut(dest, &name), patch, child, keys)? {
            Outcome::InPlace => {}
            Outcome::With(node) => edit::set(dest, &name, node),
            Outcome::Gone => {
                edit::remove(dest, &name);
            }
        }
    }
    Ok(())
}

fn walk_list(
    dest: Option<&mut Node>,
    patch: Option<&Node>,
    of: Option<Type>,
    keys: &[&str],
) -> Step<Outcome> {
    let Some(dest) = dest.filter(|node| is_set(node)) else {
        return match patch.filter(|node| is_set(node)) {
            Some(patch) => alone(patch, of, Some(keys)),
            None => Ok(Outcome::Gone),
        };
    };
    let mut shown = None;
    if let Some(patch) = patch {
        if !is_set(patch) {
            return Ok(Outcome::Gone);
        }
        match directive(patch)? {
            Directive::Delete => return Ok(Outcome::Gone),
            Directive::Replace => return alone(patch, of, Some(keys)),
            Directive::Merge => shown = Some(without_list_directive(patch)),
        }
    }
    walk_items(dest, shown.as_ref(), of, keys)
}

fn without_list_directive(patch: &Node) -> Node {
    let is_one = |item: &Node| {
        let value = item.at([DIRECTIVE]).and_then(Node::text);
        item.entries().len() == 1 && value == Some("merge")
    };
    let mut patch = patch.clone();
    if let Value::List(items) = &mut patch.value {
        items.retain(|item| !is_one(item));
    }
    patch
}

/// The values that an item has at these keys; nothing where it has none.
fn values_of(item: &Node, keys: &[&str]) -> Vec<String> {
    let value = |key: &&str| {
        let value = item.at([*key]).and_then(Node::text);
        value.unwrap_or_default().to_owned()
    };
    match keys {
        [] => vec![item.text().unwrap_or_default().to_owned()],
        keys => keys.iter().map(value).collect(),
    }
}

/// Values that differ only in what one of them leaves out become the same.
fn complete(all: &mut [Vec<String>]) {
    for i in 0..all.len() {
        for j in 0..all.len() {
            let (one, other) = (&all[i], &all[j]);
            let pairs = || one.iter().zip(other);
            let fits = pairs().all(|(a, b)| a == b || a.is_empty() || b.is_empty());
            if fits && pairs().any(|(a, b)| a == b) {
                let both: Vec<String> = pairs()
                    .map(|(a, b)| if a.is_empty() { b.clone() } else { a.clone() })
                    .collect();
                all[i].clone_from(&both);
                all[j] = both;
            }
        }
    }
}

/// The keys that any item has a value for, and the values of these.
fn valid<'k>(all: &[Vec<String>], values: &[String], keys: &[&'k str]) -> Keyed<'k> {
    let is_valid = |at: usize| {
        all.iter()
            .any(|values| values.get(at).is_some_and(|value| !value.is_empty()))
    };
    let some: Vec<usize> = (0..keys.len()).filter(|at| is_valid(*at)).collect();
    if some.is_empty() {
        return (keys.to_vec(), values.to_vec());
    }
    let keys = some.iter().map(|at| keys[*at]).collect();
    let values = some.iter().map(|at| values[*at].clone()).collect();
    (keys, values)
}

type Keyed<'k> = (Vec<&'k str>, Vec<String>);

fn has_values(item: &Node, keys: &[&str], values: &[String]) -> bool {
    keys.iter().zip(values).all(|(key, value)| {
        if key.is_empty() {
            return item.text().unwrap_or_default() == value;
        }
        let found = item.at([*key]);
        found.is_some_and(|found| found.text().unwrap_or_default() == value)
    })
}

/// Puts an item where one with these values is, or at the end; without an item, takes them away.
fn put(items: &mut Vec<Node>, item: Option<&Node>, keys: &[&str], values: &[String]) {
    let mut is_found = false;
    let mut kept = Vec::with_capacity(items.len() + 1);
    let of_maps = keys.first().is_some_and(|key| !key.is_empty())
        && values.first().is_some_and(|value| !value.is_empty());
    for old in items.drain(..) {
        if edit::is_null(&old) || matches!(&old.value, Value::Map(entries) if entries.is_empty()) {
            continue;
        }
        if of_maps && !matches!(old.value, Value::Map(_)) {
            kept.push(old);
            continue;
        }
        let matches = !values.is_empty()
            && keys.iter().zip(values).all(|(key, value)| {
                if key.is_empty() {
                    return old.text().unwrap_or_default() == value;
                }
                let found = old.at([*key]).filter(|found| is_set(found));
                found.is_some_and(|found| value.is_empty() || found.text() == Some(value))
            });
        if !matches {
            if !values.is_empty() {
                kept.push(old);
            }
            continue;
        }
        is_found = true;
        kept.extend(item.cloned());
    }
    *items = kept;
    if !is_found {
        items.extend(item.cloned());
    }
}

fn walk_items(
    dest: &mut Node,
    patch: Option<&Node>,
    of: Option<Type>,
    keys: &[&str],
) -> Step<Outcome> {
    let Value::List(items) = &mut dest.value else {
        return Ok(Outcome::InPlace);
    };
    let mut all: Vec<Vec<String>> = Vec::new();
    for item in patch.map_or(&[][..], Node::items).iter().chain(&*items) {
        let values = values_of(item, keys);
        if !all.contains(&values) {
            all.push(values);
        }
    }
    // Items without a key are texts.
    let keys: &[&str] = if keys.is_empty() { &[""] } else { keys };
    if keys.len() > 1 {
        complete(&mut all);
    }
    let mut added: Vec<Node> = Vec::new();
    let mut last_keys: Vec<&str> = keys.to_vec();
    for values in &all {
        let (valid_keys, valid_values) = valid(&all, values, keys);
        let (own_keys, own_values) = valid(
            std::slice::from_ref(&valid_values),
            &valid_values,
            &valid_keys,
        );
        let place = items
            .iter()
            .position(|item| has_values(item, &own_keys, &own_values));
        let from = patch.and_then(|patch| {
            let mut items = patch.items().iter();
            items.find(|item| has_values(item, &own_keys, &own_values))
        });
        let outcome = match (place, from) {
            (None, None) => Outcome::Gone,
            (Some(place), from) => walk(Some(&mut items[place]), from, of)?,
            (None, from) => walk(None, from, of)?,
        };
        let item = match outcome {
            Outcome::InPlace => place.map(|place| items[place].clone()),
            Outcome::With(node) => Some(node),
            Outcome::Gone => None,
        };
        let is_nothing = |item: &Node| {
            edit::is_null(item) || matches!(&item.value, Value::Map(entries) if entries.is_empty())
        };
        match item.filter(|item| !is_nothing(item)) {
            None => put(items, None, &valid_keys, &valid_values),
            Some(mut item) => {
                for (key, value) in valid_keys.iter().zip(&valid_values) {
                    if !key.is_empty() && !value.is_empty() && item.at([*key]).is_none() {
                        let mark = item.mark;
                        edit::set(&mut item, key, edit::plain(value, mark));
                    }
                }
                put(&mut added, Some(&item), &valid_keys, &valid_values);
            }
        }
        last_keys = valid_keys;
    }
    if all.is_empty() {
        return Ok(Outcome::InPlace);
    }
    for item in items.drain(..) {
        append(&mut added, &item, &last_keys);
    }
    *items = added;
    Ok(Outcome::InPlace)
}

/// Adds an item of the object to those of the patch, or puts it where the same one is.
fn append(items: &mut Vec<Node>, item: &Node, keys: &[&str]) {
    if keys == [""] {
        let values = [item.text().unwrap_or_default().to_owned()];
        return put(items, Some(item), keys, &values);
    }
    let mut values = Vec::new();
    for key in keys {
        match item.at([*key]) {
            Some(value) => values.push(value.text().unwrap_or_default().to_owned()),
            None => items.push(item.clone()),
        }
    }
    if keys.len() > 1 {
        put(items, None, keys, &values);
    }
    put(items, Some(item), keys, &values);
}
