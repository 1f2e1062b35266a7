//! How large an object may become, and how much patches may add to a build: a few lines can ask for more than any memory
//! holds.

use std::cell::Cell;

use super::note::{Note, Step, What};
use crate::yaml::{Mark, Node, Value};

/// So many values has an object, at most.
const MOST_VALUES: usize = 200_000;
/// So deep do they nest.
const MOST_LEVELS: usize = 256;
/// So many values do patches add to one build, counted again for each object that is patched.
const MOST_GROWTH: usize = 20_000_000;

/// What patches have added so far.
#[derive(Debug, Default)]
pub(super) struct Growth(Cell<usize>);

impl Growth {
    /// Another build begins.
    pub(super) fn reset(&self) {
        self.0.set(0);
    }

    /// A patch is laid on one more object.
    pub(super) fn add(&self, patch: &Node) -> Step {
        let grown = self.0.get().saturating_add(values(patch));
        self.0.set(grown);
        if grown > MOST_GROWTH {
            return Err(too_large(patch.mark));
        }
        Ok(())
    }
}

/// Nothing that is larger than anybody would write.
pub(super) fn check(object: &Node, mark: Mark) -> Step {
    let mut waiting = vec![(object, 0)];
    let mut count = 0;
    while let Some((node, level)) = waiting.pop() {
        count += 1;
        if level > MOST_LEVELS || count > MOST_VALUES {
            return Err(too_large(mark));
        }
        below(node, |node| waiting.push((node, level + 1)));
    }
    Ok(())
}

fn values(node: &Node) -> usize {
    let mut waiting = vec![node];
    let mut count = 0;
    while let Some(node) = waiting.pop() {
        count += 1;
        below(node, |node| waiting.push(node));
    }
    count
}

fn below<'a>(node: &'a Node, mut each: impl FnMut(&'a Node)) {
    match &node.value {
        Value::Map(entries) => entries.iter().for_each(|entry| each(&entry.value)),
        Value::List(items) => items.iter().for_each(each),
        Value::Null | Value::Scalar { .. } => {}
    }
}

fn too_large(mark: Mark) -> Note {
    let message = "this makes more than anybody would write: it is left out";
    Note::new(mark, What::TooLarge, message)
}
