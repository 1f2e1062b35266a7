//! ConfigMaps and Secrets that a kustomization generates.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::edit;
use super::note::{Note, Step, What};
use super::resource::{Behavior, Resource};
use super::source::{Found, Source, is_remote, start};
use crate::validate::paths::{base_name, is_within};
use crate::yaml::{Mark, Node};

/// What is generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    ConfigMap,
    Secret,
}

/// Base64 of Secrets is broken into lines of this length.
const LINE: usize = 70;

/// The values of a generator: text or bytes, and where they stand.
type Values = BTreeMap<String, (Vec<u8>, Mark)>;

/// What one entry of `configMapGenerator` or `secretGenerator` makes.
pub(super) fn generate(
    source: &Source<'_>,
    folder: &str,
    kind: Kind,
    entry: &Node,
    common: Option<&Node>,
) -> Step<Resource> {
    let text = |key: &str| entry.at([key]).and_then(Node::text).unwrap_or_default();
    if text("name").is_empty() {
        return Err(Note::new(
            entry.mark,
            What::Invalid,
            "a generator needs a `name`",
        ));
    }
    let mark = entry.mark;
    let mut node = edit::empty_map(mark);
    let name_mark = entry.at(["name"]).map_or(mark, |name| name.mark);
    let kind_name = match kind {
        Kind::ConfigMap => "ConfigMap",
        Kind::Secret => "Secret",
    };
    edit::set(&mut node, "apiVersion", edit::text("v1", mark));
    edit::set(&mut node, "kind", edit::text(kind_name, mark));
    let mut metadata = edit::empty_map(mark);
    edit::set(&mut metadata, "name", edit::text(text("name"), name_mark));
    if !text("namespace").is_empty() {
        let mark = entry.at(["namespace"]).map_or(mark, |node| node.mark);
        edit::set(
            &mut metadata,
            "namespace",
            edit::text(text("namespace"), mark),
        );
    }
    let options = entry.at(["options"]);
    for field in ["labels", "annotations"] {
        let mut texts = edit::empty_map(mark);
        for from in [common, options].into_iter().flatten() {
            for one in from.at([field]).map_or(&[][..], Node::entries) {
                let value = one.value.text().unwrap_or_default();
                edit::set(&mut texts, &one.key, edit::text(value, one.value.mark));
            }
        }
        if !edit::is_empty(&texts) {
            edit::set(&mut metadata, field, texts);
        }
    }
    edit::set(&mut node, "metadata", metadata);
    if kind == Kind::Secret {
        let of = if text("type").is_empty() {
            "Opaque"
        } else {
            text("type")
        };
        edit::set(&mut node, "type", edit::text(of, mark));
        edit::set(&mut node, "data", edit::empty_map(mark));
    }
    fill(&mut node, kind, values(source, folder, entry)?);
    let is_on = |key: &str| {
        let both = [common, options].into_iter().flatten();
        both.into_iter()
            .any(|options| options.at([key]).and_then(Node::text) == Some("true"))
    };
    if is_on("immutable") {
        edit::set(&mut node, "immutable", edit::plain("true", mark));
    }
    let mut resource = Resource::new(node);
    resource.needs_hash = !is_on("disableNameSuffixHash");
    resource.behavior = match text("behavior") {
        "merge" => Behavior::Merge,
        "replace" => Behavior::Replace,
        _ => Behavior::Create,
    };
    Ok(resource)
}

/// Puts values where they belong: text as it is, everything else in base64.
fn fill(node: &mut Node, kind: Kind, values: Values) {
    for (key, (bytes, mark)) in values {
        let (field, value) = match (kind, String::from_utf8(bytes)) {
            (Kind::ConfigMap, Ok(text)) => ("data", text),
            (Kind::ConfigMap, Err(bytes)) => ("binaryData", in_base64(bytes.as_bytes())),
            (Kind::Secret, Ok(text)) => ("data", in_base64(text.as_bytes())),
            (Kind::Secret, Err(bytes)) => ("data", in_base64(bytes.as_bytes())),
        };
        if let Some(map) = edit::map_at(node, field) {
            edit::set(map, &key, edit::text(value, mark));
        }
    }
}

fn in_base64(bytes: &[u8]) -> String {
    let text = STANDARD.encode(bytes);
    if text.len() < LINE {
        return text;
    }
    let mut lines = String::with_capacity(text.len() + text.len() / LINE + 1);
    for (at, c) in text.chars().enumerate() {
        lines.push(c);
        if at % LINE == LINE - 1 {
            lines.push('\n');
        }
    }
    if !text.len().is_multiple_of(LINE) {
        lines.push('\n');
    }
    lines
}

fn values(source: &Source<'_>, folder: &str, entry: &Node) -> Step<Values> {
    let list = |key: &str| entry.at([key]).map_or(&[][..], Node::items);
    let mut values = Values::new();
    let mut add = |key: &str, value: Vec<u8>, mark: Mark| {
        let is_valid = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        if key.is_empty()
            || key.len() > 253
            || !key.chars().all(is_valid)
            || key == "."
            || key.starts_with("..")
        {
            let message = format!("`{key}` is no key: letters, digits, `-`, `_` and `.`");
            return Err(Note::new(mark, What::Invalid, message));
        }
        match values.insert(key.to_owned(), (value, mark)) {
            None => Ok(()),
            Some(_) => Err(Note::new(
                mark,
                What::Invalid,
                format!("the key `{key}` is there twice"),
            )),
        }
    };
    for file in list("envs").iter().chain(entry.at(["env"])) {
        let (mark, bytes) = read(source, folder, file, file.text().unwrap_or_default())?;
        let Ok(text) = std::str::from_utf8(bytes) else {
            return Err(Note::new(file.mark, What::Invalid, "the file is not UTF-8"));
        };
        for (number, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let line = line.trim_start();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let mark = Mark {
                line: number + 1,
                ..mark
            };
            let (key, value) = line.split_once('=').unwrap_or((line, ""));
            if key.starts_with(|c: char| c.is_ascii_digit()) || key.contains(char::is_whitespace) {
                return Err(Note::new(mark, What::Invalid, "this line sets no variable"));
            }
            add(key, value.into(), mark)?;
        }
    }
    for literal in list("literals") {
        let text = literal.text().unwrap_or_default();
        let Some((key, value)) = text.split_once('=').filter(|(key, _)| !key.is_empty()) else {
            let message = "a literal is `KEY=value`";
            return Err(Note::new(literal.mark, What::Invalid, message));
        };
        add(key, unquoted(value).into(), literal.mark)?;
    }
    for file in list("files") {
        let text = file.text().unwrap_or_default();
        let (key, path) = match text.split_once('=') {
            None => (base_name(text), text),
            Some((key, path)) if !key.is_empty() && !path.is_empty() && !path.contains('=') => {
                (key, path)
            }
            Some(_) => {
                let message = format!("`{text}` is neither a path nor `KEY=path`");
                return Err(Note::new(file.mark, What::Invalid, message));
            }
        };
        let (mark, bytes) = read(source, folder, file, path)?;
        add(key, bytes.to_vec(), mark)?;
    }
    Ok(values)
}

fn unquoted(text: &str) -> &str {
    let inner = |quote: char| text.strip_prefix(quote)?.strip_suffix(quote);
    inner('"').or_else(|| inner('\'')).unwrap_or(text)
}

/// The bytes of a file that a kustomization reads.
pub(super) fn read<'a>(
    source: &Source<'a>,
    folder: &str,
    said: &Node,
    path: &str,
) -> Step<(Mark, &'a [u8])> {
    match source.find(folder, path) {
        Found::File(found, ..) if !is_within(&found, folder) => {
            let message = format!("`{path}` is outside of the kustomization's folder");
            Err(Note::new(said.mark, What::Outside, message))
        }
        Found::File(_, number, bytes) => Ok((start(number), bytes)),
        _ if is_remote(path) => {
            let message = format!("`{path}` is elsewhere on the network");
            Err(Note::new(said.mark, What::Unknowable, message))
        }
        Found::Nothing if source.is_passed_over(folder, path) => {
            let message = format!("`{path}` is not looked at: it is too large, or can't be read");
            Err(Note::new(said.mark, What::Unknowable, message))
        }
        Found::Elsewhere => {
            let message = format!("`{path}` is outside of what is looked at");
            Err(Note::new(said.mark, What::Unknowable, message))
        }
        Found::Folder(_) | Found::Nothing => {
            let message = format!("there is no file `{path}`");
            Err(Note::new(said.mark, What::NoSuchFile, message))
        }
    }
}

/// The plain texts of a Secret as they are kept: in base64.
pub(super) fn encoded(node: &Node, field: &str) -> Option<Node> {
    let is_secret = node.at(["kind"]).and_then(Node::text) == Some("Secret");
    let texts = node
        .at(["stringData"])
        .filter(|_| is_secret && field == "data")?;
    let mut map = edit::empty_map(texts.mark);
    for entry in texts.entries() {
        let text = entry.value.text().unwrap_or_default();
        let value = edit::text(in_base64(text.as_bytes()), entry.value.mark);
        edit::set(&mut map, &entry.key, value);
    }
    Some(map)
}
