//! The tree: values that know where they stand.

use std::fmt::Write as _;

use smol_str::SmolStr;

use crate::problem::{Place, shown};

/// Which of the merged inputs a value came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// k8sgen's own defaults.
    BuiltIn,
    /// The file that the user wrote.
    File,
    /// One of many files, by its number.
    Source(u32),
}

/// Where a value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    /// The input.
    pub layer: Layer,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
}

impl Mark {
    /// This mark as a place in `file`.
    #[must_use]
    pub fn place(self, file: &str) -> Place {
        Place {
            file: file.to_owned(),
            line: Some(self.line),
            column: Some(self.column),
        }
    }
}

/// A value and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it begins.
    pub mark: Mark,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `null`, `~` or nothing.
    Null,
    /// Text as it is spelled, so that `1.10` stays `1.10`.
    Scalar {
        /// The text, without its quotes.
        text: SmolStr,
        /// Whether it was written without quotes, and so may be a number or a boolean.
        plain: bool,
    },
    /// A list.
    List(Vec<Node>),
    /// A mapping, in its order.
    Map(Vec<Entry>),
}

/// One entry of a mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: SmolStr,
    /// Where the key stands.
    pub mark: Mark,
    /// What it is set to.
    pub value: Node,
}

/// One step of a path into a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// Into a mapping.
    Key(String),
    /// Into a list, counted from 0.
    Index(usize),
}

/// `services.web-ui.calls[0]`. A key that would be misread stands in quotes: `configmaps.app."../KEY"`.
#[must_use]
pub fn path_text(path: &[Segment]) -> String {
    let mut text = String::new();
    for segment in path {
        match segment {
            Segment::Key(key) => {
                let dot = if text.is_empty() { "" } else { "." };
                let plain = |c: char| c.is_alphanumeric() || "-_./".contains(c);
                let quote = if key.is_empty() || key.starts_with('.') || !key.chars().all(plain) {
                    "\""
                } else {
                    ""
                };
                let _ = write!(text, "{dot}{quote}{}{quote}", shown(key));
            }
            Segment::Index(index) => {
                let _ = write!(text, "[{index}]");
            }
        }
    }
    text
}

impl Node {
    /// A JSON object. It stands nowhere; its marks only tell its values apart.
    #[must_use]
    pub fn from_json(object: &serde_json::Map<String, serde_json::Value>) -> Self {
        json_map(object, &mut 0)
    }

    /// The mapping's entries; none for anything else.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The entry of a mapping with this key.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The value below `keys`, if there is one.
    #[must_use]
    pub fn at<'a>(&self, keys: impl IntoIterator<Item = &'a str>) -> Option<&Self> {
        keys.into_iter()
            .try_fold(self, |node, key| node.entry(key).map(|entry| &entry.value))
    }

    /// The deepest value along `keys`: the value itself or, where it is missing, what should hold it.
    #[must_use]
    pub fn deepest<'a>(&self, keys: impl IntoIterator<Item = &'a str>) -> &Self {
        let mut node = self;
        for key in keys {
            match node.entry(key) {
                Some(entry) => node = &entry.value,
                None => break,
            }
        }
        node
    }

    /// The text of a scalar; none for anything else.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The items of a list; none for anything else.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The items of the list below a key; none, if there is no list.
    #[must_use]
    pub fn list(&self, key: &str) -> &[Self] {
        self.entry(key).map_or(&[], |entry| entry.value.items())
    }

    /// The text below a key, if it is a scalar.
    #[must_use]
    pub fn text_of(&self, key: &str) -> Option<&str> {
        self.entry(key)?.value.text()
    }

    /// What a key is set to, unless it is set to nothing.
    #[must_use]
    pub fn given(&self, key: &str) -> Option<&Self> {
        let value = &self.entry(key)?.value;
        (value.value != Value::Null).then_some(value)
    }

    /// This tree with `over` laid on it: mappings merge key by key, everything else is replaced.
    #[must_use]
    pub fn overlaid(&self, over: &Self) -> Self {
        let (Value::Map(under), Value::Map(top)) = (&self.value, &over.value) else {
            return over.clone();
        };
        let mut merged = under.clone();
        for entry in top {
            match merged.iter_mut().find(|under| under.key == entry.key) {
                Some(under) => {
                    under.value = under.value.overlaid(&entry.value);
                    under.mark = entry.mark;
                }
                None => merged.push(entry.clone()),
            }
        }
        Self {
            value: Value::Map(merged),
            mark: over.mark,
        }
    }

    /// The value at `path`, to change it.
    pub(crate) fn at_mut(&mut self, path: &[Segment]) -> Option<&mut Self> {
        let Some((first, rest)) = path.split_first() else {
            return Some(self);
        };
        let below = match (first, &mut self.value) {
            (Segment::Key(key), Value::Map(entries)) => {
                let entry = entries.iter_mut().find(|entry| entry.key == *key);
                entry.map(|entry| &mut entry.value)
            }
            (Segment::Index(index), Value::List(items)) => items.get_mut(*index),
            _ => None,
        };
        below?.at_mut(rest)
    }

    /// Gives a name another one, wherever it stands: as a key, and as a whole value.
    pub(crate) fn rename(&mut self, old: &str, new: &str) {
        match &mut self.value {
            Value::Scalar { text, .. } if text == old => *text = new.into(),
            Value::Null | Value::Scalar { .. } => {}
            Value::List(items) => items.iter_mut().for_each(|item| item.rename(old, new)),
            Value::Map(entries) => {
                for entry in entries {
                    if entry.key == old {
                        entry.key = new.into();
                    }
                    entry.value.rename(old, new);
                }
            }
        }
    }

    /// Takes away what stands at `path`. Says whether there was something.
    pub(crate) fn prune(&mut self, path: &[Segment]) -> bool {
        match (path, &mut self.value) {
            ([Segment::Key(key)], Value::Map(entries)) => {
                let before = entries.len();
                entries.retain(|entry| entry.key != *key);
                entries.len() < before
            }
            ([Segment::Index(index)], Value::List(items)) if *index < items.len() => {
                items.remove(*index);
                true
            }
            ([Segment::Key(key), rest @ ..], Value::Map(entries)) => entries
                .iter_mut()
                .any(|entry| entry.key == *key && entry.value.prune(rest)),
            ([Segment::Index(index), rest @ ..], Value::List(items)) => {
                items.get_mut(*index).is_some_and(|item| item.prune(rest))
            }
            _ => false,
        }
    }
}

fn json_map(object: &serde_json::Map<String, serde_json::Value>, count: &mut usize) -> Node {
    let mark = json_mark(count);
    let entries = object.iter().map(|(key, value)| Entry {
        key: key.into(),
        mark,
        value: json(value, count),
    });
    let value = Value::Map(entries.collect());
    Node { value, mark }
}

fn json(value: &serde_json::Value, count: &mut usize) -> Node {
    let mark = json_mark(count);
    let plain = |text: String| Value::Scalar {
        text: text.into(),
        plain: true,
    };
    let value = match value {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(value) => plain(value.to_string()),
        serde_json::Value::Number(number) => plain(number.to_string()),
        serde_json::Value::String(text) => Value::Scalar {
            text: text.into(),
            plain: false,
        },
        serde_json::Value::Array(items) => {
            Value::List(items.iter().map(|item| json(item, count)).collect())
        }
        serde_json::Value::Object(object) => return json_map(object, count),
    };
    Node { value, mark }
}

fn json_mark(count: &mut usize) -> Mark {
    *count += 1;
    Mark {
        layer: Layer::BuiltIn,
        line: 1,
        column: *count,
    }
}
