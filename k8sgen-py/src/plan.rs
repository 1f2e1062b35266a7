//! `k8sgen.Plan` and `k8sgen.Step`.

use std::path::PathBuf;

use k8sgen_core::{generate, plan};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::inventory::Inventory;
use crate::{json, work};

/// What will be made, in which order: steps, level by level. A step is a tool call.
///
///     >>> import k8sgen
///     >>> inventory = k8sgen.Inventory.load("examples/demo-replica-agent/k8sgen.yaml")
///     >>> plan = k8sgen.Plan.build(inventory)
///     >>> step = next(step for step in plan.steps if step.id == "deployment/web-ui")
///     >>> step.tool, step.args, step.level
///     ('generate_deployment', {'name': 'web-ui'}, 5)
#[pyclass(module = "k8sgen", frozen, eq)]
#[derive(Clone, PartialEq)]
pub(crate) struct Plan(pub(crate) plan::Plan);

#[pymethods]
impl Plan {
    /// The plan that makes the whole repository of an inventory.
    #[staticmethod]
    fn build(py: Python<'_>, inventory: &Inventory) -> PyResult<Self> {
        work::detached(py, || Ok(Self(plan::build(&inventory.0))))
    }

    /// Read a plan that `k8sgen plan --format yaml` wrote, and that may have been edited since.
    #[staticmethod]
    fn load(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        work::detached(py, move || plan::load(&path, generate::check).map(Self))
    }

    /// The steps, level by level. Those of one level can be made in any order.
    #[getter]
    fn steps(&self) -> Vec<Step> {
        self.0.steps().iter().cloned().map(Step).collect()
    }

    /// The plan as YAML, to edit, and for `load` to read.
    fn to_yaml(&self, inventory: &Inventory) -> String {
        plan::to_yaml(&self.0, &inventory.0)
    }

    /// The plan as JSON, which `from_json` reads.
    fn to_json(&self) -> String {
        plan::to_json(&self.0)
    }

    /// The plan that `to_json` wrote.
    #[staticmethod]
    fn from_json(text: &str) -> PyResult<Self> {
        let plan = serde_json::from_str(text);
        plan.map(Self)
            .map_err(|error| PyValueError::new_err(error.to_string()))
    }

    fn __len__(&self) -> usize {
        self.0.steps().len()
    }

    fn __repr__(&self) -> String {
        format!("<Plan steps={}>", self.0.steps().len())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((
            py.get_type::<Self>().getattr("from_json")?,
            (self.to_json(),),
        ))
    }
}

/// One tool call of a plan.
#[pyclass(module = "k8sgen", frozen, eq)]
#[derive(Clone, PartialEq)]
pub(crate) struct Step(pub(crate) plan::Step);

#[pymethods]
impl Step {
    /// Its name in the plan, such as `deployment/web-ui`.
    #[getter]
    fn id(&self) -> &str {
        &self.0.id
    }

    /// Its level, from 0 to 8.
    #[getter]
    fn level(&self) -> u8 {
        self.0.level.into()
    }

    /// The tool that is called.
    #[getter]
    fn tool(&self) -> &str {
        &self.0.tool
    }

    /// What the tool can't fill in by itself.
    #[getter]
    fn args<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let args = PyDict::new(py);
        for (name, value) in &self.0.args {
            args.set_item(name, json::to_python(py, value)?)?;
        }
        Ok(args)
    }

    /// The file that the tool writes to; `.` for folders.
    #[getter]
    fn path(&self) -> &str {
        &self.0.path
    }

    /// Terraform's values that it needs, such as `database.endpoint`.
    #[getter]
    fn requires(&self) -> Vec<String> {
        self.0.requires.iter().map(ToString::to_string).collect()
    }

    /// The ids of the steps that it comes after.
    #[getter]
    fn after(&self) -> Vec<String> {
        self.0.after.clone()
    }

    fn __repr__(&self) -> String {
        format!("<Step {}>", self.0.id)
    }

    /// For pickle.
    #[staticmethod]
    #[pyo3(name = "_from_json")]
    fn from_json(text: &str) -> PyResult<Self> {
        let step = serde_json::from_str(text);
        step.map(Self)
            .map_err(|error| PyValueError::new_err(error.to_string()))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        let text = serde_json::to_string(&self.0)
            .map_err(|error| PyValueError::new_err(error.to_string()))?;
        Ok((py.get_type::<Self>().getattr("_from_json")?, (text,)))
    }
}
