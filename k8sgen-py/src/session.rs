//! `k8sgen.Session`.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use k8sgen_core::session::{self, Detail};
use k8sgen_core::{Project, Sources, plan};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::context::Context;
use crate::inventory::Inventory;
use crate::paths::Paths;
use crate::plan::{Plan, Step};
use crate::tree::Tree;
use crate::{json, work};

/// A repository made call by call. A call changes everything that it means to, or nothing; the order of calls
/// changes no byte, and all steps of the plan give what `k8sgen.generate` gives.
///
///     >>> import k8sgen
///     >>> session = k8sgen.Session.load("examples/demo-replica-agent/k8sgen.yaml")
///     >>> session.observe()["made"]
///     0
///     >>> reply = session.act("generate_namespace")
///     >>> reply["path"], reply["changes"]
///     ('base/namespace/namespace.yaml', ['Namespace/devops-agent-demo created'])
///     >>> try:
///     ...     session.act("generate_service", {"name": "web-iu"})
///     ... except k8sgen.ToolError as error:
///     ...     problem = error.problems[0]
///     ...     print(problem.code, problem.field, problem.given, problem.nearest)
///     tool/unknown-name name web-iu web-ui
#[pyclass(module = "k8sgen", frozen)]
pub(crate) struct Session(Mutex<session::Session>);

impl Session {
    /// A call that panicked has changed nothing.
    fn lock(&self) -> MutexGuard<'_, session::Session> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn of(project: Project) -> Result<Self, k8sgen_core::Problems> {
        session::Session::new(project).map(|session| Self(Mutex::new(session)))
    }
}

#[pymethods]
impl Session {
    /// A session of what was read before. The plan is the inventory's own, if there is none.
    #[new]
    #[pyo3(signature = (inventory, context, plan=None))]
    fn new(
        py: Python<'_>,
        inventory: &Inventory,
        context: &Context,
        plan: Option<Bound<'_, Plan>>,
    ) -> PyResult<Self> {
        let plan = plan.map(|plan| plan.get().0.clone());
        work::detached(py, || {
            Self::of(Project {
                plan: plan.unwrap_or_else(|| plan::build(&inventory.0)),
                inventory: inventory.0.clone(),
                context: context.0.clone(),
            })
        })
    }

    /// Read the inventory at `config` and what it needs, as `k8sgen.generate` does.
    #[staticmethod]
    #[pyo3(
        signature = (config, *, terraform=Paths::default(), environment=None, plan=None),
        text_signature = "(config, *, terraform=(), environment=None, plan=None)"
    )]
    fn load(
        py: Python<'_>,
        config: PathBuf,
        terraform: Paths,
        environment: Option<String>,
        plan: Option<PathBuf>,
    ) -> PyResult<Self> {
        let sources = Sources {
            paths: terraform.0,
            environment,
        };
        work::detached(py, move || {
            Self::of(Project::load(&config, &sources, plan.as_deref())?)
        })
    }

    /// Where it stands, as a dict: how many steps are `made` of the `total`, the `levels` that have something left,
    /// the calls that can be made `next`, those that were made `beside` the plan, and the `findings`.
    fn observe<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let seen = work::detached(py, || Ok(serde_json::to_value(self.lock().observe())))?;
        let seen = seen.map_err(|error| PyValueError::new_err(error.to_string()))?;
        json::to_python(py, &seen)
    }

    /// Call a tool, and return what it did as a dict: the `path`, the `changes`, what was `filled` in and from where,
    /// the `findings`, and the call that is `next`. With `detail="full"`, all of it, and the documents' texts.
    ///
    /// Raises `ToolError` or another `K8sgenError`, and has changed nothing then. Each of its problems says the
    /// `field`, what was `given`, what was `expected`, and the `nearest` valid value.
    #[pyo3(signature = (tool, args=None, *, detail="short"))]
    fn act<'py>(
        &self,
        py: Python<'py>,
        tool: &str,
        args: Option<&Bound<'py, PyDict>>,
        detail: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let detail = match detail {
            "short" => Detail::Short,
            "full" => Detail::Full,
            _ => return Err(PyValueError::new_err("detail is \"short\" or \"full\"")),
        };
        let args = args.map(json::object).transpose()?.unwrap_or_default();
        let reply = work::detached(py, || {
            let mut session = self.lock();
            let reply = session.act(tool, &args)?;
            Ok(reply.to_value(detail, &session.project().context))
        })?;
        json::to_python(py, &reply)
    }

    /// Whether every step of the plan is made.
    fn done(&self) -> bool {
        self.lock().is_done()
    }

    /// The whole tree, checked. Raises `SessionError` if steps are left.
    fn finish(&self, py: Python<'_>) -> PyResult<Tree> {
        work::detached(py, || {
            let session = self.lock();
            Ok(Tree::new(session.finish()?, session.project().origin()))
        })
    }

    /// The tree as it is now.
    #[getter]
    fn tree(&self) -> Tree {
        let session = self.lock();
        Tree::new(session.tree().clone(), session.project().origin())
    }

    /// The plan that it follows.
    #[getter]
    fn plan(&self) -> Plan {
        Plan(self.lock().plan().clone())
    }

    /// What Terraform made.
    #[getter]
    fn context(&self) -> Context {
        Context(self.lock().project().context.clone())
    }

    /// What the user says.
    #[getter]
    fn inventory(&self) -> Inventory {
        Inventory(self.lock().project().inventory.clone())
    }

    /// The plan's next step that can be made; None when all are made.
    #[getter]
    fn next(&self) -> Option<Step> {
        self.lock().next().cloned().map(Step)
    }

    /// The steps that can be made now, in the plan's order.
    #[getter]
    fn ready(&self) -> Vec<Step> {
        self.lock().ready().cloned().map(Step).collect()
    }

    /// Whether the plan's step of this id is made.
    fn is_made(&self, step: &str) -> bool {
        self.lock().is_made(step)
    }

    /// The session as JSON, for `from_json` to resume here or on another machine. It holds no secret.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        work::detached(py, || Ok(self.lock().to_json()))
    }

    /// The session that `to_json` wrote.
    #[staticmethod]
    fn from_json(py: Python<'_>, text: &str) -> PyResult<Self> {
        work::detached(py, || {
            let session = session::Session::from_json(text)?;
            Ok(Self(Mutex::new(session)))
        })
    }

    fn __repr__(&self) -> String {
        let seen = self.lock();
        let steps = seen.plan().steps();
        let made = steps.iter().filter(|step| seen.is_made(&step.id)).count();
        format!("<Session {made} of {} steps>", steps.len())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        let from_json = py.get_type::<Self>().getattr("from_json")?;
        Ok((from_json, (self.to_json(py)?,)))
    }
}
