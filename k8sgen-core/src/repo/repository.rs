//! A folder that was generated, opened again: its lock, what it was made from, and its files as they are now.
//! Reads only.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use k8sgen_templates::names::RepoPath;

use crate::problem::{Place, Problem, Problems};
use crate::repo::disk::Root;
use crate::repo::error::RepoError;
use crate::repo::lock::{self, INVENTORY_COPY, LOCK_FILE, Lock, PLAN_COPY, Recipe, Sha256};

/// A generated folder.
#[derive(Debug)]
pub struct Repository {
    root: Root,
    /// The version of k8sgen that generated it.
    pub k8sgen: String,
    /// What it was made from.
    pub recipe: Recipe,
    files: BTreeMap<RepoPath, Sha256>,
}

impl Repository {
    /// The generated folder that `path` is in, and the path in there. A path that is in none is one in `otherwise`.
    #[must_use]
    pub fn locate(path: &Path, otherwise: &Path) -> (PathBuf, String) {
        let has_lock = |folder: &&Path| folder.join(LOCK_FILE).is_file();
        let (folder, inside) = match path.ancestors().find(has_lock) {
            Some(folder) => (folder, path.strip_prefix(folder).unwrap_or(path)),
            None => (otherwise, path),
        };
        let parts = inside
            .components()
            .filter(|part| *part != Component::CurDir);
        let parts: Vec<_> = parts
            .map(|part| part.as_os_str().to_string_lossy())
            .collect();
        (folder.to_owned(), parts.join("/"))
    }

    /// Opens the folder.
    ///
    /// # Errors
    /// A folder without a lock, a lock that does not say what the folder was made from, and one that is not of what
    /// is beside it.
    pub fn open(folder: &Path) -> Result<Self, Problems> {
        let root = Root::new(folder)
            .map_err(|error| Problem::at(Place::file(folder.display().to_string()), &error))?;
        let within = |error: RepoError| Problems::from(error.within(&root));
        let lock = root.file(&lock::path()).map_err(within)?;
        let lock = lock.ok_or_else(|| within(RepoError::NoLock))?;
        let Lock { origin, files, .. } = Lock::parse(&lock, &root.show(LOCK_FILE))?;
        let version = origin.k8sgen;
        let Some(mut recipe) = origin.recipe else {
            return Err(within(RepoError::NoRecipe { version }));
        };
        recipe.inventory.text = copy(&root, INVENTORY_COPY).map_err(within)?;
        let is_same = origin.inputs.get("inventory") == Some(&Sha256::of(&recipe.inventory.text));
        if !is_same {
            let path = INVENTORY_COPY.to_owned();
            return Err(within(RepoError::OtherCopy { path }));
        }
        if let Some(plan) = &mut recipe.plan {
            plan.text = copy(&root, PLAN_COPY).map_err(within)?;
        }
        Ok(Self {
            root,
            k8sgen: version,
            recipe,
            files,
        })
    }

    /// The folder, as it was given.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.root.path()
    }

    /// The files that were generated, and the SHA-256 of each as it was generated.
    pub fn files(&self) -> impl Iterator<Item = (&RepoPath, &Sha256)> {
        self.files.iter()
    }

    /// The SHA-256 of a file as it was generated.
    #[must_use]
    pub fn generated(&self, path: &RepoPath) -> Option<&Sha256> {
        self.files.get(path)
    }

    /// A file as it is now; none if it is not there.
    ///
    /// # Errors
    /// What is not a file, or cannot be read.
    pub fn read(&self, path: &RepoPath) -> Result<Option<String>, Problems> {
        let bytes = self
            .root
            .file(path)
            .map_err(|error| error.within(&self.root))?;
        Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    }
}

/// A copy beside the lock.
fn copy(root: &Root, path: &str) -> Result<String, RepoError> {
    let other = || RepoError::OtherCopy {
        path: path.to_owned(),
    };
    let bytes = root.file(&lock::own(path))?.ok_or_else(other)?;
    String::from_utf8(bytes).map_err(|_| other())
}
