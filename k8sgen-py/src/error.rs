//! Core's error as a Python exception.

use k8sgen_core::Problems;
use pyo3::prelude::*;

use crate::problem::Problem;

// It is written in Python: a class there pickles by itself, and can be subclassed.
pyo3::import_exception!(k8sgen._errors, K8sgenError);

/// The exception that says all of `problems`.
pub(crate) fn raise(problems: Problems) -> PyErr {
    let text = problems.to_string().trim_end().to_owned();
    let problems: Vec<Problem> = problems.into_iter().map(Problem::from).collect();
    K8sgenError::new_err((text, problems))
}
