//! Files to documents: which of them are Kubernetes', and what each holds.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::document::{Break, Broken, Document, Documents, Role};
use super::files::Files;
use super::kustomize::NAMES as KUSTOMIZATIONS;
use super::paths::{above, base_name, folder};
use super::roles;
use crate::hands::{self, Load};
use crate::problem::Explain as _;
use crate::yaml::{self, Entry, Error, Layer, Mark, Node, Value};

/// The group of kustomize's own kinds.
const KUSTOMIZE: &str = "kustomize.config.k8s.io";
/// The file that makes a folder a chart of Helm.
const CHART: &str = "Chart.yaml";

/// So many bytes take longer to read than a thread takes to start.
const WORTH_A_THREAD: usize = 64 * 1024;
/// How many parts of the files are made for each thread.
const PARTS_OF_A_HAND: usize = 8;

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
        let mut sources = Vec::new();
        for (number, (path, bytes)) in files.iter().enumerate() {
            let Ok(number) = u32::try_from(number) else {
                break;
            };
            if above(folder(path)).any(|folder| charts.contains(folder)) {
                if base_name(path) == CHART && !charts.contains(folder(folder(path))) {
                    all.charts.push(first_line(number));
                }
            } else if !files.is_data(path) && may_matter(path, bytes) {
                sources.push((number, path, bytes));
            }
        }
        for part in in_parts(&sources) {
            all.documents.extend(part.documents);
            all.templates.extend(part.templates);
            all.broken.extend(part.broken);
            all.whole.extend(part.whole);
            all.sources.extend(part.sources);
        }
        roles::settle(files, &mut all);
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
        let places = stream.problems.iter().map(|(mark, _)| *mark);
        if let Some(mark) = template_mark(text, places) {
            if text.contains("apiVersion") {
                self.sources.insert(number);
                self.templates.push(mark);
            }
            return;
        }
        let before = self.documents.len();
        let path: Arc<str> = path.into();
        let held = stream.documents.len();
        for node in stream.documents {
            self.add(&path, before, node);
        }
        if self.documents.len() - before == held && stream.problems.is_empty() {
            self.whole.insert(number, held);
        }
        // A file without a word of Kubernetes is somebody else's: what is wrong with it is theirs to say.
        let may_be_policy = is_json(&path) && text.contains("\"Statement\"");
        if self.documents.len() > before || text.contains("apiVersion") || may_be_policy {
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
        if is_policy(&node) && !api && !kind {
            self.documents.push(Document {
                path: Arc::clone(path),
                index: self.documents.len() - before,
                role: Role::Policy,
                node,
            });
            return;
        }
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
}

/// A file that may hold something of Kubernetes: its number, path and bytes.
type Source<'a> = (u32, &'a str, &'a [u8]);

/// Reads the files, many of them side by side. What comes out stands in their order, however many do the work.
fn in_parts(sources: &[Source<'_>]) -> Vec<Documents> {
    let size: usize = sources.iter().map(|(_, _, bytes)| bytes.len()).sum();
    // Files differ in size: several parts for each hand leave none of them idle for long.
    let each = sources.len().div_ceil(hands::hands() * PARTS_OF_A_HAND);
    let parts: Vec<&[Source<'_>]> = sources.chunks(each.max(1)).collect();
    let load = Load::heavy_if(size >= WORTH_A_THREAD);
    hands::each(&parts, load, || {
        |part: &&[Source<'_>]| {
            let mut documents = Documents::default();
            for (number, path, bytes) in *part {
                documents.read_file(*number, path, bytes);
            }
            documents
        }
    })
}

fn first_line(number: u32) -> Mark {
    Mark {
        layer: Layer::Source(number),
        line: 1,
        column: 1,
    }
}

/// Whether this is a policy of IAM: statements, of which the first one has an effect.
fn is_policy(node: &Node) -> bool {
    let statement = node.at(["Statement"]);
    let first = statement.map(|statement| statement.items().first().unwrap_or(statement));
    first.is_some_and(|first| first.entry("Effect").is_some())
}

/// Whether a file can be one of Kubernetes' or of IAM: by its name, and by a word that all of them have.
fn may_matter(path: &str, bytes: &[u8]) -> bool {
    let name = base_name(path);
    if KUSTOMIZATIONS.contains(&name) {
        return true;
    }
    // Pages of Markdown show manifests, and are none.
    if name.rsplit_once('.').is_some_and(|(_, end)| end == "md") {
        return false;
    }
    let mut words = [&b"apiVersion"[..], b"metadata", b"\"Statement\""].into_iter();
    words.any(|word| memchr::memmem::find(bytes, word).is_some())
        || !bytes.is_ascii() && is_utf16(bytes)
}

fn is_json(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, end)| end == "json")
}

fn is_utf16(bytes: &[u8]) -> bool {
    matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..])
}

/// Where a file that is no YAML shows that it is a template: a problem in a line with `{{` or `{%`.
fn template_mark(text: &str, problems: impl Iterator<Item = Mark>) -> Option<Mark> {
    let opens = |line: &str| line.contains("{{") || line.contains("{%");
    if !opens(text) {
        return None;
    }
    let mut lines = text.lines().zip(1..);
    let mut problems: Vec<Mark> = problems.collect();
    problems.sort_by_key(|mark| mark.line);
    problems.into_iter().find(|mark| {
        let line = lines.find(|(_, number)| *number >= mark.line);
        line.is_some_and(|(line, _)| opens(line))
    })
}

/// Whether the line that a problem is found in, or the one before it, is indented with a tab.
fn is_tab(text: &str, mark: Mark) -> bool {
    let skip = mark.line.saturating_sub(2);
    let mut lines = text.lines().skip(skip).take(2);
    lines.any(|line| line[..line.len() - line.trim_start().len()].contains('\t'))
}
