//! The transformers that a kustomization names in a word: namespace, prefix, labels, images, replicas.

use std::collections::BTreeMap;

use regex_lite::Regex;

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

/// A resource and the images in it: a list of images has many entries, and each resource few images.
pub(super) struct Holder<'a> {
    resource: &'a mut Resource,
    /// None if something that is no text stands where an image belongs.
    images: Option<Vec<String>>,
}

impl Holder<'_> {
    fn may_have(&self, name: &str) -> bool {
        let images = self.images.as_ref();
        images.is_none_or(|images| images.iter().any(|image| may_match(name, image)))
    }
}

/// The resources that have images.
pub(super) fn with_images(resources: &mut [Resource]) -> Vec<Holder<'_>> {
    let mut holders = Vec::new();
    for resource in resources {
        let images = images_in(&resource.node);
        let is_one = images.as_ref().is_none_or(|images| !images.is_empty());
        if is_one && resource.kind() != "CustomResourceDefinition" {
            holders.push(Holder { resource, images });
        }
    }
    holders
}

/// The texts that can be images; none if something else stands where an image belongs.
fn images_in(node: &Node) -> Option<Vec<String>> {
    let mut images = Vec::new();
    add_images(node, &mut images).then_some(images)
}

fn add_images(node: &Node, images: &mut Vec<String>) -> bool {
    match &node.value {
        Value::List(items) => items.iter().all(|item| add_images(item, images)),
        Value::Map(entries) => entries.iter().all(|entry| {
            match (entry.key.as_str(), &entry.value.value) {
                ("image" | "reference", Value::Scalar { text, .. }) => {
                    images.push(text.to_string());
                }
                ("image" | "reference", Value::Null | Value::List(_)) => return false,
                ("containers" | "initContainers", Value::List(items)) => {
                    let is_map = |item: &Node| matches!(item.value, Value::Map(_));
                    if !items.iter().all(is_map) {
                        return false;
                    }
                }
                _ => {}
            }
            add_images(&entry.value, images)
        }),
        _ => true,
    }
}

/// Gives an image another name, tag or digest, and says how often.
pub(super) fn image(holders: &mut [Holder<'_>], entry: &Node) -> Step<usize> {
    let name = entry.at(["name"]).and_then(Node::text).unwrap_or_default();
    let Some(pattern) = Pattern::of(name) else {
        return Ok(0);
    };
    let mut count = 0;
    let mut change = |node: &mut Node| {
        let Some(text) = node.text() else {
            let message = "kustomize looks for an image here";
            return Err(Note::new(node.mark, What::Unfit, message));
        };
        if may_match(name, text) && pattern.fits(text) {
            count += 1;
            let new = new_image(text, entry);
            edit::retext(node, &new, entry.mark);
        }
        Ok(())
    };
    for holder in holders.iter_mut().filter(|holder| holder.may_have(name)) {
        // As kustomize does, some are changed by both, so that they get a `tagSuffix` twice.
        containers(&mut holder.resource.node, &mut change)?;
        for field in &DEFAULTS.images {
            field.apply(holder.resource, None, &mut change)?;
        }
        holder.images = images_in(&holder.resource.node);
    }
    Ok(count)
}

/// What kustomize takes for an image of a name, which is a pattern itself.
enum Pattern<'a> {
    /// A name in which `.` is all that a pattern reads otherwise.
    Plain(&'a str),
    Regex(Box<Regex>),
}

impl<'a> Pattern<'a> {
    /// None if the name is no pattern.
    fn of(name: &'a str) -> Option<Self> {
        if is_plain(name) && !name.contains('@') {
            return Some(Self::Plain(name));
        }
        let pattern = format!(
            "^{name}(:[a-zA-Z0-9_.{{}}-]*)?(@[a-zA-Z0-9]+([.+_-][a-zA-Z0-9]+)*:[a-zA-Z0-9_.{{}}-]*)?$"
        );
        let regex = Regex::new(&pattern).ok()?;
        Some(Self::Regex(Box::new(regex)))
    }

    fn fits(&self, image: &str) -> bool {
        let is_tag = |c: char| c.is_ascii_alphanumeric() || "_.{}-".contains(c);
        match self {
            Self::Regex(regex) => regex.is_match(image),
            Self::Plain(name) if !may_match(name, image) => false,
            Self::Plain(name) => {
                let rest = image.get(name.len()..).unwrap_or("@");
                let (tag, digest) = match rest.split_once('@') {
                    Some((tag, digest)) => (tag, Some(digest)),
                    None => (rest, None),
                };
                let tag = tag.strip_prefix(':').unwrap_or(tag);
                let is_tagged = rest.is_empty() || rest.starts_with([':', '@']);
                is_tagged && tag.chars().all(is_tag) && digest.is_none_or(is_digest)
            }
        }
    }
}

/// Whether this is `sha256:…`: words with one of `.+_-` between two, a colon, and what a tag may hold.
fn is_digest(text: &str) -> bool {
    let Some((algorithm, value)) = text.split_once(':') else {
        return false;
    };
    let is_word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric());
    let is_value = |c: char| c.is_ascii_alphanumeric() || "_.{}-".contains(c);
    algorithm.split(['.', '+', '_', '-']).all(is_word) && value.chars().all(is_value)
}

fn is_plain(name: &str) -> bool {
    name.bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"./-_:@".contains(&b))
}

/// Whether an image can be one of this name, which is a pattern: a quick look before the careful one.
fn may_match(name: &str, image: &str) -> bool {
    let begins = || {
        let mut pairs = name.bytes().zip(image.bytes());
        image.len() >= name.len() && pairs.all(|(name, image)| name == b'.' || name == image)
    };
    !is_plain(name) || begins()
}

fn new_image(old: &str, entry: &Node) -> String {
    let text = |key: &str| {
        let text = entry.at([key]).and_then(Node::text);
        text.filter(|text| !text.is_empty())
    };
    let (name, tag, digest) = split_image(old);
    let name = text("newName").unwrap_or(name);
    let (tag, digest) = match (text("newTag"), text("digest"), text("tagSuffix")) {
        (Some(tag), digest, _) => (tag.to_owned(), digest.unwrap_or_default()),
        (None, Some(digest), _) => (String::new(), digest),
        (None, None, Some(suffix)) => (format!("{tag}{suffix}"), ""),
        (None, None, None) => (tag.to_owned(), digest),
    };
    let mut image = name.to_owned();
    if !tag.is_empty() {
        image = format!("{image}:{tag}");
    }
    if !digest.is_empty() {
        image = format!("{image}@{digest}");
    }
    image
}

/// Name, tag and digest of an image.
fn split_image(image: &str) -> (&str, &str, &str) {
    let (rest, digest) = image.split_once('@').unwrap_or((image, ""));
    let host = rest.find('/').unwrap_or(0);
    match rest[host..].find(':') {
        Some(at) => (&rest[..host + at], &rest[host + at + 1..], digest),
        None => (rest, "", digest),
    }
}

/// Calls `change` with the image of every container, wherever containers are.
fn containers(node: &mut Node, change: &mut dyn FnMut(&mut Node) -> Step) -> Step {
    match &mut node.value {
        Value::List(items) => items
            .iter_mut()
            .try_for_each(|item| containers(item, change)),
        Value::Map(entries) => {
            for entry in entries {
                containers(&mut entry.value, change)?;
                if !matches!(entry.key.as_str(), "containers" | "initContainers") {
                    continue;
                }
                let Value::List(items) = &mut entry.value.value else {
                    continue;
                };
                for item in items {
                    if let Value::Scalar { .. } | Value::List(_) = item.value {
                        let message = "kustomize looks for a container here";
                        return Err(Note::new(item.mark, What::Unfit, message));
                    }
                    if let Some(image) = edit::get_mut(item, "image") {
                        change(image)?;
                    }
                }
            }
            Ok(())
        }
        _ => Ok(()),
    }
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
