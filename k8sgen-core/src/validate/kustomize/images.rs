//! Images, and what `images` makes of them: another name, tag or digest.

use regex_lite::Regex;

use super::edit;
use super::fieldspec::DEFAULTS;
use super::note::{Note, Step, What};
use super::resource::Resource;
use crate::yaml::{Node, Value};

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
pub(super) fn holders(resources: &mut [Resource]) -> Vec<Holder<'_>> {
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
pub(super) fn change(holders: &mut [Holder<'_>], entry: &Node) -> Step<usize> {
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
