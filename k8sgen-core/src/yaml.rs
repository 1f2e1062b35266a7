//! YAML that a person wrote: a tree in which every value knows its line, and a decoder that reports
//! everything that is wrong with it at once.
//!
//! `serde-saphyr` stops at the first problem, so this stands on the parser below it. A document becomes
//! a [`Node`]; [`decode`] turns a node into a typed value and, for each thing that does not fit, notes a
//! [`Problem`](crate::Problem), takes that thing away and goes on.

mod decode;
mod load;
mod node;
mod reader;

pub use decode::{Decoded, Misfit, decode};
pub use load::{Stream, load, stream, text};
pub use node::{Entry, Layer, Mark, Node, Segment, Value, path_text};

use serde::Serialize;

use crate::problem::{Explain, choices, nearest};

/// A file with more problems than this has another problem.
pub(crate) const MOST_PROBLEMS: usize = 100;

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
    /// Bytes that are not UTF-8.
    #[error("{0}, not UTF-8")]
    NotUtf8(&'static str),
    /// Not YAML.
    #[error("this is not YAML: {0}")]
    Syntax(String),
    /// Nothing in it.
    #[error("there is nothing in this file")]
    Empty,
    /// A second `---`.
    #[error("a second document begins here; one is read")]
    SecondDocument,
    /// More than anybody would write.
    #[error("the file is too large: it unfolds to more than {0} values")]
    TooLarge(usize),
    /// A tag such as `!include`.
    #[error("the tag `{0}` is not understood")]
    Tag(String),
    /// A mapping key that is a list or a mapping.
    #[error("a key must be text")]
    Key,
    /// One key twice in one mapping.
    #[error("`{}` is defined twice; the first is in line {first}", path_text(path))]
    DuplicateKey {
        /// The path to the key.
        path: Vec<Segment>,
        /// Line of the first one.
        first: usize,
    },
    /// A key that means nothing here.
    #[error("unknown key `{}`", path_text(path))]
    UnknownKey {
        /// The path to the key.
        path: Vec<Segment>,
        /// The keys that mean something here.
        known: Vec<String>,
    },
    /// A value of the wrong kind, or one that its type refuses.
    #[error("{}{}{why}", path_text(path), if path.is_empty() { "" } else { ": " })]
    Value {
        /// The path to the value.
        path: Vec<Segment>,
        /// What is wrong with it.
        why: String,
    },
    /// More problems than anybody reads.
    #[error("there are more than {0} problems in this file")]
    More(usize),
}

impl Explain for Error {
    const STAGE: &'static str = "yaml";

    fn code(&self) -> &'static str {
        match self {
            Self::NotUtf8(_) => "not-utf8",
            Self::Syntax(_) => "syntax",
            Self::Empty => "empty",
            Self::SecondDocument => "second-document",
            Self::TooLarge(_) => "too-large",
            Self::Tag(_) => "tag",
            Self::Key => "key",
            Self::DuplicateKey { .. } => "duplicate-key",
            Self::UnknownKey { .. } => "unknown-key",
            Self::Value { .. } => "invalid-value",
            Self::More(_) => "more",
        }
    }

    fn help(&self) -> Option<String> {
        let help = match self {
            Self::NotUtf8(_) => "save it as UTF-8",
            Self::Syntax(_) => {
                "look at this line and those before it: indentation, quotes, and brackets that are not closed"
            }
            Self::Empty => "comments alone say nothing; is it the right file?",
            Self::SecondDocument => "put it into a file of its own",
            Self::TooLarge(_) => {
                "nobody writes so much by hand; what an alias repeats counts every time"
            }
            Self::Tag(_) => {
                "write the value itself: other files are not included, and nothing is run"
            }
            Self::Key => "quote it, if it begins with a bracket",
            Self::DuplicateKey { .. } => "keep one of the two, or give one another name",
            Self::UnknownKey { path, known } => {
                let key = match path.last() {
                    Some(Segment::Key(key)) => key.as_str(),
                    _ => "",
                };
                return Some(match nearest(key, known.iter().map(String::as_str)) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None if known.is_empty() => "leave it out: nothing can be said here".to_owned(),
                    None => format!("known here: {}", choices(known)),
                });
            }
            Self::More(_) => "mend these, and the others are shown",
            Self::Value { .. } => return None,
        };
        Some(help.to_owned())
    }
}
