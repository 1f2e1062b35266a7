//! `k8sgen.Context`.

use k8sgen_core::context::{Field, Mapping, Needs, Saved};
use k8sgen_core::{Project, Sources};
use pyo3::exceptions::{PyKeyError, PyValueError};
use pyo3::prelude::*;

use crate::inventory::Inventory;
use crate::paths::Paths;
use crate::{json, work};

/// What Terraform made, as far as Kubernetes manifests care. It holds no secret: what Terraform marks sensitive
/// can be named, and has no value.
///
///     >>> import k8sgen
///     >>> context = k8sgen.Context.load("examples/demo-replica-agent/terraform/outputs")
///     >>> context["region"], context["database.port"]
///     ('us-east-1', 5432)
///     >>> "examples/demo-replica-agent/terraform/outputs" in context.origin("database.port")
///     True
#[pyclass(module = "k8sgen", frozen, eq)]
#[derive(Clone, PartialEq)]
pub(crate) struct Context(pub(crate) k8sgen_core::Context);

fn field(path: &str) -> PyResult<Field> {
    path.parse()
        .map_err(|error: k8sgen_core::context::UnknownField| PyKeyError::new_err(error.to_string()))
}

#[pymethods]
impl Context {
    /// Read what Terraform made: one file or folder of outputs or states, or an iterable of them. With an inventory, its
    /// `terraform.map` counts, and everything that its plan needs has to be there. `environment` is the subfolder to
    /// read, where a folder holds one for each environment.
    #[staticmethod]
    #[pyo3(signature = (terraform, inventory=None, *, environment=None))]
    fn load(
        py: Python<'_>,
        terraform: Paths,
        inventory: Option<Bound<'_, Inventory>>,
        environment: Option<String>,
    ) -> PyResult<Self> {
        let inventory = inventory.map(|inventory| inventory.get().0.clone());
        let sources = Sources {
            paths: terraform.0,
            environment,
        };
        work::detached(py, move || {
            let context = if let Some(inventory) = inventory {
                let facts = sources.facts_for(&inventory)?;
                Project::of(inventory, &facts, None)?.context
            } else {
                let facts = sources.facts()?;
                k8sgen_core::Context::bridge(&facts, &Mapping::default(), &Needs::summary())?
            };
            Ok(Self(context))
        })
    }

    /// The names of the fields that have a value, such as `database.endpoint`.
    fn fields(&self) -> Vec<&'static str> {
        let fields = Field::ALL.iter();
        let fields = fields.filter(|field| self.0.value(**field).is_some());
        fields.map(|field| field.path()).collect()
    }

    /// Where a field's value came from, in words; None if it has none.
    fn origin(&self, name: &str) -> PyResult<Option<String>> {
        Ok(self.0.origin(field(name)?).map(ToString::to_string))
    }

    /// What is worth knowing and no error.
    #[getter]
    fn notes(&self) -> Vec<String> {
        self.0.notes().to_vec()
    }

    /// The values as nested dicts, as in `outputs-summary.yaml`.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let value = serde_json::to_value(&self.0);
        let value = value.map_err(|error| PyValueError::new_err(error.to_string()))?;
        json::to_python(py, &value)
    }

    /// The context as JSON with its origins, which `from_json` reads.
    fn to_json(&self) -> PyResult<String> {
        serde_json::to_string(&Saved::from(&self.0))
            .map_err(|error| PyValueError::new_err(error.to_string()))
    }

    /// The context that `to_json` wrote.
    #[staticmethod]
    fn from_json(text: &str) -> PyResult<Self> {
        let saved: Saved =
            serde_json::from_str(text).map_err(|error| PyValueError::new_err(error.to_string()))?;
        saved.try_into().map(Self).map_err(PyValueError::new_err)
    }

    fn __getitem__<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
        let Some(value) = self.0.value(field(name)?) else {
            let message = format!("`{name}` has no value");
            return Err(PyKeyError::new_err(message));
        };
        let value = serde_json::to_value(value);
        let value = value.map_err(|error| PyValueError::new_err(error.to_string()))?;
        json::to_python(py, &value)
    }

    fn __contains__(&self, name: &str) -> bool {
        field(name).is_ok_and(|field| self.0.value(field).is_some())
    }

    fn __repr__(&self) -> String {
        format!("<Context fields={}>", self.fields().len())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((
            py.get_type::<Self>().getattr("from_json")?,
            (self.to_json()?,),
        ))
    }
}
