//! `k8sgen.Tree`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;

use k8sgen_core::Problems;
use k8sgen_core::repo::{self, OnConflict, Origin};
use k8sgen_templates::names::RepoPath;
use pyo3::exceptions::{PyKeyError, PyValueError};
use pyo3::prelude::*;
use serde::{Deserialize, Serialize};

use crate::report::Report;
use crate::work;

/// A repository in memory: paths, and the text of each file.
///
///     >>> import k8sgen
///     >>> session = k8sgen.Session.load("examples/demo-replica-agent/k8sgen.yaml")
///     >>> while (step := session.next) is not None:
///     ...     reply = session.act(step.tool, step.args)
///     >>> tree = session.finish()
///     >>> "base/kustomization.yaml" in tree
///     True
///     >>> tree.files() == k8sgen.generate("examples/demo-replica-agent/k8sgen.yaml")
///     True
#[pyclass(module = "k8sgen", frozen, eq)]
#[derive(Clone, PartialEq)]
pub(crate) struct Tree {
    tree: k8sgen_core::Tree,
    origin: Origin,
}

/// What `to_json` writes.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Saved<'a> {
    tree: Cow<'a, k8sgen_core::Tree>,
    origin: Cow<'a, Origin>,
}

impl Tree {
    pub(crate) fn new(tree: k8sgen_core::Tree, origin: Origin) -> Self {
        Self { tree, origin }
    }
}

#[pymethods]
impl Tree {
    /// The text of every file by its path, sorted.
    fn files(&self) -> BTreeMap<String, String> {
        let files = self.tree.files();
        files.map(|(path, text)| (path.to_string(), text)).collect()
    }

    /// Write it to a folder, all or nothing, and return a `Report`.
    ///
    /// Files there that were edited by hand stay, or, where what is generated for them has changed too, nothing is
    /// written; with `overwrite`, they are written over. With `dry_run`, only find out what would be done.
    #[pyo3(signature = (output, *, dry_run=false, overwrite=false))]
    fn write(
        &self,
        py: Python<'_>,
        output: PathBuf,
        dry_run: bool,
        overwrite: bool,
    ) -> PyResult<Report> {
        let on_conflict = if overwrite {
            OnConflict::Overwrite
        } else {
            OnConflict::Refuse
        };
        let (tree, origin) = (&self.tree, &self.origin);
        work::detached(py, move || {
            if !dry_run {
                repo::recover(&output)?;
            }
            let changes = repo::compare(tree, origin, &output, on_conflict)?;
            let text = if dry_run {
                changes.to_string()
            } else {
                repo::apply(&changes)?.to_string()
            };
            Ok::<_, Problems>(Report::new(tree, &changes, Vec::new(), &text))
        })
    }

    /// The tree as JSON, which `from_json` reads.
    fn to_json(&self) -> PyResult<String> {
        let saved = Saved {
            tree: Cow::Borrowed(&self.tree),
            origin: Cow::Borrowed(&self.origin),
        };
        serde_json::to_string(&saved).map_err(|error| PyValueError::new_err(error.to_string()))
    }

    /// The tree that `to_json` wrote.
    #[staticmethod]
    fn from_json(text: &str) -> PyResult<Self> {
        let saved: Saved<'_> =
            serde_json::from_str(text).map_err(|error| PyValueError::new_err(error.to_string()))?;
        Ok(Self::new(
            saved.tree.into_owned(),
            saved.origin.into_owned(),
        ))
    }

    fn __len__(&self) -> usize {
        self.tree.len()
    }

    fn __contains__(&self, path: &str) -> bool {
        let path = path.parse::<RepoPath>();
        path.is_ok_and(|path| self.tree.documents(&path).is_some())
    }

    fn __getitem__(&self, path: &str) -> PyResult<String> {
        let text = path.parse().ok().and_then(|path| self.tree.file(&path));
        text.ok_or_else(|| PyKeyError::new_err(path.to_owned()))
    }

    fn __repr__(&self) -> String {
        format!("<Tree files={}>", self.tree.len())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((
            py.get_type::<Self>().getattr("from_json")?,
            (self.to_json()?,),
        ))
    }
}
