//! Paths and bytes in memory: what the validator looks at, wherever it came from.

use std::ffi::OsStr;
use std::path::Path;

use indexmap::IndexMap;

use crate::tree::Tree;
use crate::yaml::{Layer, Mark};

/// What names of files of Kubernetes end with.
const ENDS: [&str; 3] = ["yaml", "yml", "json"];

/// A file that is there and can't be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Its path, as far as it can be said.
    pub path: String,
    /// Why, such as `permission denied`.
    pub why: String,
}

/// Files by their path, `/` between its parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    files: IndexMap<String, Vec<u8>>,
    /// What could not be read.
    pub unread: Vec<Unread>,
}

impl Files {
    /// Adds a file, or replaces the one with this path.
    pub fn put(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), bytes.into());
    }

    /// The bytes of a file.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// The files, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let files = self.files.iter();
        files.map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// The path of the file that a mark points into.
    #[must_use]
    pub fn path(&self, mark: Mark) -> Option<&str> {
        let Layer::Source(number) = mark.layer else {
            return None;
        };
        let (path, _) = self.files.get_index(number as usize)?;
        Some(path)
    }

    /// How many files there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

impl From<&Tree> for Files {
    /// The files that would be read of the folder that the tree is written to.
    fn from(tree: &Tree) -> Self {
        let mut files = Self::default();
        for (path, text) in tree.files() {
            if may_hold(OsStr::new(path.file_name())) {
                files.put(path.as_str(), text);
            }
        }
        files
    }
}

/// Whether a file of this name can hold something of Kubernetes.
pub(super) fn may_hold(name: &OsStr) -> bool {
    let end = Path::new(name).extension().and_then(OsStr::to_str);
    name == "Kustomization" || end.is_some_and(|end| ENDS.contains(&end))
}
