//! What a definition says of a value beyond its type: how large it may be, and what its text looks like.

use std::sync::OnceLock;

use regex_lite::{Regex, RegexBuilder};

/// The longest text that a pattern is held against, in bytes.
const MOST_TEXT: usize = 4096;
/// The largest pattern, in bytes of what it is compiled to. With [`MOST_TEXT`], it bounds the time of a search.
const MOST_PATTERN: usize = 256 * 1024;
/// What Kubernetes' expressions (RE2) read otherwise than those here.
const OTHERWISE: [&str; 4] = ["\\<", "\\>", "\\b{", "{,"];

/// The limits of a value.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Limits {
    /// The fewest characters of a text, items of a list, or entries of a mapping.
    pub(crate) fewest: Option<usize>,
    /// The most of them.
    pub(crate) most: Option<usize>,
    /// The least number.
    pub(crate) from: Option<End>,
    /// The largest number.
    pub(crate) to: Option<End>,
    /// The only whole numbers, if there are any here.
    pub(crate) numbers: Vec<i64>,
    /// What a text looks like.
    pub(crate) pattern: Option<Pattern>,
}

/// An end of a range of numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum End {
    /// This number is the last one.
    With(f64),
    /// The numbers come close to this one.
    Without(f64),
}

/// A regular expression that is in a text.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    text: Box<str>,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    pub(crate) fn new(text: &str) -> Self {
        Self {
            text: text.into(),
            compiled: OnceLock::new(),
        }
    }

    /// As it is written.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether a text surely does not have it. Nothing is sure of a pattern that is not understood.
    pub(crate) fn refuses(&self, text: &str) -> bool {
        let compiled = self.compiled.get_or_init(|| {
            let is_otherwise = OTHERWISE.iter().any(|part| self.text.contains(part));
            let built = RegexBuilder::new(&self.text)
                .size_limit(MOST_PATTERN)
                .build();
            built.ok().filter(|_| !is_otherwise)
        });
        text.len() <= MOST_TEXT && compiled.as_ref().is_some_and(|regex| !regex.is_match(text))
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}
