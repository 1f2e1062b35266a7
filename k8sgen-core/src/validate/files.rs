//! Paths and bytes in memory: what the validator looks at, wherever it came from.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::Path;

use indexmap::IndexMap;

use super::kustomize;
use crate::tree::Tree;
use crate::yaml::{Layer, Mark};

/// What names of files of Kubernetes end with.
const ENDS: [&str; 3] = ["yaml", "yml", "json"];
/// What names of files end with in which keys and passwords are kept.
const KEY_ENDS: [&str; 4] = ["pem", "key", "env", "tfvars"];
/// What such names begin with.
const KEY_STARTS: [&str; 5] = [".env", "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519"];

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
    bytes: IndexMap<String, Vec<u8>>,
    /// Those that hold nothing of Kubernetes, whatever stands in them.
    data: BTreeSet<String>,
    passed_over: BTreeSet<String>,
    folders: BTreeSet<String>,
    /// What could not be read.
    pub unread: Vec<Unread>,
}

impl Files {
    /// Adds a file, or replaces the one with this path.
    pub fn put(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        let path = path.into();
        self.data.remove(&path);
        self.bytes.insert(path, bytes.into());
    }

    /// Adds a file that is not read as documents: what a generator takes in, or what may be a key.
    pub fn put_data(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        let path = path.into();
        self.data.insert(path.clone());
        self.bytes.insert(path, bytes.into());
    }

    /// Whether a file is one that is not read as documents.
    #[must_use]
    pub fn is_data(&self, path: &str) -> bool {
        self.data.contains(path)
    }

    /// Notes a file that is there, and whose bytes are not looked at.
    pub fn pass_over(&mut self, path: impl Into<String>) {
        self.passed_over.insert(path.into());
    }

    /// Whether a file is there, and its bytes are not looked at.
    #[must_use]
    pub fn is_passed_over(&self, path: &str) -> bool {
        self.passed_over.contains(path)
    }

    /// Notes a folder that is there, even if none of its files is looked at.
    pub fn put_folder(&mut self, path: impl Into<String>) {
        self.folders.insert(path.into());
    }

    /// Folders that are there; those of files need not be among them.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        self.folders.iter().map(String::as_str)
    }

    /// The bytes of a file.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.bytes.get(path).map(Vec::as_slice)
    }

    /// The files, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let files = self.bytes.iter();
        files.map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// The path of the file that a mark points into.
    #[must_use]
    pub fn path(&self, mark: Mark) -> Option<&str> {
        let Layer::Source(number) = mark.layer else {
            return None;
        };
        let (path, _) = self.bytes.get_index(number as usize)?;
        Some(path)
    }

    /// How many files there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether there is no file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }
}

impl From<&Tree> for Files {
    /// The files that would be read of the folder that the tree is written to.
    fn from(tree: &Tree) -> Self {
        let mut files = Self::default();
        for folder in tree.directories() {
            files.put_folder(folder.as_str());
        }
        let mut others = Vec::new();
        for (path, text) in tree.files() {
            let name = OsStr::new(path.file_name());
            if let Some((folder, _)) = path.as_str().rsplit_once('/') {
                files.put_folder(folder);
            }
            if may_hold(name) {
                files.put(path.as_str(), text);
            } else if may_be_key(name) {
                files.put_data(path.as_str(), text);
            } else {
                others.push((path.as_str(), text));
            }
        }
        let named = kustomize::named_files(&files);
        for (path, text) in others {
            if named.contains(path) {
                files.put_data(path, text);
            }
        }
        files
    }
}

/// Whether a file of this name can hold something of Kubernetes.
pub(super) fn may_hold(name: &OsStr) -> bool {
    name == "Kustomization" || end(name).is_some_and(|end| ENDS.contains(&end))
}

/// Whether a file of this name may be a key, or hold passwords.
pub(super) fn may_be_key(name: &OsStr) -> bool {
    let text = name.to_str().unwrap_or_default();
    let begins = KEY_STARTS.iter().any(|start| text.starts_with(start));
    match end(name) {
        // The half of a pair of keys that everybody may see.
        Some("pub") => false,
        Some(end) => begins || KEY_ENDS.contains(&end),
        None => begins,
    }
}

fn end(name: &OsStr) -> Option<&str> {
    Path::new(name).extension().and_then(OsStr::to_str)
}
