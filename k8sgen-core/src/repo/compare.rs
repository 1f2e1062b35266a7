//! The tree and the folder side by side. Reads only.

use std::collections::BTreeMap;
use std::path::Path;

use k8sgen_templates::names::RepoPath;

use crate::problem::{Place, Problem, Problems};
use crate::repo::changes::{Action, Changes, FileChange};
use crate::repo::disk::{Root, parts};
use crate::repo::error::{Clash, RepoError};
use crate::repo::guard::Guard;
use crate::repo::lock::{self, LOCK_FILE, Lock, Origin, Recipe, Sha256};
use crate::repo::{OWN_FOLDER, staging};
use crate::tree::Tree;

/// What to do with a file that is someone else's work and should get another content.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OnConflict {
    /// Stop, and list all of them.
    #[default]
    Refuse,
    /// Write over them. An edit that nothing new collides with stays even so.
    Overwrite,
}

/// What writing `tree` to `folder` would do. Nothing is written, so it serves `--dry-run` as well.
///
/// `folder` may be a symbolic link to a folder, or not be there at all; missing parents are made too.
///
/// # Errors
/// Everything that would be in the way, at once: two paths of the tree that cannot stand side by side, a folder
/// that is a file, links on the way to a path, what is not readable or not writable, a lock that does not parse
/// or is of a later format, files that other people wrote (unless `on_conflict` says otherwise), a
/// run that is under way, and one that was killed halfway (see [`super::recover`]).
pub fn compare(
    tree: &Tree,
    origin: &Origin,
    folder: &Path,
    on_conflict: OnConflict,
) -> Result<Changes, Problems> {
    let root = Root::new(folder)
        .map_err(|error| Problem::at(Place::file(folder.display().to_string()), &error))?;
    if staging::is_left(&root) {
        Guard::take(root.path()).map_err(|error| error.within(&root))?;
        return Err(RepoError::Interrupted.within(&root).into());
    }
    let lock_path = lock::path();
    let lock_before = root.file(&lock_path).map_err(|error| error.within(&root))?;
    let generated = match &lock_before {
        Some(text) => Lock::parse(text, &root.show(LOCK_FILE))?.files,
        None => BTreeMap::new(),
    };

    let mut problems: Vec<Problem> = tree.check().err().into_iter().flatten().collect();
    let mut files = Vec::new();
    let mut locked = BTreeMap::new();
    for (path, after) in tree.files() {
        let sha = Sha256::of(&after);
        let found = reserved(path)
            .and_then(|()| root.file(path))
            .and_then(|before| {
                let action = decide(
                    path,
                    before.as_deref(),
                    &after,
                    &sha,
                    generated.get(path),
                    on_conflict,
                )?;
                Ok((before, action))
            });
        match found {
            Ok((before, action)) => {
                files.push(FileChange {
                    path: path.clone(),
                    action,
                    before,
                    after: Some(after),
                });
            }
            Err(error) => problems.push(error.within(&root)),
        }
        locked.insert(path.clone(), sha);
    }
    for (path, sha) in generated
        .iter()
        .filter(|(path, _)| !locked.contains_key(*path))
    {
        // What stands here now may well be no file any more. It is not ours then, and stays.
        let (action, before) = match root.file(path) {
            Ok(None) => continue,
            Ok(Some(before)) if Sha256::of(&before) == *sha => (Action::Delete, Some(before)),
            Ok(Some(_)) | Err(_) => (Action::KeepOrphan, None),
        };
        files.push(FileChange {
            path: path.clone(),
            action,
            before,
            after: None,
        });
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));

    let mut directories = Vec::new();
    for path in tree.directories() {
        match reserved(path).and_then(|()| root.has_folder(path.as_str())) {
            Ok(true) => {}
            Ok(false) => directories.push(path.clone()),
            Err(error) => problems.push(error.within(&root)),
        }
    }

    let mut copies = Vec::new();
    for (path, copied) in Recipe::copies(origin.recipe.as_ref()) {
        let path = lock::own(path);
        match root.file(&path) {
            Ok(before) => {
                copies.extend(own_change(
                    path,
                    before,
                    copied.map(|file| file.text.clone()),
                ));
            }
            Err(error) => problems.push(error.within(&root)),
        }
    }
    let lock = Lock::new(origin.clone(), locked).to_text();
    let lock = own_change(lock_path, lock_before, Some(lock));
    let changes = Changes {
        root,
        own: copies.into_iter().chain(lock).collect(),
        wanted: tree.directories().cloned().collect(),
        directories,
        files,
    };
    problems.extend(unwritable(&changes));
    Problems::check(changes, problems)
}

/// Whose the file is, and so what happens to it.
fn decide(
    path: &RepoPath,
    before: Option<&[u8]>,
    after: &str,
    after_sha: &Sha256,
    generated: Option<&Sha256>,
    on_conflict: OnConflict,
) -> Result<Action, RepoError> {
    let Some(before) = before else {
        return Ok(Action::Create);
    };
    if before == after.as_bytes() {
        return Ok(Action::Unchanged);
    }
    let clash = match generated {
        Some(sha) if Sha256::of(before) == *sha => return Ok(Action::Update),
        Some(sha) if after_sha == sha => return Ok(Action::KeepEdit),
        Some(_) => Clash::Edited,
        None => Clash::NotGenerated,
    };
    match on_conflict {
        OnConflict::Overwrite => Ok(Action::Overwrite),
        OnConflict::Refuse => Err(RepoError::Conflict {
            path: path.to_string(),
            clash,
        }),
    }
}

/// A file of k8sgen's own: nobody else's work, so it becomes what it should be. None if it is not there, and should
/// not be.
fn own_change(
    path: RepoPath,
    before: Option<Vec<u8>>,
    after: Option<String>,
) -> Option<FileChange> {
    let action = match (&before, &after) {
        (None, None) => return None,
        (None, Some(_)) => Action::Create,
        (Some(before), Some(after)) if before == after.as_bytes() => Action::Unchanged,
        (Some(_), Some(_)) => Action::Update,
        (Some(_), None) => Action::Delete,
    };
    Some(FileChange {
        path,
        action,
        before,
        after,
    })
}

/// `.k8sgen` is ours, in whatever case: it is one folder where case does not count.
fn reserved(path: &RepoPath) -> Result<(), RepoError> {
    match parts(path.as_str()).next() {
        Some(first) if first.eq_ignore_ascii_case(OWN_FOLDER) => Err(RepoError::Reserved {
            path: path.to_string(),
        }),
        _ => Ok(()),
    }
}

/// Every place that is to change but may not be written to.
fn unwritable(changes: &Changes) -> Vec<Problem> {
    let writes = changes.writes().map(|file| file.path.as_str());
    let errors = writes
        .chain(changes.directories.iter().map(RepoPath::as_str))
        .filter_map(|path| changes.root.check_writable(path).err());
    errors.map(|error| error.within(&changes.root)).collect()
}
