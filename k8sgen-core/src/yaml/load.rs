//! Text to tree.

use granit_parser::{Event, Options, Parser, ScalarStyle, Span, options};

use super::{Entry, Error, Layer, Mark, Node, Value};
use crate::problem::{Place, Problem, Problems};

/// No inventory or plan that a person keeps comes near this many values; a YAML bomb does.
const MOST_VALUES: usize = 200_000;
/// Levels of nesting; the deepest file of ours has nine.
const MOST_LEVELS: usize = 64;

/// Reads the one document of `text`.
///
/// # Errors
/// What is not YAML, with its line. Duplicate keys are all reported at once.
pub fn load(file: &str, text: &str, layer: Layer) -> Result<Node, Problems> {
    let mut loader = Loader {
        layer,
        anchors: Vec::new(),
        values: 0,
        twice: Vec::new(),
    };
    let root = loader.document(text).map_err(|(mark, error)| match mark {
        Some(mark) => Problem::at(mark.place(file), &error),
        None => Problem::at(Place::file(file), &error),
    })?;
    let twice = loader
        .twice
        .iter()
        .map(|(mark, error)| Problem::at(mark.place(file), error))
        .collect();
    Problems::check(root, twice)
}

type Failed = (Option<Mark>, Error);

/// A container that is still being read.
enum Open {
    List(Vec<Node>),
    Map(Vec<Entry>, Option<(String, Mark)>),
}

struct Loader {
    layer: Layer,
    anchors: Vec<(usize, Node, usize)>,
    values: usize,
    twice: Vec<(Mark, Error)>,
}

impl Loader {
    fn mark(&self, span: &Span) -> Mark {
        Mark {
            layer: self.layer,
            line: span.start.line(),
            column: span.start.col() + 1,
        }
    }

    fn document(&mut self, text: &str) -> Result<Node, Failed> {
        let options: Options = options! {
            block_nesting_limit: MOST_LEVELS,
            flow_nesting_limit: MOST_LEVELS,
        };
        let mut open: Vec<(Open, Mark, usize)> = Vec::new();
        let mut root = None;
        for next in Parser::new_from_str_with_options(text, options) {
            let (event, span) = next.map_err(|error| {
                let at = error.marker();
                let mark = Mark {
                    layer: self.layer,
                    line: at.line(),
                    column: at.col() + 1,
                };
                (Some(mark), Error::Syntax(error.kind().to_string()))
            })?;
            let mark = self.mark(&span);
            if let Some(tag) = event.tag().filter(|tag| !tag.is_yaml_core_schema()) {
                return Err((Some(mark), Error::Tag(tag.original())));
            }
            let (node, size, anchor) = match event {
                Event::DocumentStart(..) if root.is_some() => {
                    return Err((Some(mark), Error::SecondDocument));
                }
                Event::SequenceStart(_, anchor, _) => {
                    open.push((Open::List(Vec::new()), mark, anchor));
                    continue;
                }
                Event::MappingStart(_, anchor, _) => {
                    open.push((Open::Map(Vec::new(), None), mark, anchor));
                    continue;
                }
                Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                    Some((Open::List(items), mark, anchor)) => (
                        Node {
                            value: Value::List(items),
                            mark,
                        },
                        1,
                        anchor,
                    ),
                    Some((Open::Map(entries, _), mark, anchor)) => (
                        Node {
                            value: Value::Map(entries),
                            mark,
                        },
                        1,
                        anchor,
                    ),
                    None => continue,
                },
                Event::Scalar(text, style, anchor, _) => {
                    let plain = style == ScalarStyle::Plain;
                    let value = if plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL") {
                        Value::Null
                    } else {
                        Value::Scalar {
                            text: text.into_owned(),
                            plain,
                        }
                    };
                    (Node { value, mark }, 1, anchor)
                }
                Event::Alias(id) => match self.anchors.iter().find(|(anchor, ..)| *anchor == id) {
                    Some((_, node, size)) => (node.clone(), *size, 0),
                    None => {
                        return Err((
                            Some(mark),
                            Error::Syntax("an alias inside of its own anchor".to_owned()),
                        ));
                    }
                },
                _ => continue,
            };
            self.values += size;
            if self.values > MOST_VALUES {
                return Err((Some(mark), Error::TooLarge(MOST_VALUES)));
            }
            if anchor != 0 {
                self.anchors.push((anchor, node.clone(), count(&node)));
            }
            match open.last_mut() {
                Some((container, ..)) => self.put(container, node)?,
                None => root = Some(node),
            }
        }
        root.filter(|node| node.value != Value::Null)
            .ok_or((None, Error::Empty))
    }

    /// Adds a finished value to the container that is being read.
    fn put(&mut self, container: &mut Open, node: Node) -> Result<(), Failed> {
        match container {
            Open::List(items) => items.push(node),
            Open::Map(entries, key) => match key.take() {
                None => {
                    let name = match node.value {
                        Value::Scalar { text, .. } => text,
                        Value::Null => "null".to_owned(),
                        Value::List(_) | Value::Map(_) => {
                            return Err((Some(node.mark), Error::Key));
                        }
                    };
                    *key = Some((name, node.mark));
                }
                Some((name, mark)) => match entries.iter().find(|entry| entry.key == name) {
                    Some(first) => self.twice.push((
                        mark,
                        Error::DuplicateKey {
                            key: name,
                            first: first.mark.line,
                        },
                    )),
                    None => entries.push(Entry {
                        key: name,
                        mark,
                        value: node,
                    }),
                },
            },
        }
        Ok(())
    }
}

/// How many values a node unfolds to.
fn count(node: &Node) -> usize {
    1 + node.items().iter().map(count).sum::<usize>()
        + node
            .entries()
            .iter()
            .map(|entry| 1 + count(&entry.value))
            .sum::<usize>()
}
