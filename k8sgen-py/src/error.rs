//! Core's error as a Python exception.

use k8sgen_core::Problems;
use pyo3::prelude::*;
use pyo3::types::PyList;

use crate::problem::Problem;

/// The exception that says all of `problems`: of the class of the first one's stage.
pub(crate) fn raise(py: Python<'_>, problems: Problems) -> PyErr {
    let text = problems.to_string().trim_end().to_owned();
    let problems: Vec<Problem> = problems.into_iter().map(Problem::from).collect();
    exception(py, text, problems)
}

/// A mistake of k8sgen's own.
pub(crate) fn internal(py: Python<'_>, panic: &str) -> PyErr {
    let problem = Problem::internal(panic);
    exception(py, problem.text(), vec![problem])
}

/// The classes are written in Python: those there pickle by themselves, and can be subclassed.
fn exception(py: Python<'_>, text: String, problems: Vec<Problem>) -> PyErr {
    let made = || {
        let module = py.import("k8sgen._errors")?;
        let problems = PyList::new(py, problems)?;
        module.getattr("of")?.call1((text, problems))
    };
    match made() {
        Ok(exception) => PyErr::from_value(exception),
        Err(error) => error,
    }
}
