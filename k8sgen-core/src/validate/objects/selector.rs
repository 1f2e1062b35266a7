//! Selectors: which labels they ask for, and what an object lacks.

use super::is_placeholder;
use super::labels::Labels;
use crate::yaml::{Mark, Node};

/// What a selector asks of labels.
#[derive(Debug, Clone)]
pub struct Selector<'a> {
    requirements: Vec<Requirement<'a>>,
    /// Whether all of it is known: no part of it is text that something else will replace.
    pub is_known: bool,
    /// Where it stands.
    pub mark: Mark,
}

/// One label that is asked for.
#[derive(Debug, Clone)]
struct Requirement<'a> {
    key: &'a str,
    test: Test<'a>,
    mark: Mark,
}

#[derive(Debug, Clone)]
enum Test<'a> {
    Is(&'a str),
    In(Vec<&'a str>),
    NotIn(Vec<&'a str>),
    Exists,
    Missing,
}

/// The first thing that an object lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss<'a> {
    /// The label's key.
    pub key: &'a str,
    /// The value that is asked for, if it is one.
    pub wanted: Option<&'a str>,
    /// The value that the object has.
    pub is: Option<&'a str>,
    /// Where the selector asks for it.
    pub mark: Mark,
}

impl<'a> Selector<'a> {
    /// A mapping of labels, such as a Service's `spec.selector`.
    #[must_use]
    pub fn of_labels(node: &'a Node) -> Self {
        let mut selector = Self {
            requirements: Vec::new(),
            is_known: true,
            mark: node.mark,
        };
        selector.add_labels(node);
        selector
    }

    /// A selector with `matchLabels` and `matchExpressions`, such as a Deployment's `spec.selector`.
    #[must_use]
    pub fn of(node: &'a Node) -> Self {
        let mut selector = Self {
            requirements: Vec::new(),
            is_known: true,
            mark: node.mark,
        };
        if let Some(labels) = node.at(["matchLabels"]) {
            selector.add_labels(labels);
        }
        for expression in node.at(["matchExpressions"]).map_or(&[][..], Node::items) {
            let field = |key: &str| expression.at([key]).and_then(Node::text);
            let values = expression.at(["values"]).map_or(&[][..], Node::items);
            let values: Vec<&str> = values.iter().filter_map(Node::text).collect();
            let test = match field("operator") {
                Some("In") => Test::In(values),
                Some("NotIn") => Test::NotIn(values),
                Some("Exists") => Test::Exists,
                Some("DoesNotExist") => Test::Missing,
                _ => {
                    selector.is_known = false;
                    continue;
                }
            };
            let Some(key) = field("key") else {
                selector.is_known = false;
                continue;
            };
            let mark = expression.mark;
            selector.requirements.push(Requirement { key, test, mark });
        }
        selector
    }

    fn add_labels(&mut self, node: &'a Node) {
        for entry in node.entries() {
            match entry.value.text() {
                Some(value) if !is_placeholder(value) => self.requirements.push(Requirement {
                    key: &entry.key,
                    test: Test::Is(value),
                    mark: entry.value.mark,
                }),
                _ => self.is_known = false,
            }
        }
    }

    /// Whether it asks for nothing, and so selects everything; but a Service's selects nothing then.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.requirements.is_empty() && self.is_known
    }

    /// The first thing that these labels lack; nothing if they fit.
    #[must_use]
    pub fn misses(&self, labels: Labels<'a>) -> Option<Miss<'a>> {
        self.misses_where(|key| labels.get(key))
    }

    /// As [`Selector::misses`], of labels that stand nowhere, such as those that Kubernetes gives a namespace.
    #[must_use]
    pub fn misses_where(&self, label: impl Fn(&str) -> Option<&'a str>) -> Option<Miss<'a>> {
        self.requirements.iter().find_map(|requirement| {
            let is = label(requirement.key);
            // What will be put in later may be anything.
            if is.is_some_and(is_placeholder) {
                return None;
            }
            let wanted = match &requirement.test {
                Test::Is(value) => Some(*value),
                Test::In(values) if values.len() == 1 => Some(values[0]),
                _ => None,
            };
            let fits = match &requirement.test {
                Test::Is(value) => is == Some(*value),
                Test::In(values) => is.is_some_and(|is| values.contains(&is)),
                Test::NotIn(values) => is.is_none_or(|is| !values.contains(&is)),
                Test::Exists => is.is_some(),
                Test::Missing => is.is_none(),
            };
            (!fits).then_some(Miss {
                key: requirement.key,
                wanted,
                is,
                mark: requirement.mark,
            })
        })
    }

    /// Whether these labels fit.
    #[must_use]
    pub fn fits(&self, labels: Labels<'a>) -> bool {
        self.misses(labels).is_none()
    }

    /// The labels that it asks about.
    pub fn keys(&self) -> impl Iterator<Item = &'a str> {
        self.requirements.iter().map(|requirement| requirement.key)
    }

    /// The labels that must have one value.
    pub fn exact(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.requirements
            .iter()
            .filter_map(|requirement| match requirement.test {
                Test::Is(value) => Some((requirement.key, value)),
                _ => None,
            })
    }
}
