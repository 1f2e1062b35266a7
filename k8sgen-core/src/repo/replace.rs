//! Files that anyone wrote, each replaced by a new one: all of them, or none. No lock remembers them.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::problem::{Place, Problem, Problems};
use crate::repo::error::RepoError;

/// A file, and what it is to hold.
#[derive(Debug, Clone, Copy)]
pub struct Replacement<'a> {
    /// The file. It is no link.
    pub path: &'a Path,
    /// What it holds.
    pub before: &'a str,
    /// What it is to hold.
    pub after: &'a str,
}

/// Replaces files, each in one rename, with the permissions that they have. All new contents are on the disk
/// before the first file is touched, and after an error all are as they were.
///
/// # Errors
/// A file that is not what it was any more, is a link, or can't be written.
pub fn replace(files: &[Replacement<'_>]) -> Result<(), Problems> {
    let mut drafts = Drafts::default();
    for file in files {
        drafts.add(file).map_err(|error| at(file.path, &error))?;
    }
    for (number, file) in files.iter().enumerate() {
        drafts
            .put(number, file)
            .map_err(|error| at(file.path, &error))?;
    }
    drafts.done = 0;
    Ok(())
}

fn at(path: &Path, error: &RepoError) -> Problems {
    Problem::at(Place::file(path.display().to_string()), error).into()
}

/// New contents beside the files that they are for. What is not in place at the end goes away, and so does what is.
#[derive(Default)]
struct Drafts {
    /// The draft, the file, and a second name of its old content.
    drafts: Vec<(PathBuf, PathBuf, PathBuf)>,
    /// How many are in place.
    done: usize,
}

impl Drafts {
    fn add(&mut self, file: &Replacement<'_>) -> Result<(), RepoError> {
        let shown = file.path.display();
        let unreadable = |error: &io::Error| RepoError::unreadable(&shown, error);
        let there = fs::symlink_metadata(file.path).map_err(|error| unreadable(&error))?;
        let path = shown.to_string();
        if there.is_symlink() {
            return Err(RepoError::Symlink { path });
        }
        if !is_still(file).map_err(|error| unreadable(&error))? {
            return Err(RepoError::ChangedMeanwhile { path });
        }
        let name = file.path.file_name().unwrap_or_default();
        let beside = |end: &str| {
            let name = format!(".{}.k8sgen-{end}", name.to_string_lossy());
            file.path.with_file_name(name)
        };
        let (draft, old) = (beside("new"), beside("old"));
        // What a killed run left.
        let _ = fs::remove_file(&draft);
        let mut options = OpenOptions::new();
        let written = options
            .write(true)
            .create_new(true)
            .open(&draft)
            .and_then(|mut new| {
                self.drafts.push((draft, file.path.to_owned(), old));
                new.write_all(file.after.as_bytes())?;
                new.set_permissions(there.permissions())
            });
        written.map_err(|error| RepoError::write(&shown, &error))
    }

    #[expect(clippy::disallowed_methods, reason = "repo writes files")]
    fn put(&mut self, number: usize, file: &Replacement<'_>) -> Result<(), RepoError> {
        let (draft, path, old) = &self.drafts[number];
        let placed = fs::hard_link(path, old)
            .or_else(|_| fs::copy(path, old).map(drop))
            .and_then(|()| fs::rename(draft, path));
        placed.map_err(|error| RepoError::write(file.path.display(), &error))?;
        self.done += 1;
        Ok(())
    }
}

impl Drop for Drafts {
    #[expect(clippy::disallowed_methods, reason = "repo writes files")]
    fn drop(&mut self) {
        for (number, (draft, path, old)) in self.drafts.iter().enumerate() {
            if number < self.done {
                let _ = fs::rename(old, path);
            }
            let _ = fs::remove_file(old);
            let _ = fs::remove_file(draft);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "repo writes files")]
fn is_still(file: &Replacement<'_>) -> io::Result<bool> {
    Ok(fs::read(file.path)? == file.before.as_bytes())
}
