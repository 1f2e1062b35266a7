//! One file that k8sgen begins and a person goes on with: no lock remembers it.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use crate::problem::{Place, Problem, Problems};
use crate::repo::OnConflict;
use crate::repo::error::RepoError;

/// Writes a file that was not there before; only with [`OnConflict::Overwrite`] one that was.
///
/// # Errors
/// A file that is there already, or can't be written.
pub fn create(path: &Path, text: &str, on_conflict: OnConflict) -> Result<(), Problems> {
    let shown = path.display().to_string();
    let mut options = OpenOptions::new();
    match on_conflict {
        OnConflict::Refuse => options.write(true).create_new(true),
        OnConflict::Overwrite => options.write(true).create(true).truncate(true),
    };
    let parent = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    #[expect(clippy::disallowed_methods, reason = "repo writes files")]
    let folder = parent.map_or(Ok(()), fs::create_dir_all);
    let written = folder
        .and_then(|()| options.open(path))
        .and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| {
        let error = match error.kind() {
            ErrorKind::AlreadyExists => RepoError::Exists {
                path: shown.clone(),
            },
            _ => RepoError::write(&shown, &error),
        };
        Problem::at(Place::file(shown), &error).into()
    })
}
