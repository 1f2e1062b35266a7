//! The generated repository in memory: paths, and the documents of each.
//!
//! Every tool puts what it renders here, `validate` reads it, and `repo` writes it. It knows nothing of a
//! disk, so that the same calls give the same bytes wherever they are made.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use k8sgen_templates::names::RepoPath;
use serde::{Deserialize, Serialize};

use crate::problem::{Explain, Place, Problem, Problems};

/// Between two documents of one file. Never before the first, nor after the last.
const SEPARATOR: &str = "---\n";

/// One document of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// What it is: a Kubernetes kind, or a word such as `Markdown` for a file that holds nothing else.
    pub kind: String,
    /// Its name; kind and name together are its identity in the file.
    pub name: String,
    /// Its text, without a leading `---`, ending in a newline.
    pub text: String,
}

impl Document {
    /// A document of these three.
    #[must_use]
    pub fn new(kind: impl Into<String>, name: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            kind: kind.into(),
            name: name.into(),
            text: text.into(),
        }
    }

    /// Drops a leading `---` and adds a missing last newline. More newlines than one stay: at the end of a
    /// YAML block they can be part of a value.
    fn tidy(mut self) -> Self {
        if self.text.starts_with(SEPARATOR) {
            self.text.drain(..SEPARATOR.len());
        }
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self
    }
}

/// What [`Tree::put`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// The file had no document of this kind and name; now it stands at the file's end.
    Created,
    /// It had one with another text, which was replaced at its place.
    Updated,
    /// It had the same one.
    Unchanged,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
        })
    }
}

/// Why a tree cannot be written as files and folders.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TreeError {
    /// Two paths are one path where upper and lower case are the same.
    #[error("`{second}` and `{first}` differ only in upper and lower case")]
    SameButForCase {
        /// The path that sorts first.
        first: String,
        /// The other one.
        second: String,
    },
    /// A path is to be a file, and a folder as well.
    #[error("`{path}` is a file, and a folder that other files are in")]
    FileAndFolder {
        /// The path.
        path: String,
    },
}

impl Explain for TreeError {
    const STAGE: &'static str = "tree";

    fn code(&self) -> &'static str {
        match self {
            Self::SameButForCase { .. } => "same-but-for-case",
            Self::FileAndFolder { .. } => "file-and-folder",
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::SameButForCase { .. } => {
                "rename one of them: on macOS and Windows they are the same file".to_owned()
            }
            Self::FileAndFolder { .. } => "rename the file or the folder in the plan".to_owned(),
        })
    }
}

/// Paths and their documents.
///
/// ```
/// use k8sgen_core::tree::{Change, Document, Tree};
///
/// let path: k8sgen_templates::names::RepoPath = "base/services/services.yaml".parse()?;
/// let mut tree = Tree::default();
/// tree.put(path.clone(), Document::new("Service", "web-ui", "kind: Service\n"));
/// tree.put(path.clone(), Document::new("Service", "cart", "kind: Service\n"));
/// let again = tree.put(path.clone(), Document::new("Service", "cart", "kind: Service\n"));
///
/// assert_eq!(again, Change::Unchanged);
/// assert_eq!(tree.file(&path).as_deref(), Some("kind: Service\n---\nkind: Service\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Parts")]
pub struct Tree {
    files: BTreeMap<RepoPath, Vec<Document>>,
    directories: BTreeSet<RepoPath>,
}

/// A tree as it is read back: its documents go through [`Tree::put`] again.
#[derive(Deserialize)]
struct Parts {
    files: BTreeMap<RepoPath, Vec<Document>>,
    #[serde(default)]
    directories: BTreeSet<RepoPath>,
}

impl From<Parts> for Tree {
    fn from(parts: Parts) -> Self {
        let mut tree = Self {
            files: BTreeMap::new(),
            directories: parts.directories,
        };
        for (path, documents) in parts.files {
            for document in documents {
                tree.put(path.clone(), document);
            }
        }
        tree
    }
}

impl Tree {
    /// Adds a document at the end of its file, or replaces the one of the same kind and name at its place.
    ///
    /// Any path is taken here; whether all of them can stand side by side is what [`Tree::check`] says.
    pub fn put(&mut self, path: RepoPath, document: Document) -> Change {
        let document = document.tidy();
        let documents = self.files.entry(path).or_default();
        match documents
            .iter_mut()
            .find(|old| old.kind == document.kind && old.name == document.name)
        {
            None => {
                documents.push(document);
                Change::Created
            }
            Some(old) if *old == document => Change::Unchanged,
            Some(old) => {
                *old = document;
                Change::Updated
            }
        }
    }

    /// Takes a document away, and its file with the last one. Says whether it was there.
    pub fn remove(&mut self, path: &RepoPath, kind: &str, name: &str) -> bool {
        let Some(documents) = self.files.get_mut(path) else {
            return false;
        };
        let before = documents.len();
        documents.retain(|document| document.kind != kind || document.name != name);
        let removed = documents.len() < before;
        if documents.is_empty() {
            self.files.remove(path);
        }
        removed
    }

    /// Sorts a file's documents. Those of one rank stay as they are.
    pub fn sort_by_key<K: Ord>(&mut self, path: &RepoPath, rank: impl FnMut(&Document) -> K) {
        if let Some(documents) = self.files.get_mut(path) {
            documents.sort_by_cached_key(rank);
        }
    }

    /// Asks for a folder, which is made even if no file is in it.
    pub fn put_directory(&mut self, path: RepoPath) -> Change {
        if self.directories.insert(path) {
            Change::Created
        } else {
            Change::Unchanged
        }
    }

    /// A file's text: its documents, `---` between them.
    #[must_use]
    pub fn file(&self, path: &RepoPath) -> Option<String> {
        self.files.get(path).map(|documents| text(documents))
    }

    /// A file's documents, in their order.
    #[must_use]
    pub fn documents(&self, path: &RepoPath) -> Option<&[Document]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// The files and their documents, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&RepoPath, &[Document])> {
        self.files
            .iter()
            .map(|(path, documents)| (path, documents.as_slice()))
    }

    /// The files and their texts, sorted by path.
    pub fn files(&self) -> impl Iterator<Item = (&RepoPath, String)> {
        self.files
            .iter()
            .map(|(path, documents)| (path, text(documents)))
    }

    /// The folders that are made even if no file is in them, sorted.
    pub fn directories(&self) -> impl Iterator<Item = &RepoPath> {
        self.directories.iter()
    }

    /// How many files there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is neither a file nor a folder.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.directories.is_empty()
    }

    /// Whether all of the paths can stand side by side on any disk.
    ///
    /// # Errors
    /// Every two paths (folders on the way included) that differ only in case, and every path that is both a
    /// file and a folder.
    pub fn check(&self) -> Result<(), Problems> {
        let mut nodes: BTreeMap<String, (&str, Node)> = BTreeMap::new();
        let mut problems = Vec::new();
        for (path, leaf) in self.leaves() {
            let ends = path
                .match_indices('/')
                .map(|(end, _)| end)
                .chain([path.len()]);
            for end in ends {
                let (part, node) = (
                    &path[..end],
                    if end == path.len() {
                        leaf
                    } else {
                        Node::Folder
                    },
                );
                let (known, as_node) = *nodes.entry(part.to_lowercase()).or_insert((part, node));
                let error = if known != part {
                    let (first, second) = (known.min(part).to_owned(), known.max(part).to_owned());
                    TreeError::SameButForCase { first, second }
                } else if as_node != node {
                    TreeError::FileAndFolder {
                        path: part.to_owned(),
                    }
                } else {
                    continue;
                };
                problems.push(Problem::at(Place::file(part), &error));
                break;
            }
        }
        Problems::check((), problems)
    }

    fn leaves(&self) -> impl Iterator<Item = (&str, Node)> {
        let files = self.files.keys().map(|path| (path.as_str(), Node::File));
        files.chain(
            self.directories
                .iter()
                .map(|path| (path.as_str(), Node::Folder)),
        )
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Node {
    File,
    Folder,
}

fn text(documents: &[Document]) -> String {
    let texts: Vec<&str> = documents
        .iter()
        .map(|document| document.text.as_str())
        .collect();
    texts.join(SEPARATOR)
}
