//! What a write would do, file by file: for `--dry-run`, for `diff`, and for [`super::apply()`].

use std::fmt;

use k8sgen_templates::names::RepoPath;
use serde::Serialize;
use similar::TextDiff;

use crate::repo::disk::Root;

/// What happens to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// It is not there, and is made.
    Create,
    /// It is as it was generated before, and is written anew.
    Update,
    /// It is someone else's work, and is written over, as [`super::OnConflict::Overwrite`] asks for.
    Overwrite,
    /// It is as it was generated before, and the tree has it no more.
    Delete,
    /// It was edited by hand, and there is nothing new to write: the edit stays.
    KeepEdit,
    /// It was edited by hand, and the tree has it no more: it stays, and is no longer k8sgen's.
    KeepOrphan,
    /// It already is what is to be written.
    Unchanged,
}

impl Action {
    /// Whether the disk changes.
    #[must_use]
    pub fn writes(self) -> bool {
        !matches!(self, Self::KeepEdit | Self::KeepOrphan | Self::Unchanged)
    }
}

/// One file, and what happens to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FileChange {
    /// The file, relative to the folder.
    pub path: RepoPath,
    /// What happens.
    pub action: Action,
    /// What is on the disk.
    #[serde(skip)]
    pub(super) before: Option<Vec<u8>>,
    /// What is to be there.
    #[serde(skip)]
    pub(super) after: Option<String>,
}

impl FileChange {
    /// The change as a unified diff, as `git apply` takes it; empty if nothing is written.
    #[must_use]
    pub fn diff(&self) -> String {
        if !self.action.writes() {
            return String::new();
        }
        let before = self.before.as_deref().map(String::from_utf8_lossy);
        let name = |there: bool, side: &str| {
            if there {
                format!("{side}/{}", self.path)
            } else {
                "/dev/null".to_owned()
            }
        };
        TextDiff::from_lines(
            before.as_deref().unwrap_or_default(),
            self.after.as_deref().unwrap_or_default(),
        )
        .unified_diff()
        .header(
            &name(before.is_some(), "a"),
            &name(self.after.is_some(), "b"),
        )
        .to_string()
    }
}

impl fmt::Display for FileChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = &self.path;
        match self.action {
            Action::Create => write!(f, "create     {path}"),
            Action::Update => write!(f, "update     {path}"),
            Action::Overwrite => write!(f, "overwrite  {path}"),
            Action::Delete => write!(f, "delete     {path}"),
            Action::KeepEdit => write!(
                f,
                "keep       {path} (edited by hand, and nothing new to write)"
            ),
            Action::KeepOrphan => write!(
                f,
                "keep       {path} (edited by hand, and no longer generated)"
            ),
            Action::Unchanged => write!(f, "unchanged  {path}"),
        }
    }
}

/// What a write would do. It prints as a line for each file that isn't unchanged, then a line of numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changes {
    #[serde(skip)]
    pub(super) root: Root,
    /// The lock and what belongs to it, which are written after all of the others, the lock last.
    #[serde(skip)]
    pub(super) own: Vec<FileChange>,
    /// The folders that the tree asks for.
    #[serde(skip)]
    pub(super) wanted: Vec<RepoPath>,
    /// Those of them that are not there.
    pub(super) directories: Vec<RepoPath>,
    pub(super) files: Vec<FileChange>,
}

impl Changes {
    /// Every file of the tree and of the lock, sorted by path, unchanged ones included.
    pub fn files(&self) -> impl Iterator<Item = &FileChange> {
        self.files.iter()
    }

    /// The folders that are made although no file is in them, sorted.
    pub fn directories(&self) -> impl Iterator<Item = &RepoPath> {
        self.directories.iter()
    }

    /// How many files have this action.
    #[must_use]
    pub fn count(&self, action: Action) -> usize {
        self.files
            .iter()
            .filter(|file| file.action == action)
            .count()
    }

    /// Whether there is nothing to write: no file, no folder, and the lock already says what it should.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.directories.is_empty() && self.writes().next().is_none()
    }

    /// Whether nothing was generated here before: there is no lock.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.lock() == Action::Create
    }

    /// What is written beside generated files, for a diff that can't show it: folders, and the lock.
    #[must_use]
    pub fn beside_files(&self) -> String {
        let folders = self.directories.iter().map(|path| format!("{path}/"));
        let lock = self.own.iter().filter(|file| file.action.writes());
        let lock = lock.map(|file| file.path.to_string());
        folders.chain(lock).collect::<Vec<_>>().join(", ")
    }

    /// All changes as one unified diff, as `git apply` takes it. The lock is left out.
    #[must_use]
    pub fn diff(&self) -> String {
        self.files.iter().map(FileChange::diff).collect()
    }

    /// What is written, in the order of writing, the lock last.
    pub(super) fn writes(&self) -> impl Iterator<Item = &FileChange> {
        self.files
            .iter()
            .chain(&self.own)
            .filter(|file| file.action.writes())
    }

    /// What happens to the lock. It is written anew where only a copy beside it is, too: they are one thing.
    pub(super) fn lock(&self) -> Action {
        let lock = self
            .own
            .last()
            .map_or(Action::Unchanged, |lock| lock.action);
        match lock {
            Action::Unchanged if self.own.iter().any(|file| file.action.writes()) => Action::Update,
            lock => lock,
        }
    }
}

impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for path in &self.directories {
            writeln!(f, "create     {path}/")?;
        }
        for file in self
            .files
            .iter()
            .filter(|file| file.action != Action::Unchanged)
        {
            writeln!(f, "{file}")?;
        }
        let counts: Vec<String> = [
            (Action::Create, "to create"),
            (Action::Update, "to update"),
            (Action::Overwrite, "to write over"),
            (Action::Delete, "to delete"),
            (Action::KeepEdit, "kept as edited"),
            (Action::KeepOrphan, "kept although no longer generated"),
            (Action::Unchanged, "unchanged"),
        ]
        .into_iter()
        .filter_map(|(action, words)| match self.count(action) {
            0 => None,
            count => Some(format!("{count} {words}")),
        })
        .collect();
        let counts = if counts.is_empty() {
            "no files".to_owned()
        } else {
            counts.join(", ")
        };
        let only_lock = self.lock().writes() && self.files.iter().all(|file| !file.action.writes());
        writeln!(
            f,
            "{counts}{}",
            if only_lock {
                "; the lock is written anew"
            } else {
                ""
            }
        )
    }
}
