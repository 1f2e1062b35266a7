//! One problem of an error.

use k8sgen_core::Place;
use pyo3::prelude::*;

/// One thing that is wrong with an input. Its `str()` is what the command line prints for it.
#[pyclass(module = "k8sgen", frozen, get_all, new = "from_fields", eq, hash)]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Problem {
    /// Stage and name of the problem, such as `yaml/unknown-key`. Stable.
    code: String,
    /// What is wrong, with the field and the value.
    message: String,
    /// The file that it stands in, as it was given; None if it stands in no file.
    path: Option<String>,
    /// Line, counted from 1.
    line: Option<usize>,
    /// Column in characters, counted from 1.
    column: Option<usize>,
    /// What to do about it.
    help: Option<String>,
}

type Fields = (
    String,
    String,
    Option<String>,
    Option<usize>,
    Option<usize>,
    Option<String>,
);

#[pymethods]
impl Problem {
    /// For pickle: an error may have to leave the process that it was raised in.
    fn __getnewargs__(&self) -> Fields {
        let Self {
            code,
            message,
            path,
            line,
            column,
            help,
        } = self.clone();
        (code, message, path, line, column, help)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let fields = self.__getnewargs__().into_pyobject(py)?;
        Ok(format!("Problem{}", fields.repr()?))
    }

    fn __str__(&self) -> String {
        let Self {
            code,
            message,
            path,
            line,
            column,
            help,
        } = self.clone();
        let place = path.map(|file| Place { file, line, column });
        k8sgen_core::Problem {
            code,
            place,
            message,
            help,
        }
        .to_string()
    }
}

impl From<k8sgen_core::Problem> for Problem {
    fn from(problem: k8sgen_core::Problem) -> Self {
        let (path, line, column) = match problem.place {
            Some(Place { file, line, column }) => (Some(file), line, column),
            None => (None, None, None),
        };
        Self {
            code: problem.code,
            message: problem.message,
            path,
            line,
            column,
            help: problem.help,
        }
    }
}
