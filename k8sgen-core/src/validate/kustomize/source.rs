//! The files of a build: each is read once, whichever kustomizations take it in.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::growth::Growth;
use super::note::{Note, Step, What};
use crate::validate::Files;
use crate::validate::document::{Document, Documents};
use crate::validate::paths::{common_folder, is_within, joined, tidy};
use crate::yaml::{self, Layer, Mark, Node, Value};

/// The names that a kustomization's file can have.
pub(in crate::validate) const NAMES: [&str; 3] =
    ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// What a path leads to.
pub(super) enum Found<'a> {
    /// A file: its path, its number and its bytes.
    File(String, u32, &'a [u8]),
    /// A folder.
    Folder(String),
    /// Nothing.
    Nothing,
    /// Something outside of the files that are looked at, or nothing.
    Elsewhere,
}

/// Files, and what was read of them.
pub(super) struct Source<'a> {
    files: &'a Files,
    numbers: BTreeMap<String, u32>,
    /// The folder that all of them are in.
    root: String,
    /// Documents of files that hold nothing else, and were read before.
    known: BTreeMap<u32, &'a [Document]>,
    read: RefCell<BTreeMap<u32, Rc<Read<'a>>>>,
    /// What patches have added to the build that is under way.
    pub(super) growth: Growth,
}

/// What a file holds.
#[derive(Debug)]
pub(super) struct Read<'a> {
    pub(super) documents: Vec<Cow<'a, Node>>,
    /// The first thing that is wrong with it.
    pub(super) broken: Option<(Mark, String)>,
}

/// What a text in a file holds.
#[derive(Debug)]
pub(in crate::validate) struct Parsed {
    pub(in crate::validate) documents: Vec<Node>,
    /// The first thing that is wrong with it.
    pub(super) broken: Option<(Mark, String)>,
}

impl<'a> Source<'a> {
    pub(super) fn new(files: &'a Files, documents: &'a Documents) -> Self {
        let paths = files.iter().map(|(path, _)| tidy(path));
        let numbers: BTreeMap<String, u32> = paths.zip(0u32..).collect();
        let root = match (numbers.first_key_value(), numbers.last_key_value()) {
            (Some((first, _)), Some((last, _))) => common_folder(first, last).to_owned(),
            _ => String::new(),
        };
        Self {
            files,
            numbers,
            root,
            known: known(documents),
            read: RefCell::default(),
            growth: Growth::default(),
        }
    }

    /// What is at a path, seen from a folder.
    pub(super) fn find(&self, folder: &str, path: &str) -> Found<'a> {
        let Some(path) = joined(folder, path) else {
            return Found::Elsewhere;
        };
        if let Some(&number) = self.numbers.get(&path) {
            let bytes = self.files.path(start(number));
            let bytes = bytes.and_then(|path| self.files.get(path));
            return Found::File(path, number, bytes.unwrap_or_default());
        }
        let inside = if path.is_empty() {
            String::new()
        } else {
            format!("{path}/")
        };
        let mut below = self.numbers.range(inside.clone()..);
        match below.next() {
            Some((first, _)) if first.starts_with(&inside) => Found::Folder(path),
            _ if is_within(&path, &self.root) => Found::Nothing,
            _ => Found::Elsewhere,
        }
    }

    /// The documents of a file.
    pub(super) fn documents(&self, number: u32, bytes: &[u8]) -> Rc<Read<'a>> {
        if let Some(read) = self.read.borrow().get(&number) {
            return Rc::clone(read);
        }
        let read = Rc::new(self.read(number, bytes));
        self.read.borrow_mut().insert(number, Rc::clone(&read));
        read
    }

    fn read(&self, number: u32, bytes: &[u8]) -> Read<'a> {
        if let Some(known) = self.known.get(&number) {
            let nodes = known.iter().map(|document| Cow::Borrowed(&document.node));
            return Read {
                documents: nodes.collect(),
                broken: None,
            };
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            return Read {
                documents: Vec::new(),
                broken: Some((start(number), "the text is not UTF-8".to_owned())),
            };
        };
        let parsed = parse(text, Layer::Source(number));
        Read {
            documents: parsed.documents.into_iter().map(Cow::Owned).collect(),
            broken: parsed.broken,
        }
    }

    /// The documents of text that stands in a value.
    pub(super) fn inline(&self, node: &Node, text: &str) -> Parsed {
        inline(self.files, node, text)
    }

    /// Whether a file is there, and its bytes are not looked at.
    pub(super) fn is_passed_over(&self, folder: &str, path: &str) -> bool {
        joined(folder, path).is_some_and(|path| {
            let passed_over = |path: &str| self.files.is_passed_over(path);
            passed_over(&path) || passed_over(&format!("./{path}"))
        })
    }
}

/// The documents of each file that holds nothing else.
fn known(documents: &Documents) -> BTreeMap<u32, &[Document]> {
    let of_file = documents.documents.chunk_by(|a, b| a.path == b.path);
    let known = of_file.filter_map(|of_file| {
        let Layer::Source(number) = of_file.first()?.mark().layer else {
            return None;
        };
        // One may have been left out since.
        let is_whole = documents.whole.get(&number) == Some(&of_file.len());
        is_whole.then_some((number, of_file))
    });
    known.collect()
}

/// The documents of text that stands in a value: their marks point into the file that it stands in.
pub(in crate::validate) fn inline(files: &Files, node: &Node, text: &str) -> Parsed {
    let mut parsed = parse(text, node.mark.layer);
    let place = Inline::of(files, node.mark, text);
    for document in &mut parsed.documents {
        place.shift(document);
    }
    if let Some((mark, _)) = &mut parsed.broken {
        *mark = place.mark(*mark);
    }
    parsed
}

/// The place of a part of a text, which begins at this byte: that of the whole text, unless it is a block.
pub(in crate::validate) fn within(files: &Files, mark: Mark, text: &str, byte: usize) -> Mark {
    let before = text.get(..byte).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let inner = Mark {
        line: before.matches('\n').count() + 1,
        column: line.chars().count() + 1,
        ..mark
    };
    Inline::of(files, mark, text).mark(inner)
}

/// The first place of a file.
pub(super) fn start(number: u32) -> Mark {
    Mark {
        layer: Layer::Source(number),
        line: 1,
        column: 1,
    }
}

fn parse(text: &str, layer: Layer) -> Parsed {
    let stream = yaml::stream(text, layer);
    let broken = stream.problems.into_iter().next();
    Parsed {
        documents: stream.documents,
        broken: broken.map(|(mark, error)| (mark, error.to_string())),
    }
}

/// Where a text stands that is itself YAML.
struct Inline {
    mark: Mark,
    /// Columns that a block of text is indented by. None if it is no block.
    indent: Option<usize>,
}

impl Inline {
    fn of(files: &Files, mark: Mark, text: &str) -> Self {
        let indent = || {
            let bytes = files.get(files.path(mark)?)?;
            let above = mark.line.checked_sub(2)?;
            let mut lines = std::str::from_utf8(bytes).ok()?.lines().skip(above);
            let opens = lines.next()?.trim_end_matches(['-', '+']).ends_with('|');
            let first = lines.next()?;
            let blanks = |line: &str| line.len() - line.trim_start_matches(' ').len();
            opens.then(|| blanks(first).saturating_sub(blanks(text)))
        };
        let indent = indent();
        Self { mark, indent }
    }

    fn mark(&self, inner: Mark) -> Mark {
        match self.indent {
            Some(indent) => Mark {
                layer: self.mark.layer,
                line: self.mark.line + inner.line - 1,
                column: indent + inner.column,
            },
            None => self.mark,
        }
    }

    fn shift(&self, node: &mut Node) {
        node.mark = self.mark(node.mark);
        match &mut node.value {
            Value::List(items) => items.iter_mut().for_each(|item| self.shift(item)),
            Value::Map(entries) => {
                for entry in entries {
                    entry.mark = self.mark(entry.mark);
                    self.shift(&mut entry.value);
                }
            }
            _ => {}
        }
    }
}

/// Whether a path is an address of something elsewhere.
pub(super) fn is_remote(path: &str) -> bool {
    path.contains("://")
        || path.starts_with("git@")
        || path.starts_with("git::")
        || path.contains("?ref=")
        || path.starts_with("github.com/")
}

/// The objects of documents: lists unfolded, and all of them with a kind and a name.
pub(super) fn objects<'n>(documents: impl IntoIterator<Item = &'n Node>) -> Step<Vec<Node>> {
    let mut objects = Vec::new();
    let mut waiting: std::collections::VecDeque<Node> = documents.into_iter().cloned().collect();
    while let Some(node) = waiting.pop_front() {
        if matches!(&node.value, Value::Map(entries) if entries.is_empty()) {
            continue;
        }
        let invalid = |message: &str| Note::new(node.mark, What::Invalid, message);
        if !matches!(node.value, Value::Map(_)) {
            return Err(invalid("this is no object"));
        }
        let text = |keys: &[&str]| {
            let value = node.at(keys.iter().copied()).and_then(Node::text);
            value.unwrap_or_default().to_owned()
        };
        let kind = text(&["kind"]);
        if kind.is_empty() {
            return Err(invalid("an object has no `kind`"));
        }
        if kind.ends_with("List")
            && let Some(items) = node.at(["items"])
        {
            waiting.extend(items.items().iter().cloned());
            continue;
        }
        if !kind.ends_with("List") && text(&["metadata", "name"]).is_empty() {
            return Err(invalid("an object has no `metadata.name`"));
        }
        objects.push(node);
    }
    Ok(objects)
}
