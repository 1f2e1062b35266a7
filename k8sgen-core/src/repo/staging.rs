//! The folder next to the lock in which a write gets ready, and from which it is undone.
//!
//! All new contents are written here first: a full disk is met before the first file of the repository is
//! touched. Then a journal says what is about to happen, and file by file
//! the old content gets a second name here (`3.old`) and the new one is renamed into place (`3.new`). The journal and
//! these names are enough to go back, for this process after an error and for the next one after a kill;
//! both use the same [`roll_back`].

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use k8sgen_templates::names::RepoPath;
use serde::{Deserialize, Serialize};

use crate::hands::{self, Load};
use crate::repo::changes::{Changes, FileChange};
use crate::repo::disk::{Root, parts};
use crate::repo::error::RepoError;

/// So many files take longer to write than a thread takes to start.
const WORTH_A_THREAD: usize = 20;

/// The folder; only one run at a time has it.
const FOLDER: &str = ".k8sgen/staging";

/// The journal's name in the folder. It is there only while the repository may be half old, half new.
const JOURNAL: &str = "journal.json";

/// What is about to happen.
#[derive(Debug, Serialize, Deserialize)]
struct Journal {
    /// Folders that are made, outer ones first.
    directories: Vec<RepoPath>,
    steps: Vec<Step>,
}

/// One file; its number in the list names its contents in the folder.
#[derive(Debug, Serialize, Deserialize)]
struct Step {
    path: RepoPath,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Create,
    Replace,
    Delete,
}

impl Kind {
    fn of(change: &FileChange) -> Self {
        match (&change.before, &change.after) {
            (None, _) => Self::Create,
            (Some(_), Some(_)) => Self::Replace,
            (Some(_), None) => Self::Delete,
        }
    }
}

/// Whether a run was killed, or is at work, between its first and its last file.
pub(super) fn is_left(root: &Root) -> bool {
    root.has_folder(FOLDER).is_ok_and(|there| there) && fs::symlink_metadata(journal(root)).is_ok()
}

/// Removes what a killed run left here before its journal was written: nothing of it is in use.
pub(super) fn clean(root: &Root) -> io::Result<()> {
    match fs::remove_dir_all(root.join(FOLDER)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Writes all new contents to the staging folder, and nothing to the repository.
pub(super) fn prepare(changes: &Changes) -> Result<(), RepoError> {
    let root = &changes.root;
    fs::create_dir(root.join(FOLDER)).map_err(|error| RepoError::write(FOLDER, &error))?;
    let writes: Vec<(usize, &FileChange)> = changes.writes().enumerate().collect();
    let written = hands::each(
        &writes,
        Load::heavy_if(writes.len() > WORTH_A_THREAD),
        || {
            |(number, change): &(usize, &FileChange)| {
                write_new(root, *number, change)
                    .map_err(|error| RepoError::write(&change.path, &error))
            }
        },
    );
    written.into_iter().collect()
}

/// Puts all that is prepared into place. After an error the caller rolls back.
#[expect(clippy::disallowed_methods, reason = "repo writes the output folder")]
pub(super) fn commit(changes: &Changes) -> Result<(), RepoError> {
    let root = &changes.root;
    let directories = missing_directories(changes)?;
    let steps = changes
        .writes()
        .map(|change| Step {
            path: change.path.clone(),
            kind: Kind::of(change),
        })
        .collect();
    let plan = Journal { directories, steps };
    write_journal(root, &plan).map_err(|error| RepoError::write(FOLDER, &error))?;

    for path in &plan.directories {
        fs::create_dir(root.join(path.as_str())).map_err(|error| RepoError::write(path, &error))?;
    }
    for (number, Step { path, kind }) in plan.steps.iter().enumerate() {
        let (target, new, old) = names(root, path, number);
        match kind {
            Kind::Create => fs::rename(new, target),
            Kind::Replace => second_name(&target, &old).and_then(|()| fs::rename(new, target)),
            Kind::Delete => fs::rename(target, old),
        }
        .map_err(|error| RepoError::write(path, &error))?;
    }
    fs::remove_file(journal(root)).map_err(|error| RepoError::write(FOLDER, &error))
}

/// Puts everything back as the journal says it was, then removes the staging folder. It can be run again
/// after it failed. Says whether there was something to put back.
#[expect(clippy::disallowed_methods, reason = "repo writes the output folder")]
pub(super) fn roll_back(root: &Root) -> Result<bool, RepoError> {
    let failed = |path: &str, error: &io::Error| RepoError::rollback(path, error);
    if !is_left(root) {
        clean(root).map_err(|error| failed(FOLDER, &error))?;
        return Ok(false);
    }
    let text = fs::read(journal(root)).map_err(|error| failed(FOLDER, &error))?;
    let plan: Journal =
        serde_json::from_slice(&text).map_err(|error| failed(FOLDER, &error.into()))?;
    // The journal may come from a stranger's repository, with links that lead out of it.
    for path in plan
        .steps
        .iter()
        .map(|step| &step.path)
        .chain(&plan.directories)
    {
        root.has_folder(
            path.as_str()
                .rsplit_once('/')
                .map_or(FOLDER, |(parent, _)| parent),
        )?;
    }
    for (number, Step { path, kind }) in plan.steps.iter().enumerate().rev() {
        let (target, new, old) = names(root, path, number);
        let (moved_in, has_old) = (
            fs::symlink_metadata(new).is_err(),
            fs::symlink_metadata(&old).is_ok(),
        );
        match kind {
            Kind::Create if moved_in => remove_if_there(&target),
            Kind::Replace if moved_in && has_old => fs::rename(old, target),
            Kind::Delete if has_old => fs::rename(old, target),
            _ => Ok(()),
        }
        .map_err(|error| failed(path.as_str(), &error))?;
    }
    for path in plan.directories.iter().rev() {
        // It is not there yet, or something else has been put into it: both are right as they are.
        let _ = fs::remove_dir(root.join(path.as_str()));
    }
    fs::remove_file(journal(root)).map_err(|error| failed(FOLDER, &error))?;
    clean(root).map_err(|error| failed(FOLDER, &error))?;
    Ok(true)
}

/// Every folder that the writes need and that is not there, outer ones first.
fn missing_directories(changes: &Changes) -> Result<Vec<RepoPath>, RepoError> {
    let parents = changes
        .writes()
        .filter_map(|change| change.path.as_str().rsplit_once('/'));
    let needed = parents
        .map(|(parent, _)| parent)
        .chain(changes.directories.iter().map(RepoPath::as_str));
    let mut missing = Vec::new();
    for part in needed.flat_map(parts) {
        if !changes.root.has_folder(part)? {
            missing.push(
                part.parse()
                    .expect("a part of a path in the repository is one as well"),
            );
        }
    }
    missing.sort();
    missing.dedup();
    Ok(missing)
}

fn write_new(root: &Root, number: usize, change: &FileChange) -> io::Result<()> {
    let Some(text) = &change.after else {
        return Ok(());
    };
    let (target, new, _) = names(root, &change.path, number);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o644);
    let mut file = options.open(new)?;
    if change.before.is_some() {
        file.set_permissions(fs::metadata(target)?.permissions())?;
    }
    // Not synced: the journal and the renames stand against an error and a kill, and what a power failure
    // takes is generated again. Syncing costs more than everything else together.
    file.write_all(text.as_bytes())
}

/// In one rename, so that a journal is whole or not there.
#[expect(clippy::disallowed_methods, reason = "repo writes the output folder")]
fn write_journal(root: &Root, plan: &Journal) -> io::Result<()> {
    let draft = root.join(FOLDER).join("journal.new");
    fs::write(&draft, serde_json::to_vec(plan)?)?;
    fs::rename(draft, journal(root))
}

/// A hard link, or a copy where the file system has none.
fn second_name(target: &Path, old: &Path) -> io::Result<()> {
    fs::hard_link(target, old).or_else(|_| fs::copy(target, old).map(drop))
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn journal(root: &Root) -> PathBuf {
    root.join(FOLDER).join(JOURNAL)
}

/// A step's file, its new content and its old one.
fn names(root: &Root, path: &RepoPath, number: usize) -> (PathBuf, PathBuf, PathBuf) {
    let staged = |which: &str| root.join(FOLDER).join(format!("{number}.{which}"));
    (root.join(path.as_str()), staged("new"), staged("old"))
}

#[cfg(test)]
mod tests;
