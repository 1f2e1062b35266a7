//! The writing: all of it, or nothing.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::Path;

use k8sgen_templates::names::RepoPath;
use serde::Serialize;

use crate::problem::{Place, Problem, Problems};
use crate::repo::changes::{Action, Changes};
use crate::repo::disk::{Root, parts};
use crate::repo::error::RepoError;
use crate::repo::guard::Guard;
use crate::repo::{OWN_FOLDER, staging};

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// The folder, as it was given.
    pub folder: String,
    /// Files that were not there before.
    pub created: usize,
    /// Files that were generated before, and have a new content.
    pub updated: usize,
    /// Files of someone else that were written over.
    pub overwritten: usize,
    /// Files that are not generated any more.
    pub deleted: usize,
    /// Files that already had the right content.
    pub unchanged: usize,
    /// Files that were left as someone edited them, sorted.
    pub kept: Vec<RepoPath>,
    /// Folders that were made although no file is in them.
    pub directories: usize,
    /// What happened to the lock: created, updated or unchanged.
    pub lock: Action,
}

impl Report {
    /// Whether nothing at all was written, not even the lock.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        self.written() + self.deleted + self.directories == 0 && !self.lock.writes()
    }

    /// How many files have a new content; the lock is not counted.
    #[must_use]
    pub fn written(&self) -> usize {
        self.created + self.updated + self.overwritten
    }

    fn new(changes: &Changes) -> Self {
        let kept = |action| matches!(action, Action::KeepEdit | Action::KeepOrphan);
        Self {
            folder: changes.root.path().display().to_string(),
            created: changes.count(Action::Create),
            updated: changes.count(Action::Update),
            overwritten: changes.count(Action::Overwrite),
            deleted: changes.count(Action::Delete),
            unchanged: changes.count(Action::Unchanged),
            kept: changes
                .files()
                .filter(|file| kept(file.action))
                .map(|file| file.path.clone())
                .collect(),
            directories: changes.directories.len(),
            lock: changes.lock(),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.folder)?;
        if self.is_unchanged() {
            let files = if self.unchanged == 1 { "file" } else { "files" };
            write!(f, "nothing to write, {} {files} unchanged", self.unchanged)?;
        } else {
            let counts = [
                (self.created, "created"),
                (self.updated, "updated"),
                (self.overwritten, "written over"),
                (self.deleted, "deleted"),
                (self.unchanged, "unchanged"),
            ];
            let counts = counts.into_iter().filter(|(count, _)| *count > 0);
            let counts: Vec<String> = counts
                .map(|(count, words)| format!("{count} {words}"))
                .collect();
            write!(f, "{}", counts.join(", "))?;
            if self.written() + self.deleted == 0 {
                f.write_str("; the lock is written anew")?;
            }
        }
        for path in &self.kept {
            write!(f, "\nkept {path}, which was edited by hand")?;
        }
        Ok(())
    }
}

/// Does what [`super::compare`] said, all or nothing. If there is nothing to do, nothing is touched.
///
/// New files get the mode 0644, less what the umask takes away; others keep theirs. Folders that the deletions
/// leave empty are removed.
///
/// # Errors
/// Another run is writing, the disk is not as it was when it was compared, or a write failed, for example because
/// the disk is full. The folder is then as it was before; only if putting back fails as well
/// it isn't, and the error says where the old contents are.
pub fn apply(changes: &Changes) -> Result<Report, Problems> {
    let report = Report::new(changes);
    if report.is_unchanged() {
        return Ok(report);
    }
    let mut made = Made::default();
    let written = made.folders(&changes.root).and_then(|()| write(changes));
    if let Err(error) = written {
        made.undo();
        return Err(error.within(&changes.root).into());
    }
    remove_emptied(changes);
    Ok(report)
}

/// Puts a folder back as it was before a run that was killed halfway, and says whether there was one. Call it
/// before [`super::compare`] when a write is to follow; it costs next to nothing.
///
/// # Errors
/// A run is under way, or putting back failed; the error then says where the old contents are.
pub fn recover(folder: &Path) -> Result<bool, Problems> {
    let root = Root::new(folder)
        .map_err(|error| Problem::at(Place::file(folder.display().to_string()), &error))?;
    if !root.has_folder(OWN_FOLDER).is_ok_and(|there| there) {
        return Ok(false);
    }
    let recovered = Guard::take(root.path()).and_then(|_guard| staging::roll_back(&root));
    recovered.map_err(|error| error.within(&root).into())
}

/// Guarded, from the first file of the staging folder to its removal.
fn write(changes: &Changes) -> Result<(), RepoError> {
    let root = &changes.root;
    let _guard = Guard::take(root.path())?;
    if staging::is_left(root) {
        return Err(RepoError::Interrupted);
    }
    staging::clean(root).map_err(|error| RepoError::write(OWN_FOLDER, &error))?;
    let done = staging::prepare(changes)
        .and_then(|()| check_same(changes))
        .and_then(|()| staging::commit(changes));
    match done {
        Ok(()) => {
            // All is in place. What cannot be cleaned up now is cleaned up by the next run.
            let _ = staging::clean(root);
            Ok(())
        }
        Err(error) => Err(staging::roll_back(root).err().unwrap_or(error)),
    }
}

/// The disk still is as it was compared: last look before the first rename.
fn check_same(changes: &Changes) -> Result<(), RepoError> {
    for change in changes.writes() {
        if changes.root.file(&change.path)? != change.before {
            return Err(RepoError::ChangedMeanwhile {
                path: change.path.to_string(),
            });
        }
    }
    Ok(())
}

/// Folders above and around the repository that had to be made first.
#[derive(Default)]
struct Made<'a>(Vec<std::borrow::Cow<'a, Path>>);

impl<'a> Made<'a> {
    fn folders(&mut self, root: &'a Root) -> Result<(), RepoError> {
        let own = root.join(OWN_FOLDER);
        let missing = root
            .missing()
            .into_iter()
            .map(Into::into)
            .chain([own.into()]);
        for folder in missing {
            match fs::create_dir(&folder) {
                Ok(()) => self.0.push(folder),
                Err(_) if folder.is_dir() => {}
                Err(error) => return Err(RepoError::write(folder.display(), &error)),
            }
        }
        Ok(())
    }

    /// Inner ones first. One that is not empty is in use by someone else by now.
    fn undo(&self) {
        for folder in self.0.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Removes folders that held nothing but what was deleted, unless the tree asks for them.
fn remove_emptied(changes: &Changes) {
    let deleted = changes.files().filter(|file| file.action == Action::Delete);
    let parents: BTreeSet<&str> = deleted
        .filter_map(|file| file.path.as_str().rsplit_once('/'))
        .flat_map(|(dir, _)| parts(dir))
        .collect();
    let wanted = |folder: &str| changes.wanted.iter().any(|path| path.as_str() == folder);
    for folder in parents.into_iter().rev().filter(|folder| !wanted(folder)) {
        // Fails on one that is not empty, as it should.
        let _ = fs::remove_dir(changes.root.join(folder));
    }
}
