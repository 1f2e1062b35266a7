//! Where all work is done: without the interpreter's lock, and with an end to every panic.

use std::panic::{AssertUnwindSafe, catch_unwind};

use k8sgen_core::Problems;
use pyo3::prelude::*;

use crate::error;

/// Lets other threads run while `work` does. Its problems are raised, and so is a panic, as an `InternalError`:
/// whoever catches `K8sgenError` goes on.
pub(crate) fn detached<T: Send>(
    py: Python<'_>,
    work: impl FnOnce() -> Result<T, Problems> + Send,
) -> PyResult<T> {
    // What is half done is dropped with the closure: core changes nothing that it has not finished.
    match py.detach(|| catch_unwind(AssertUnwindSafe(work))) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(problems)) => Err(error::raise(py, problems)),
        Err(panic) => {
            let text = panic.downcast_ref::<&str>().copied();
            let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
            Err(error::internal(py, text.unwrap_or("no message")))
        }
    }
}

/// Panics, so that the tests can see what becomes of it.
#[pyfunction]
pub(crate) fn _panic(py: Python<'_>) -> PyResult<()> {
    detached(py, || panic!("a test asked for it"))
}
