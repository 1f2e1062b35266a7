//! Files to documents: which of them are Kubernetes', what role each has, and what is wrong before anybody
//! asks what it means.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::files::Files;
use crate::problem::Explain as _;
use crate::yaml::{self, Entry, Error, Layer, Mark, Node, Value};

/// A document that Kubernetes or kustomize reads.
#[derive(Debug, Clone)]
pub struct Document {
    /// The path of its file.
    pub path: Arc<str>,
    /// Its place among the documents of its file, counted from 0. What a `List` holds counts one by one.
    pub index: usize,
    /// What it is there for.
    pub role: Role,
    /// Its values. The mark of each says which file it stands in.
    pub node: Node,
}

/// What a document is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// A whole object, to be applied.
    Manifest,
    /// A part of an object, which a kustomization lays on the whole one.
    Patch,
    /// A kustomization or a component.
    Kustomization,
}

impl Document {
    /// `apps/v1`; nothing if it does not say so.
    #[must_use]
    pub fn api_version(&self) -> &str {
        self.text_at(["apiVersion"]).unwrap_or_default()
    }

    /// The API's group: `apps` of `apps/v1`, nothing of `v1`.
    #[must_use]
    pub fn group(&self) -> &str {
        self.api_version()
            .rsplit_once('/')
            .map_or("", |(group, _)| group)
    }

    /// `Deployment`; nothing if it does not say so.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.text_at(["kind"]).unwrap_or_default()
    }

    /// Its name; nothing if it has none.
    #[must_use]
    pub fn name(&self) -> &str {
        self.text_at(["metadata", "name"]).unwrap_or_default()
    }

    /// The namespace that it names.
    #[must_use]
    pub fn namespace(&self) -> Option<&str> {
        self.text_at(["metadata", "namespace"])
    }

    /// The value below these keys.
    #[must_use]
    pub fn at<'a>(&self, keys: impl IntoIterator<Item = &'a str>) -> Option<&Node> {
        self.node.at(keys)
    }

    /// The text below these keys.
    #[must_use]
    pub fn text_at<'a>(&self, keys: impl IntoIterator<Item = &'a str>) -> Option<&str> {
        self.node.at(keys)?.text()
    }

    /// Where it begins.
    #[must_use]
    pub fn mark(&self) -> Mark {
        self.node.mark
    }

    /// Whether its values must not be printed.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        self.kind() == "Secret" && self.group().is_empty()
    }
}

/// What is wrong with a file before anybody asks what it means.
#[derive(Debug, Clone)]
pub(super) struct Broken {
    pub(super) mark: Mark,
    pub(super) what: Break,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// The ways in which a file is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Break {
    NotUtf8,
    Syntax,
    Tab,
    DuplicateKey,
    Tag,
    TooLarge,
    NoApiVersion,
    NoKind,
}

/// Everything that was read.
#[derive(Debug, Clone, Default)]
pub struct Documents {
    /// The documents, file by file.
    pub documents: Vec<Document>,
    /// Where the charts of Helm begin that were left alone.
    pub charts: Vec<Mark>,
    pub(super) broken: Vec<Broken>,
    /// Numbers of the files that hold something of Kubernetes.
    pub(super) sources: BTreeSet<u32>,
    /// Files that kustomizations name, and that are not applied as they are.
    named: BTreeMap<String, Named>,
}

/// What a kustomization names a file as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Named {
    Patch,
    Data,
}

/// File names that kustomize looks for.
const KUSTOMIZATIONS: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];
/// The group of kustomize's own kinds.
const KUSTOMIZE: &str = "kustomize.config.k8s.io";
/// The file that makes a folder a chart of Helm.
const CHART: &str = "Chart.yaml";

/// The name of a file without its folders.
fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

impl Documents {
    /// Reads files.
    #[must_use]
    pub fn read(files: &Files) -> Self {
        let mut all = Self::default();
        let charts: BTreeSet<&str> = files
            .iter()
            .filter(|(path, _)| base_name(path) == CHART)
            .map(|(path, _)| folder(path))
            .collect();
        for (number, (path, bytes)) in files.iter().enumerate() {
            let Ok(number) = u32::try_from(number) else {
                break;
            };
            let mut above = std::iter::successors(Some(folder(path)), |below| {
                (!below.is_empty()).then(|| folder(below))
            });
            if above.any(|folder| charts.contains(folder)) {
                if base_name(path) == CHART && !charts.contains(folder(folder(path))) {
                    all.charts.push(first_line(number));
                }
            } else if may_matter(path, bytes) {
                all.read_file(number, path, bytes);
            }
        }
        all.settle_roles();
        all
    }

    fn read_file(&mut self, number: u32, path: &str, bytes: &[u8]) {
        let Ok(text) = std::str::from_utf8(bytes) else {
            let what = if is_utf16(bytes) {
                "the text is UTF-16"
            } else {
                "this is text of another kind"
            };
            return self.broken(first_line(number), Break::NotUtf8, &Error::NotUtf8(what));
        };
        let stream = yaml::stream(text, Layer::Source(number));
        let before = self.documents.len();
        let path: Arc<str> = path.into();
        for node in stream.documents {
            self.add(&path, before, node);
        }
        // A file without a word of Kubernetes is somebody else's: what is wrong with it is theirs to say.
        if self.documents.len() > before || text.contains("apiVersion") {
            self.sources.insert(number);
            for (mark, error) in stream.problems {
                let what = match &error {
                    Error::DuplicateKey { .. } => Break::DuplicateKey,
                    Error::Tag(_) => Break::Tag,
                    Error::TooLarge(_) => Break::TooLarge,
                    _ if is_tab(text, mark) => Break::Tab,
                    _ => Break::Syntax,
                };
                self.broken(mark, what, &error);
            }
        }
    }

    fn broken(&mut self, mark: Mark, what: Break, error: &Error) {
        self.broken.push(Broken {
            mark,
            what,
            message: error.to_string(),
            help: error.help(),
        });
    }

    /// Adds what one document of a stream holds.
    fn add(&mut self, path: &Arc<str>, before: usize, node: Node) {
        let has = |key: &str| node.at([key]).is_some_and(|value| value.text().is_some());
        let is_kustomization = KUSTOMIZATIONS.contains(&base_name(path));
        let (api, kind) = (has("apiVersion"), has("kind"));
        if !(is_kustomization || api && kind) {
            let what = match (api, kind) {
                (true, false) => Break::NoKind,
                (false, true) => Break::NoApiVersion,
                _ => return,
            };
            if matches!(
                node.at(["metadata"]).map(|node| &node.value),
                Some(Value::Map(_))
            ) {
                let message = match what {
                    Break::NoKind => "`kind` is missing",
                    _ => "`apiVersion` is missing",
                };
                self.broken.push(Broken {
                    mark: node.mark,
                    what,
                    message: message.to_owned(),
                    help: None,
                });
            }
            return;
        }
        let kind = node.at(["kind"]).and_then(Node::text).unwrap_or_default();
        if kind == "List" && !is_kustomization {
            let Value::Map(entries) = node.value else {
                return;
            };
            let items = entries.into_iter().find(|entry| entry.key == "items");
            if let Some(Entry {
                value:
                    Node {
                        value: Value::List(items),
                        ..
                    },
                ..
            }) = items
            {
                for item in items {
                    self.add(path, before, item);
                }
            }
            return;
        }
        let group = node
            .at(["apiVersion"])
            .and_then(Node::text)
            .unwrap_or_default();
        let is_kustomize =
            group.starts_with(KUSTOMIZE) && matches!(kind, "Kustomization" | "Component");
        let role = if is_kustomization || is_kustomize {
            Role::Kustomization
        } else {
            Role::Manifest
        };
        self.documents.push(Document {
            path: Arc::clone(path),
            index: self.documents.len() - before,
            role,
            node,
        });
    }

    /// A file that a kustomization names as a patch holds patches; one that it only reads is left alone.
    fn settle_roles(&mut self) {
        let mut named = BTreeMap::new();
        let kustomizations = self
            .documents
            .iter()
            .filter(|document| document.role == Role::Kustomization);
        for document in kustomizations {
            let folder = folder(&document.path);
            let mut name = |node: Option<&Node>, as_what: Named| {
                let path = node
                    .and_then(Node::text)
                    .and_then(|path| joined(folder, path));
                if let Some(path) = path {
                    named.entry(path).or_insert(as_what);
                }
            };
            let list = |key: &str| document.at([key]).map_or(&[][..], Node::items);
            for patch in list("patches").iter().chain(list("patchesJson6902")) {
                name(patch.at(["path"]), Named::Patch);
            }
            for patch in list("patchesStrategicMerge") {
                name(Some(patch), Named::Patch);
            }
            for key in [
                "configurations",
                "crds",
                "generators",
                "transformers",
                "validators",
            ] {
                for file in list(key) {
                    name(Some(file), Named::Data);
                }
            }
            for replacement in list("replacements") {
                name(replacement.at(["path"]), Named::Data);
            }
            for generator in list("configMapGenerator")
                .iter()
                .chain(list("secretGenerator"))
            {
                for file in generator.at(["files"]).map_or(&[][..], Node::items) {
                    let path = file
                        .text()
                        .map(|text| text.split_once('=').map_or(text, |(_, path)| path));
                    if let Some(path) = path.and_then(|path| joined(folder, path)) {
                        named.entry(path).or_insert(Named::Data);
                    }
                }
            }
        }
        // A CRD that kustomize reads as OpenAPI is still one that can be applied.
        let is_data = |document: &Document| {
            named.get(&*document.path) == Some(&Named::Data)
                && document.kind() != "CustomResourceDefinition"
        };
        self.documents.retain(|document| !is_data(document));
        for document in &mut self.documents {
            if document.role == Role::Manifest && named.get(&*document.path) == Some(&Named::Patch)
            {
                document.role = Role::Patch;
            }
        }
        self.named = named;
    }
}

fn first_line(number: u32) -> Mark {
    Mark {
        layer: Layer::Source(number),
        line: 1,
        column: 1,
    }
}

/// Whether a file can be one of Kubernetes': by its name, and by a word that all of them have.
fn may_matter(path: &str, bytes: &[u8]) -> bool {
    let name = base_name(path);
    if KUSTOMIZATIONS.contains(&name) {
        return true;
    }
    let mut words = [&b"apiVersion"[..], b"metadata"].into_iter();
    words.any(|word| memchr::memmem::find(bytes, word).is_some())
        || !bytes.is_ascii() && is_utf16(bytes)
}

fn is_utf16(bytes: &[u8]) -> bool {
    matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..])
}

/// Whether the line that a problem is found in, or the one before it, is indented with a tab.
fn is_tab(text: &str, mark: Mark) -> bool {
    let skip = mark.line.saturating_sub(2);
    let mut lines = text.lines().skip(skip).take(2);
    lines.any(|line| line[..line.len() - line.trim_start().len()].contains('\t'))
}

/// A path in a folder, with its `.` and `..` walked; none if it is an address.
fn joined(folder: &str, path: &str) -> Option<String> {
    if path.contains("://") || path.contains('\n') {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let root = if folder.starts_with('/') { "/" } else { "" };
    Some(format!("{root}{}", parts.join("/")))
}
