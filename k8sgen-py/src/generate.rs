//! `k8sgen.generate`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use k8sgen_core::repo::{self, OnConflict};
use k8sgen_core::{Project, Sources, Tree};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::paths::Paths;
use crate::report::Report;
use crate::work;

/// Make the Kubernetes repository that the inventory at `config` describes.
///
/// With `output`, write it to that folder, all or nothing, and return a `Report`. Writing the same again
/// writes nothing. Files there that were edited by hand stay, or, where what is generated for them has
/// changed too, nothing is written.
///
/// Without `output`, write nothing and return a dict: the text of every file by its path.
///
/// Paths are `str` or `os.PathLike`. By keyword:
///
/// - `terraform`: a file or folder of Terraform's outputs or states, or an iterable of them. Without it, the
///   inventory says where they are.
/// - `environment`: the subfolder to read, where a folder holds one for each environment.
/// - `plan`: a plan that `k8sgen plan --format yaml` wrote, and that may have been edited since.
/// - `dry_run`: only find out what writing to `output` would do.
///
/// Raises `K8sgenError`, which lists everything that is wrong with the inputs or in the way of the write.
///
///     >>> import k8sgen
///     >>> files = k8sgen.generate("examples/demo-replica-agent/k8sgen.yaml")
///     >>> "kind: Namespace" in files["base/namespace/namespace.yaml"]
///     True
///     >>> report = k8sgen.generate(
///     ...     "examples/demo-replica-agent/k8sgen.yaml", "out/not-there-yet", dry_run=True
///     ... )
///     >>> report.created == len(files)
///     True
#[pyfunction]
#[pyo3(
    signature = (config, output=None, *, terraform=Paths::default(), environment=None, plan=None, dry_run=false),
    text_signature = "(config, output=None, *, terraform=(), environment=None, plan=None, dry_run=False)"
)]
pub(crate) fn generate(
    py: Python<'_>,
    config: PathBuf,
    output: Option<PathBuf>,
    terraform: Paths,
    environment: Option<String>,
    plan: Option<PathBuf>,
    dry_run: bool,
) -> PyResult<Generated> {
    if dry_run && output.is_none() {
        let message = "dry_run needs an output folder to compare with";
        return Err(PyValueError::new_err(message));
    }
    let sources = Sources {
        paths: terraform.0,
        environment,
    };
    work::detached(py, move || {
        let project = Project::load(&config, &sources, plan.as_deref())?;
        let tree = project.generate_judged()?;
        let Some(folder) = output else {
            return Ok(Generated::Texts(texts(&tree)));
        };
        if !dry_run {
            repo::recover(&folder)?;
        }
        let changes = repo::compare(&tree, &project.origin(), &folder, OnConflict::Refuse)?;
        let text = if dry_run {
            changes.to_string()
        } else {
            repo::apply(&changes)?.to_string()
        };
        let report = Report::new(&tree, &changes, project.notes(), &text);
        Ok(Generated::Report(report))
    })
}

/// What `generate` returns.
#[derive(IntoPyObject)]
pub(crate) enum Generated {
    Texts(BTreeMap<String, String>),
    Report(Report),
}

fn texts(tree: &Tree) -> BTreeMap<String, String> {
    let files = tree.files();
    files.map(|(path, text)| (path.to_string(), text)).collect()
}
