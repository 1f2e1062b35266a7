//! One writer at a time.
//!
//! The operating system's advisory lock on the output folder itself: there is no file to leave behind, and
//! a killed process holds nothing. Where a folder cannot be locked (Windows, some network file systems) there
//! is no guard, and the check that [`super::apply()`] makes before its first rename has to do.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::repo::error::RepoError;

/// Held while the folder is written to.
#[derive(Debug)]
pub(super) struct Guard(Option<File>);

impl Guard {
    #[expect(
        clippy::disallowed_methods,
        reason = "repo reads and writes the output folder"
    )]
    pub(super) fn take(root: &Path) -> Result<Self, RepoError> {
        let Ok(folder) = File::open(root) else {
            return Ok(Self(None));
        };
        match folder.try_lock() {
            Ok(()) => Ok(Self(Some(folder))),
            Err(TryLockError::WouldBlock) => Err(RepoError::Busy),
            Err(TryLockError::Error(_)) => Ok(Self(None)),
        }
    }
}

impl Drop for Guard {
    /// Closing would not do: a process that another thread is just starting still has a copy of the file.
    fn drop(&mut self) {
        if let Some(folder) = &self.0 {
            let _ = folder.unlock();
        }
    }
}
