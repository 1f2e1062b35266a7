//! What stands on the disk, looked at without following links out of the folder.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use k8sgen_templates::names::RepoPath;

use crate::repo::error::RepoError;

/// The output folder, as it was given: it may be a link, and need not be there yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Root(PathBuf);

impl Root {
    /// Checks what is at `folder`: a folder, or nothing and somewhere above it a folder.
    pub(super) fn new(folder: &Path) -> Result<Self, RepoError> {
        let folder = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        for place in folder.ancestors() {
            match fs::metadata(place) {
                Ok(found) if found.is_dir() => break,
                Err(error) if absent(&error) && fs::symlink_metadata(place).is_err() => {}
                Err(error) if !absent(&error) => {
                    return Err(RepoError::unreadable(place.display(), &error));
                }
                Ok(_) | Err(_) => {
                    return Err(RepoError::NotAFolder {
                        path: place.display().to_string(),
                    });
                }
            }
        }
        Ok(Self(folder.to_owned()))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    pub(super) fn join(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }

    /// How a path in the folder is shown to a person.
    pub(super) fn show(&self, path: &str) -> String {
        self.join(path).display().to_string()
    }

    /// What is at the path: nothing, or a regular file's bytes. No link is followed.
    #[expect(clippy::disallowed_methods, reason = "repo reads the output folder")]
    pub(super) fn file(&self, path: &RepoPath) -> Result<Option<Vec<u8>>, RepoError> {
        let path = path.as_str();
        if let Some((parent, _)) = path.rsplit_once('/')
            && !self.has_folder(parent)?
        {
            return Ok(None);
        }
        match self.look(path)? {
            None => Ok(None),
            Some(found) if found.is_file() => fs::read(self.join(path))
                .map(Some)
                .map_err(|error| RepoError::unreadable(path, &error)),
            Some(_) => Err(RepoError::NotAFile {
                path: path.to_owned(),
            }),
        }
    }

    /// Whether a folder is at the path. No link is followed.
    pub(super) fn has_folder(&self, path: &str) -> Result<bool, RepoError> {
        for part in parts(path) {
            match self.look(part)? {
                None => return Ok(false),
                Some(found) if found.is_dir() => {}
                Some(_) => {
                    return Err(RepoError::NotAFolder {
                        path: part.to_owned(),
                    });
                }
            }
        }
        Ok(true)
    }

    /// Whether an entry of this name can be made, changed or deleted: a file that is there must be writable,
    /// and so must the folder it is in, or else the nearest one that is there, be it above the root.
    pub(super) fn check_writable(&self, path: &str) -> Result<(), RepoError> {
        let whole = self.join(path);
        if fs::symlink_metadata(&whole).is_ok_and(|found| found.is_file())
            && !may_write(&whole, Entry::File)
        {
            return Err(RepoError::NotWritable {
                path: self.show(path),
            });
        }
        let is_folder =
            |place: &&Path| fs::metadata(or_here(place)).is_ok_and(|found| found.is_dir());
        let Some(folder) = whole.ancestors().skip(1).find(is_folder) else {
            return Ok(());
        };
        if may_write(or_here(folder), Entry::Folder) {
            return Ok(());
        }
        Err(RepoError::NotWritable {
            path: or_here(folder).display().to_string(),
        })
    }

    /// The folders from the outermost that is missing down to the root itself.
    pub(super) fn missing(&self) -> Vec<&Path> {
        let mut missing: Vec<&Path> = self
            .0
            .ancestors()
            .take_while(|place| !or_here(place).is_dir())
            .collect();
        missing.reverse();
        missing
    }

    fn look(&self, path: &str) -> Result<Option<Metadata>, RepoError> {
        match fs::symlink_metadata(self.join(path)) {
            Ok(found) if found.is_symlink() => Err(RepoError::Symlink {
                path: path.to_owned(),
            }),
            Ok(found) => Ok(Some(found)),
            Err(error) if absent(&error) => Ok(None),
            Err(error) => Err(RepoError::unreadable(path, &error)),
        }
    }
}

/// `a/b/c` as `a`, `a/b`, `a/b/c`.
pub(super) fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/')
        .map(|(end, _)| &path[..end])
        .chain([path])
}

/// The parent of `out` is the empty path, by which the current folder is meant.
fn or_here(path: &Path) -> &Path {
    if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    }
}

fn absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Entry {
    File,
    Folder,
}

/// Asks the system, which knows about users, groups, ACLs and read-only file systems.
#[cfg(unix)]
fn may_write(path: &Path, entry: Entry) -> bool {
    use rustix::fs::{Access, access};

    let wanted = match entry {
        Entry::File => Access::WRITE_OK,
        Entry::Folder => Access::WRITE_OK | Access::EXEC_OK,
    };
    access(path, wanted).is_ok()
}

/// Only files can be read-only here; of a folder it says nothing about what is in it.
#[cfg(not(unix))]
fn may_write(path: &Path, entry: Entry) -> bool {
    entry == Entry::Folder || fs::metadata(path).is_ok_and(|found| !found.permissions().readonly())
}
