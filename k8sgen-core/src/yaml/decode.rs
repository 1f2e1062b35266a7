//! Tree to typed value, by serde, with every misfit reported.

use serde::de::DeserializeOwned;

use super::reader::{Reader, Refusal, What};
use super::{Error, MOST_PROBLEMS, Mark, Node, Segment};
use crate::problem::{Problem, nearest};

/// A typed value, and what had to be taken away from its tree to make it one.
#[derive(Debug)]
pub struct Decoded<T> {
    /// The value. None only where the root itself does not fit.
    pub value: Option<T>,
    /// What does not fit, each thing said once.
    pub misfits: Vec<Misfit>,
    /// What is not in the value although the tree says it, or says something that was meant for it. Who misses
    /// it need not say so again.
    pub refused: Vec<Vec<Segment>>,
}

/// One thing that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// Where it stands.
    pub mark: Mark,
    /// What is wrong with it.
    pub error: Error,
}

impl<T> Decoded<T> {
    /// The misfits as problems of `file`.
    pub fn problems(&self, file: &str) -> impl Iterator<Item = Problem> {
        self.misfits
            .iter()
            .map(move |misfit| Problem::at(misfit.mark.place(file), &misfit.error))
    }

    /// Whether what stands at `path`, or all that it stands in, was refused.
    #[must_use]
    pub fn has_refused(&self, path: &[Segment]) -> bool {
        self.refused.iter().any(|refused| path.starts_with(refused))
    }
}

/// `root` as a `T`.
#[must_use]
pub fn decode<T: DeserializeOwned>(root: &Node) -> Decoded<T> {
    let mut node = root.clone();
    let mut decoded = Decoded {
        value: None,
        misfits: Vec::new(),
        refused: Vec::new(),
    };
    loop {
        match T::deserialize(Reader(&node)) {
            Ok(value) => {
                decoded.value = Some(value);
                return decoded;
            }
            Err(mut refusal) => {
                refusal.path.reverse();
                decoded.refuse(root, &node, &refusal);
                if decoded.misfits.len() == MOST_PROBLEMS {
                    let last = decoded.misfits.iter().map(|misfit| misfit.mark).max();
                    decoded.misfits.push(Misfit {
                        mark: last.unwrap_or(root.mark),
                        error: Error::More(MOST_PROBLEMS),
                    });
                    return decoded;
                }
                if !node.prune(&refusal.path) {
                    return decoded;
                }
            }
        }
    }
}

impl<T> Decoded<T> {
    fn refuse(&mut self, root: &Node, pruned: &Node, refusal: &Refusal) {
        let path = as_written(root, pruned, &refusal.path);
        let mark = refusal.mark.unwrap_or(root.mark);
        let below = |folder: &[Segment], key: &str| -> Vec<Segment> {
            [folder, &[Segment::Key(key.to_owned())]].concat()
        };
        let error = match &refusal.what {
            What::UnknownKey(known) => {
                let (key, folder) = match path.split_last() {
                    Some((Segment::Key(key), folder)) => (key.as_str(), folder),
                    _ => ("", path.as_slice()),
                };
                let meant = nearest(key, known.iter().copied());
                self.refused.extend(meant.map(|meant| below(folder, meant)));
                Some(Error::UnknownKey {
                    path: path.clone(),
                    known: known.iter().map(|&key| key.to_owned()).collect(),
                })
            }
            // It is there, and was refused, or is there by another name.
            What::Missing(key) if self.refused.contains(&below(&path, key)) => None,
            What::Missing(key) => Some(Error::Value {
                path: path.clone(),
                why: format!("`{key}` is missing"),
            }),
            What::Value(why) => Some(Error::Value {
                path: path.clone(),
                why: why.clone(),
            }),
        };
        self.misfits
            .extend(error.map(|error| Misfit { mark, error }));
        self.refused.push(path);
    }
}

/// A path into a tree that things were taken away from, as one into the whole tree: what is left of a list has
/// moved up.
fn as_written(root: &Node, pruned: &Node, path: &[Segment]) -> Vec<Segment> {
    let (mut whole, mut left) = (Some(root), Some(pruned));
    path.iter()
        .map(|segment| match segment {
            Segment::Key(key) => {
                (whole, left) = (below_key(whole, key), below_key(left, key));
                segment.clone()
            }
            Segment::Index(index) => {
                left = left.and_then(|node| node.items().get(*index));
                let items = whole.map_or(&[][..], Node::items);
                let place = items
                    .iter()
                    .position(|item| left.is_some_and(|left| item.mark == left.mark));
                whole = place.and_then(|place| items.get(place));
                Segment::Index(place.unwrap_or(*index))
            }
        })
        .collect()
}

fn below_key<'a>(node: Option<&'a Node>, key: &str) -> Option<&'a Node> {
    node?.entry(key).map(|entry| &entry.value)
}
