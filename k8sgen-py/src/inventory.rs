//! `k8sgen.Inventory`.

use std::path::PathBuf;

use k8sgen_core::inventory;
use pyo3::prelude::*;

use crate::work;

/// What the user says about a project: `k8sgen.yaml`, read and checked as a whole.
///
///     >>> import k8sgen
///     >>> inventory = k8sgen.Inventory.load("examples/demo-replica-agent/k8sgen.yaml")
///     >>> inventory.project, len(inventory.services), inventory.tiers[0]
///     ('demo-replica-agent', 20, 'frontend')
#[pyclass(module = "k8sgen", frozen, eq)]
#[derive(Clone)]
pub(crate) struct Inventory(pub(crate) inventory::Inventory);

impl PartialEq for Inventory {
    /// What is read follows from the text.
    fn eq(&self, other: &Self) -> bool {
        (&self.0.file, &self.0.text) == (&other.0.file, &other.0.text)
    }
}

#[pymethods]
impl Inventory {
    /// Read it from a file.
    #[staticmethod]
    fn load(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        work::detached(py, move || inventory::load(&path).map(Self))
    }

    /// Read it from a text; `file` is its name in messages.
    #[staticmethod]
    #[pyo3(signature = (text, file="k8sgen.yaml"))]
    fn read(py: Python<'_>, text: &str, file: &str) -> PyResult<Self> {
        work::detached(py, || inventory::read(file, text).map(Self))
    }

    /// Name of the project.
    #[getter]
    fn project(&self) -> &str {
        self.0.project.as_str()
    }

    /// Terraform's name of what it made.
    #[getter]
    fn environment(&self) -> &str {
        self.0.environment.as_str()
    }

    /// Namespace of the base.
    #[getter]
    fn namespace(&self) -> &str {
        self.0.namespace.as_str()
    }

    /// Names of the tiers, in the order of the file.
    #[getter]
    fn tiers(&self) -> Vec<String> {
        self.0.tiers.iter().map(ToString::to_string).collect()
    }

    /// Names of the services, tier by tier.
    #[getter]
    fn services(&self) -> Vec<String> {
        self.0.services.keys().map(ToString::to_string).collect()
    }

    /// Names of the environments, in the order of the file.
    #[getter]
    fn environments(&self) -> Vec<String> {
        let names = self.0.environments.keys();
        names.map(ToString::to_string).collect()
    }

    /// The file's path, as it was given.
    #[getter]
    fn file(&self) -> &str {
        &self.0.file
    }

    /// The file's text.
    #[getter]
    fn text(&self) -> &str {
        &self.0.text
    }

    fn __repr__(&self) -> String {
        format!("<Inventory {}>", self.0.project)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String, String))> {
        let read = py.get_type::<Self>().getattr("read")?;
        Ok((read, (self.0.text.clone(), self.0.file.clone())))
    }
}
