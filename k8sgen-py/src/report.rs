//! What a write did, or would do.

use k8sgen_core::Tree;
use k8sgen_core::repo::{Action, Changes, FileChange};
use pyo3::prelude::*;

/// What a write did, or with `dry_run` would do. Its `str()` is what the command line prints.
#[pyclass(module = "k8sgen", frozen, eq)]
#[derive(PartialEq, Eq)]
pub(crate) struct Report {
    /// How many files were not there before.
    #[pyo3(get)]
    created: usize,
    /// How many files were generated before, and have a new content.
    #[pyo3(get)]
    updated: usize,
    /// How many files already had the right content.
    #[pyo3(get)]
    unchanged: usize,
    /// How many files are not generated any more.
    #[pyo3(get)]
    deleted: usize,
    /// All files that are generated, sorted; relative to the output folder, with `/` between folders.
    #[pyo3(get)]
    files: Vec<String>,
    /// Those that were created or updated, and those that were deleted, sorted.
    #[pyo3(get)]
    changed: Vec<String>,
    /// Files that were left as someone edited them, sorted.
    #[pyo3(get)]
    kept: Vec<String>,
    /// What is worth a word and no error.
    #[pyo3(get)]
    notes: Vec<String>,
    text: String,
}

impl Report {
    pub(crate) fn new(tree: &Tree, changes: &Changes, notes: Vec<String>, text: &str) -> Self {
        let paths = |wanted: fn(&FileChange) -> bool| {
            let files = changes.files().filter(|file| wanted(file));
            files.map(|file| file.path.to_string()).collect()
        };
        Self {
            created: changes.count(Action::Create),
            updated: changes.count(Action::Update),
            unchanged: changes.count(Action::Unchanged),
            deleted: changes.count(Action::Delete),
            files: tree.iter().map(|(path, _)| path.to_string()).collect(),
            changed: paths(|file| file.action.writes()),
            kept: paths(|file| matches!(file.action, Action::KeepEdit | Action::KeepOrphan)),
            notes,
            text: text.trim_end().to_owned(),
        }
    }
}

#[pymethods]
impl Report {
    fn __repr__(&self) -> String {
        let Self {
            created,
            updated,
            unchanged,
            deleted,
            ..
        } = self;
        format!(
            "<Report created={created} updated={updated} unchanged={unchanged} deleted={deleted}>"
        )
    }

    fn __str__(&self) -> &str {
        &self.text
    }
}
