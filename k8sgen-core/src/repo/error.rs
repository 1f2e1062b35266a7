//! What can be in the way of a write.

use std::fmt;
use std::io;

use crate::problem::{Explain, Place, Problem};
use crate::repo::OWN_FOLDER;
use crate::repo::disk::Root;
use crate::repo::lock::{FORMAT, LOCK_FILE};

/// Why the folder cannot be compared with, or written to. A path in it is relative to it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RepoError {
    /// The folder, or something on the way to a path, is no folder.
    #[error("`{path}` is not a folder")]
    NotAFolder {
        /// What is there.
        path: String,
    },
    /// Something else than a regular file stands where a file is to be written.
    #[error("`{path}` is not a regular file")]
    NotAFile {
        /// What is there.
        path: String,
    },
    /// A path of the tree is, or leads through, a symbolic link.
    #[error(
        "`{path}` is a symbolic link, and what is behind it may be outside of the output folder"
    )]
    Symlink {
        /// The link.
        path: String,
    },
    /// Reading failed.
    #[error("`{path}` cannot be read: {cause}")]
    Unreadable {
        /// What was read.
        path: String,
        /// The system's words.
        cause: String,
    },
    /// There is no permission to write.
    #[error("`{path}` is not writable")]
    NotWritable {
        /// The file, or the folder that was to get a new entry, as the output folder was given.
        path: String,
    },
    /// The tree wants to write where k8sgen keeps its own files.
    #[error("`{path}` is in `.k8sgen`, which is kept for k8sgen's own files")]
    Reserved {
        /// The tree's path.
        path: String,
    },
    /// Writing would lose what someone else wrote.
    #[error("`{path}` {clash}")]
    Conflict {
        /// The file.
        path: String,
        /// Whose it is.
        clash: Clash,
    },
    /// The lock is not one that k8sgen wrote.
    #[error("`.k8sgen/lock.json` is not a lock that k8sgen wrote: {cause}")]
    BadLock {
        /// The parser's words.
        cause: String,
    },
    /// The lock's format is of a later k8sgen.
    #[error("`.k8sgen/lock.json` has format {found}; this k8sgen reads formats up to {FORMAT}")]
    NewerLock {
        /// The number that the file gives.
        found: u64,
    },
    /// A file that somebody wrote stands where one is to be begun.
    #[error("`{path}` is there already")]
    Exists {
        /// The file.
        path: String,
    },
    /// A folder without a lock.
    #[error("k8sgen generated nothing here: there is no `.k8sgen/lock.json`")]
    NoLock,
    /// A lock that does not say what its tree was made from.
    #[error(
        "the lock does not say what this was made from: k8sgen {version} did not write that down"
    )]
    NoRecipe {
        /// The version that wrote it.
        version: String,
    },
    /// The copy of an input is not the one that the lock is of.
    #[error("`{path}` is not what the lock says that this was made from")]
    OtherCopy {
        /// The copy.
        path: String,
    },
    /// Another k8sgen is writing to the folder.
    #[error("another k8sgen is writing to this folder right now")]
    Busy,
    /// An earlier run was killed between its first and its last file.
    #[error("an earlier run was killed while it was writing, and the folder is half old, half new")]
    Interrupted,
    /// The disk is not any more as it was when it was compared.
    #[error("`{path}` changed while k8sgen was about to write it; nothing was written")]
    ChangedMeanwhile {
        /// What changed.
        path: String,
    },
    /// Writing failed, and everything was put back.
    #[error("`{path}` cannot be written: {cause}; the folder was left as it was")]
    Write {
        /// The file or folder.
        path: String,
        /// The system's words.
        cause: String,
    },
    /// Writing failed or was killed, and then putting back failed as well.
    #[error(
        "`{path}` cannot be put back as it was: {cause}; its old content is still in `.k8sgen/staging`"
    )]
    Rollback {
        /// The file or folder.
        path: String,
        /// The system's words.
        cause: String,
    },
}

impl RepoError {
    /// The path that it is about.
    fn path(&self) -> &str {
        match self {
            Self::NotAFolder { path }
            | Self::NotAFile { path }
            | Self::Symlink { path }
            | Self::Unreadable { path, .. }
            | Self::Reserved { path }
            | Self::Conflict { path, .. }
            | Self::ChangedMeanwhile { path }
            | Self::Write { path, .. }
            | Self::NotWritable { path }
            | Self::Exists { path }
            | Self::OtherCopy { path }
            | Self::Rollback { path, .. } => path,
            Self::BadLock { .. } | Self::NewerLock { .. } | Self::NoRecipe { .. } => LOCK_FILE,
            Self::NoLock => "",
            Self::Busy | Self::Interrupted => OWN_FOLDER,
        }
    }

    /// The problem, at the path in this folder that is in the way.
    pub(super) fn within(&self, root: &Root) -> Problem {
        match self {
            // Shown as it was given already: it can be above the folder.
            Self::NotWritable { path } => Problem::at(Place::file(path), self),
            Self::NoLock => Problem::at(Place::file(root.path().display().to_string()), self),
            _ => Problem::at(Place::file(root.show(self.path())), self),
        }
    }

    pub(super) fn write(path: impl fmt::Display, cause: &io::Error) -> Self {
        Self::Write {
            path: path.to_string(),
            cause: words(cause),
        }
    }

    pub(super) fn unreadable(path: impl fmt::Display, cause: &io::Error) -> Self {
        Self::Unreadable {
            path: path.to_string(),
            cause: words(cause),
        }
    }

    pub(super) fn rollback(path: impl fmt::Display, cause: &io::Error) -> Self {
        Self::Rollback {
            path: path.to_string(),
            cause: words(cause),
        }
    }
}

/// An error of the system without its number, which says nothing to a reader.
fn words(error: &io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(end) => text[..end].to_lowercase(),
        None => text,
    }
}

/// Why writing a file would lose something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clash {
    /// It was generated, then edited; and what is generated has changed too.
    Edited,
    /// It is there, and no lock says that k8sgen made it.
    NotGenerated,
}

impl fmt::Display for Clash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Edited => "was edited by hand, and what is generated for it has changed as well",
            Self::NotGenerated => "is in the way: it is not a file that k8sgen generated",
        })
    }
}

impl Explain for RepoError {
    const STAGE: &'static str = "repo";

    fn code(&self) -> &'static str {
        match self {
            Self::NotAFolder { .. } => "not-a-folder",
            Self::NotAFile { .. } => "not-a-file",
            Self::Symlink { .. } => "symlink",
            Self::Unreadable { .. } => "unreadable",
            Self::NotWritable { .. } => "not-writable",
            Self::Reserved { .. } => "reserved",
            Self::Conflict { .. } => "conflict",
            Self::BadLock { .. } => "bad-lock",
            Self::NewerLock { .. } => "newer-lock",
            Self::Exists { .. } => "exists",
            Self::NoLock => "no-lock",
            Self::NoRecipe { .. } => "no-recipe",
            Self::OtherCopy { .. } => "other-copy",
            Self::Busy => "busy",
            Self::Interrupted => "interrupted",
            Self::ChangedMeanwhile { .. } => "changed-meanwhile",
            Self::Write { .. } => "write",
            Self::Rollback { .. } => "rollback",
        }
    }

    fn help(&self) -> Option<String> {
        let help = match self {
            Self::NotAFolder { .. } => "choose another output folder, or move what is there",
            Self::NotAFile { .. } => "move what is there",
            Self::Symlink { .. } => {
                "put the file or folder itself in its place; the output folder itself may be a link"
            }
            Self::Unreadable { .. } => "give the user who runs k8sgen permission to read it",
            Self::NotWritable { .. } => "give the user who runs k8sgen permission to write to it",
            Self::Reserved { .. } => "choose another path",
            Self::Conflict {
                clash: Clash::Edited,
                ..
            } => {
                "commit or move the edit, then generate with --force to write over it, and put the edit back\n\
                 where it still belongs; a change for one environment is better kept in its overlay"
            }
            Self::Conflict {
                clash: Clash::NotGenerated,
                ..
            } => "commit or move the file, or generate with --force to write over it",
            Self::BadLock { .. } => {
                "restore it from version control: after a merge, take it whole from either side; or delete it,\n\
                 and generate with --force to write over the files that differ"
            }
            Self::NewerLock { .. } => {
                "update k8sgen to the version that the lock names, or a later one"
            }
            Self::Exists { .. } => {
                "name another file with `-o`, or write over this one with `--force`"
            }
            Self::NoLock => {
                "give a path inside of what `k8sgen generate` wrote, or that folder with `-o`"
            }
            Self::NoRecipe { .. } | Self::OtherCopy { .. } => {
                "run `k8sgen generate` once more, and commit what it writes to `.k8sgen`"
            }
            Self::Busy => "wait until it is done, then try again",
            Self::Interrupted => "`k8sgen generate` first puts it back as it was before that run",
            Self::ChangedMeanwhile { .. } => "run k8sgen again",
            Self::Write { .. } => return None,
            Self::Rollback { .. } => {
                "mend the cause, then run k8sgen again: it puts back the rest first; don't delete the folder"
            }
        };
        Some(help.to_owned())
    }
}
