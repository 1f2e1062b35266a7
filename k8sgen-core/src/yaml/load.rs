//! Text to tree.

use std::collections::{HashMap, HashSet};

use granit_parser::{
    BorrowedInput, ErrorKind, Event, Options, Parser, ScalarStyle, Span, StrInput, options,
};
use smol_str::SmolStr;

use super::{Entry, Error, Layer, MOST_PROBLEMS, Mark, Node, Segment, Value};
use crate::problem::{Place, Problem, Problems, shown};

/// No inventory or plan that a person keeps comes near this many values; a YAML bomb does.
const MOST_VALUES: usize = 200_000;
/// Levels of nesting; the deepest file of ours has nine.
const MOST_LEVELS: usize = 64;
/// So many bytes of text count as one more value.
const BYTES_OF_A_VALUE: usize = 128;
/// So many keys of a mapping are faster looked through than looked up.
const FEW_KEYS: usize = 16;
/// The key that takes in what an alias stands for.
const MERGE: &str = "<<";

/// The bytes of a file as text.
///
/// # Errors
/// Bytes that are not UTF-8.
pub fn text(bytes: Vec<u8>) -> Result<String, Error> {
    match bytes.as_slice() {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Err(Error::NotUtf8("the text is UTF-16")),
        _ => String::from_utf8(bytes).map_err(|_| Error::NotUtf8("this is text of another kind")),
    }
}

/// Reads the one document of `text`. With it come the problems that it can be read in spite of: duplicate
/// keys, of which the first counts, and tags.
///
/// # Errors
/// What is not YAML, with its line.
pub fn load(file: &str, text: &str, layer: Layer) -> Result<(Node, Vec<Problem>), Problems> {
    let mut loader = Loader::new(layer, MOST_VALUES);
    let root = loader.only_document(&mut parser(text));
    let problem = |(mark, error): &Noted| match mark {
        Some(mark) => Problem::at(mark.place(file), error),
        None => Problem::at(Place::file(file), error),
    };
    let mut problems: Vec<Problem> = loader.problems.iter().map(problem).collect();
    match root {
        Ok(root) => Ok((root, problems)),
        Err(fatal) => {
            problems.push(problem(&fatal));
            Err(Problems::from(problems))
        }
    }
}

/// Everything that can be read of a stream of documents.
#[derive(Debug, Clone, Default)]
pub struct Stream {
    /// The documents that hold something, in their order.
    pub documents: Vec<Node>,
    /// What is wrong, each thing with its place. Of duplicate keys the first counts.
    pub problems: Vec<(Mark, Error)>,
}

/// Reads all documents of `text`. One that is not YAML does not hide those after it.
#[must_use]
pub fn stream(text: &str, layer: Layer) -> Stream {
    // Whoever writes a stream writes each value of it in more than two bytes; an alias repeats them.
    let mut loader = Loader::new(layer, MOST_VALUES + text.len() / 2);
    let mut parser = parser(text);
    let (mut documents, mut broken) = (Vec::new(), Vec::new());
    loop {
        let read = match loader.begin(&mut parser) {
            Ok(Some(_)) => loader.document(&mut parser),
            Ok(None) => break,
            Err(fatal) => Err(fatal),
        };
        match read {
            Ok(
                Some(Node {
                    value: Value::Null, ..
                })
                | None,
            ) => {}
            Ok(Some(node)) => documents.push(node),
            Err((mark, error)) => {
                let stop = matches!(error, Error::TooLarge(_));
                broken.push((mark.unwrap_or_else(|| loader.mark(1, 0)), error));
                if stop || !parser.proceed_next_document().unwrap_or(false) {
                    break;
                }
            }
        }
    }
    let noted = loader.problems.into_iter();
    let mut problems: Vec<_> = noted
        .filter_map(|(mark, error)| Some((mark?, error)))
        .collect();
    problems.extend(broken);
    problems.sort_by_key(|(mark, _)| *mark);
    Stream {
        documents,
        problems,
    }
}

fn parser(text: &str) -> Parser<'_, StrInput<'_>> {
    let options: Options = options! {
        block_nesting_limit: MOST_LEVELS,
        flow_nesting_limit: MOST_LEVELS,
    };
    Parser::new_from_str_with_options(text, options)
}

type Noted = (Option<Mark>, Error);

/// A container that is still being read: where it begins, its anchor, and what is in it.
struct Open {
    mark: Mark,
    anchor: usize,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    Map {
        entries: Vec<Entry>,
        /// The lines of the keys, once there are too many to look through.
        lines: HashMap<SmolStr, usize>,
        /// The key whose value comes next.
        key: Option<(SmolStr, Mark)>,
    },
}

struct Loader {
    layer: Layer,
    /// What each anchor names, and how many values that is.
    anchors: HashMap<usize, (Node, usize)>,
    values: usize,
    most_values: usize,
    problems: Vec<Noted>,
}

impl Loader {
    fn new(layer: Layer, most_values: usize) -> Self {
        Self {
            layer,
            anchors: HashMap::new(),
            values: 0,
            most_values,
            problems: Vec::new(),
        }
    }

    /// The document of a stream that has no other.
    fn only_document<'i, I: BorrowedInput<'i>>(
        &mut self,
        parser: &mut Parser<'i, I>,
    ) -> Result<Node, Noted> {
        let root = match self.begin(parser)? {
            Some(_) => self.document(parser)?,
            None => None,
        };
        if let Some(second) = self.begin(parser)? {
            return Err((Some(second), Error::SecondDocument));
        }
        root.filter(|node| node.value != Value::Null)
            .ok_or((None, Error::Empty))
    }

    /// Goes on to the next document, and says where it begins.
    fn begin<'i, I: BorrowedInput<'i>>(
        &mut self,
        parser: &mut Parser<'i, I>,
    ) -> Result<Option<Mark>, Noted> {
        self.anchors.clear();
        while let Some((event, span)) = self.next(parser)? {
            if matches!(event, Event::DocumentStart(..)) {
                return Ok(Some(self.mark(span.start.line(), span.start.col())));
            }
        }
        Ok(None)
    }

    fn next<'i, I: BorrowedInput<'i>>(
        &self,
        parser: &mut Parser<'i, I>,
    ) -> Result<Option<(Event<'i>, Span)>, Noted> {
        parser.next().transpose().map_err(|error| {
            let at = error.marker();
            let mark = self.mark(at.line(), at.col());
            (Some(mark), Error::Syntax(why(error.kind())))
        })
    }

    /// The document that has just begun.
    fn document<'i, I: BorrowedInput<'i>>(
        &mut self,
        parser: &mut Parser<'i, I>,
    ) -> Result<Option<Node>, Noted> {
        let mut open: Vec<Open> = Vec::new();
        let mut root = None;
        while let Some((event, span)) = self.next(parser)? {
            let mark = self.mark(span.start.line(), span.start.col());
            if let Some(tag) = event.tag().filter(|tag| !tag.is_yaml_core_schema()) {
                self.note(mark, Error::Tag(shown(&tag.original())));
            }
            let (node, anchor) = match event {
                Event::DocumentEnd => return Ok(root),
                Event::SequenceStart(_, anchor, _) => {
                    let content = Content::List(Vec::new());
                    open.push(Open {
                        mark,
                        anchor,
                        content,
                    });
                    continue;
                }
                Event::MappingStart(_, anchor, _) => {
                    let content = Content::Map {
                        entries: Vec::new(),
                        lines: HashMap::new(),
                        key: None,
                    };
                    open.push(Open {
                        mark,
                        anchor,
                        content,
                    });
                    continue;
                }
                Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                    Some(ended) => {
                        self.count(1, mark)?;
                        ended.close()
                    }
                    None => continue,
                },
                Event::Scalar(text, style, anchor, _) => {
                    self.count(weight(&text), mark)?;
                    let plain = style == ScalarStyle::Plain;
                    (
                        Node {
                            value: scalar(&text, plain),
                            mark,
                        },
                        anchor,
                    )
                }
                Event::Alias(id) => {
                    let Some((node, size)) = self.anchors.get(&id) else {
                        let why = "an alias inside of its own anchor".to_owned();
                        return Err((Some(mark), Error::Syntax(why)));
                    };
                    let (node, size) = (node.clone(), *size);
                    self.count(size, mark)?;
                    (node, 0)
                }
                _ => continue,
            };
            if anchor != 0 {
                let size = size(&node);
                self.count(size, mark)?;
                self.anchors.insert(anchor, (node.clone(), size));
            }
            if open.is_empty() {
                root = Some(node);
            } else {
                self.put(&mut open, node)?;
            }
        }
        Ok(root)
    }

    fn mark(&self, line: usize, column: usize) -> Mark {
        Mark {
            layer: self.layer,
            line,
            column: column + 1,
        }
    }

    fn note(&mut self, mark: Mark, error: Error) {
        match self.problems.len() {
            ..MOST_PROBLEMS => self.problems.push((Some(mark), error)),
            MOST_PROBLEMS => self.problems.push((Some(mark), Error::More(MOST_PROBLEMS))),
            _ => {}
        }
    }

    fn count(&mut self, values: usize, mark: Mark) -> Result<(), Noted> {
        self.values += values;
        if self.values > self.most_values {
            return Err((Some(mark), Error::TooLarge(self.most_values)));
        }
        Ok(())
    }

    /// Adds a finished value to the container that is being read.
    fn put(&mut self, open: &mut [Open], node: Node) -> Result<(), Noted> {
        let Some((Open { content, .. }, around)) = open.split_last_mut() else {
            return Ok(());
        };
        let (entries, lines, pending) = match content {
            Content::List(items) => {
                items.push(node);
                return Ok(());
            }
            Content::Map {
                entries,
                lines,
                key,
            } => (entries, lines, key),
        };
        let Some((key, mark)) = pending.take() else {
            let key = match node.value {
                Value::Scalar { text, .. } => text,
                Value::Null => SmolStr::new_static("null"),
                Value::List(_) | Value::Map(_) => return Err((Some(node.mark), Error::Key)),
            };
            *pending = Some((key, node.mark));
            return Ok(());
        };
        if entries.len() == FEW_KEYS {
            let known = entries
                .iter()
                .map(|entry| (entry.key.clone(), entry.mark.line));
            lines.extend(known);
        }
        let first = if entries.len() < FEW_KEYS {
            let known = entries.iter().find(|entry| entry.key == key);
            known.map(|entry| entry.mark.line)
        } else {
            lines.get(&key).copied()
        };
        if let Some(first) = first {
            let mut path: Vec<Segment> = around.iter().map(Open::segment).collect();
            path.push(Segment::Key(key.to_string()));
            self.note(mark, Error::DuplicateKey { path, first });
        } else {
            if entries.len() >= FEW_KEYS {
                lines.insert(key.clone(), mark.line);
            }
            entries.push(Entry {
                key,
                mark,
                value: node,
            });
        }
        Ok(())
    }
}

impl Open {
    /// Where in it the next value stands.
    fn segment(&self) -> Segment {
        match &self.content {
            Content::List(items) => Segment::Index(items.len()),
            Content::Map { key, .. } => {
                let key = key.as_ref().map(|(key, _)| key.clone());
                Segment::Key(key.unwrap_or_default().to_string())
            }
        }
    }

    fn close(self) -> (Node, usize) {
        let value = match self.content {
            Content::List(items) => Value::List(items),
            Content::Map { entries, .. } => Value::Map(merged(entries)),
        };
        let mark = self.mark;
        (Node { value, mark }, self.anchor)
    }
}

/// `<<: *common` and `<<: [*a, *b]`, taken in: what the mapping says itself counts, then the first alias.
fn merged(mut entries: Vec<Entry>) -> Vec<Entry> {
    let is_map = |node: &Node| matches!(node.value, Value::Map(_));
    let fits =
        |node: &Node| is_map(node) || (!node.items().is_empty() && node.items().iter().all(is_map));
    let Some(at) = entries
        .iter()
        .position(|entry| entry.key == MERGE && fits(&entry.value))
    else {
        return entries;
    };
    let taken = entries.remove(at).value;
    let sources = std::iter::once(&taken).chain(taken.items());
    let mut known: HashSet<SmolStr> = entries.iter().map(|own| own.key.clone()).collect();
    for entry in sources.flat_map(Node::entries) {
        if known.insert(entry.key.clone()) {
            entries.push(entry.clone());
        }
    }
    entries
}

fn scalar(text: &str, plain: bool) -> Value {
    if plain && matches!(text, "" | "~" | "null" | "Null" | "NULL") {
        return Value::Null;
    }
    let text = text.into();
    Value::Scalar { text, plain }
}

fn why(kind: &ErrorKind) -> String {
    match kind {
        ErrorKind::RecursionLimitExceeded => {
            format!("it is nested more than {MOST_LEVELS} levels deep")
        }
        kind => kind.to_string(),
    }
}

fn weight(text: &str) -> usize {
    1 + text.len() / BYTES_OF_A_VALUE
}

/// How many values a node unfolds to.
fn size(node: &Node) -> usize {
    match &node.value {
        Value::Null => 1,
        Value::Scalar { text, .. } => weight(text),
        Value::List(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Map(entries) => {
            let sizes = entries
                .iter()
                .map(|entry| weight(&entry.key) + size(&entry.value));
            1 + sizes.sum::<usize>()
        }
    }
}
