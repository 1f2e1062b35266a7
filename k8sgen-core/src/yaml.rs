//! YAML that a person wrote: a tree in which every value knows its line, and a decoder that reports
//! everything that is wrong with it at once.
//!
//! `serde-saphyr` stops at the first problem, so this stands on the parser below it. A document becomes
//! a [`Node`]; [`decode`] turns a node into a typed value and, for each thing that does not fit, notes a
//! [`Problem`], takes that thing away and goes on.

mod decode;
mod load;
mod node;

pub use decode::decode;
pub use load::load;
pub use node::{Entry, Layer, Mark, Node, Segment, Value, path_text};

use serde::Serialize;

use crate::problem::{Explain, nearest};

/// `value` as YAML that people read: lists are indented, and long texts stay on their lines.
///
/// # Panics
/// If `value` can't be serialized, which no type of ours is.
#[must_use]
pub fn to_text(value: &impl Serialize) -> String {
    let options = serde_saphyr::ser_options! {
        compact_list_indent: false,
        prefer_block_scalars: false,
    };
    serde_saphyr::to_string_with_options(value, options).expect("a value that is written to memory")
}

/// One thing that is wrong with a YAML file, before anybody asks what it means.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Not YAML.
    #[error("this is not YAML: {0}")]
    Syntax(String),
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// A second `---`.
    #[error("a second document begins here; one is read")]
    SecondDocument,
    /// Aliases that unfold to more than anybody would write.
    #[error("the file unfolds to more than {0} values")]
    TooLarge(usize),
    /// A tag such as `!include`.
    #[error("the tag `{0}` is not understood")]
    Tag(String),
    /// A mapping key that is a list or a mapping.
    #[error("a key must be text")]
    Key,
    /// One key twice in one mapping.
    #[error("`{key}` is defined twice; the first is in line {first}")]
    DuplicateKey {
        /// The key, with the path to it.
        key: String,
        /// Line of the first one.
        first: usize,
    },
    /// A key that means nothing here.
    #[error("unknown key `{path}`")]
    UnknownKey {
        /// The key, with the path to it.
        path: String,
        /// The keys that mean something here.
        known: Vec<String>,
    },
    /// A value of the wrong kind, or one that its type refuses.
    #[error("{path}: {why}")]
    Value {
        /// The key, with the path to it.
        path: String,
        /// What is wrong with it.
        why: String,
    },
}

impl Explain for Error {
    const STAGE: &'static str = "yaml";

    fn code(&self) -> &'static str {
        match self {
            Self::Syntax(_) => "syntax",
            Self::Empty => "empty",
            Self::SecondDocument => "second-document",
            Self::TooLarge(_) => "too-large",
            Self::Tag(_) => "tag",
            Self::Key => "key",
            Self::DuplicateKey { .. } => "duplicate-key",
            Self::UnknownKey { .. } => "unknown-key",
            Self::Value { .. } => "invalid-value",
        }
    }

    fn help(&self) -> Option<String> {
        match self {
            Self::TooLarge(_) => Some("write the values out instead of nesting aliases".to_owned()),
            Self::DuplicateKey { .. } => {
                Some("keep one of the two, or give one another name".to_owned())
            }
            Self::UnknownKey { path, known } => {
                let key = path.rsplit('.').next().unwrap_or(path);
                Some(match nearest(key, known.iter().map(String::as_str)) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("known here: {}", known.join(", ")),
                })
            }
            _ => None,
        }
    }
}
