//! Paths as Python gives them.

use std::path::PathBuf;

use pyo3::prelude::*;

/// One path, or any iterable of paths: what `Path.glob` returns is a generator.
#[derive(Default)]
pub(crate) struct Paths(pub(crate) Vec<PathBuf>);

impl<'py> FromPyObject<'_, 'py> for Paths {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(path) = value.extract() {
            return Ok(Self(vec![path]));
        }
        let paths = value.try_iter()?.map(|path| path?.extract());
        Ok(Self(paths.collect::<PyResult<_>>()?))
    }
}
