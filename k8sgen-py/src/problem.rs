//! One problem of an error.

use k8sgen_core::{Correction, Place};
use pyo3::prelude::*;

/// One thing that is wrong with an input. Its `str()` is what the command line prints for it.
#[pyclass(module = "k8sgen", frozen, get_all, eq, hash)]
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
    /// Of a tool's call: the argument.
    field: Option<String>,
    /// Of a tool's call: what was given.
    given: Option<String>,
    /// Of a tool's call: what belongs there.
    expected: Option<String>,
    /// Of a tool's call: the valid value that is spelled most like the given one.
    nearest: Option<String>,
}

#[pymethods]
impl Problem {
    #[new]
    #[pyo3(signature = (code, message, path=None, line=None, column=None, help=None, *, field=None, given=None, expected=None, nearest=None))]
    #[expect(
        clippy::too_many_arguments,
        reason = "Python's constructor takes the fields by name"
    )]
    fn new(
        code: String,
        message: String,
        path: Option<String>,
        line: Option<usize>,
        column: Option<usize>,
        help: Option<String>,
        field: Option<String>,
        given: Option<String>,
        expected: Option<String>,
        nearest: Option<String>,
    ) -> Self {
        Self {
            code,
            message,
            path,
            line,
            column,
            help,
            field,
            given,
            expected,
            nearest,
        }
    }

    /// For pickle: an error may have to leave the process that it was raised in.
    fn __getnewargs_ex__<'py>(
        &self,
        py: Python<'py>,
    ) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)> {
        let Self {
            code,
            message,
            path,
            line,
            column,
            help,
            field,
            given,
            expected,
            nearest,
        } = self;
        let place = (code, message, path, *line, *column, help).into_pyobject(py)?;
        let correction = pyo3::types::PyDict::new(py);
        let fields = [
            ("field", field),
            ("given", given),
            ("expected", expected),
            ("nearest", nearest),
        ];
        for (name, value) in fields.into_iter().filter(|(_, value)| value.is_some()) {
            correction.set_item(name, value)?;
        }
        Ok((place.into_any(), correction.into_any()))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let (place, correction) = self.__getnewargs_ex__(py)?;
        let mut fields = vec![];
        for value in place.try_iter()? {
            fields.push(value?.repr()?.to_string());
        }
        for pair in correction.call_method0("items")?.try_iter()? {
            let (name, value): (String, Bound<'_, PyAny>) = pair?.extract()?;
            fields.push(format!("{name}={}", value.repr()?));
        }
        Ok(format!("Problem({})", fields.join(", ")))
    }

    fn __str__(&self) -> String {
        self.text()
    }
}

impl Problem {
    /// What the command line prints for it.
    pub(crate) fn text(&self) -> String {
        k8sgen_core::Problem::from(self.clone()).to_string()
    }

    /// A mistake of k8sgen's own.
    pub(crate) fn internal(panic: &str) -> Self {
        let message = format!("k8sgen made a mistake: {panic}");
        let help = "please report it, with what you called".to_owned();
        k8sgen_core::Problem {
            code: "internal/panic".to_owned(),
            place: None,
            message,
            help: Some(help),
            correction: Correction::default(),
        }
        .into()
    }
}

impl From<Problem> for k8sgen_core::Problem {
    fn from(problem: Problem) -> Self {
        let (line, column) = (problem.line, problem.column);
        Self {
            code: problem.code,
            place: problem.path.map(|file| Place { file, line, column }),
            message: problem.message,
            help: problem.help,
            correction: Correction {
                field: problem.field,
                given: problem.given,
                expected: problem.expected,
                nearest: problem.nearest,
            },
        }
    }
}

impl From<k8sgen_core::Problem> for Problem {
    fn from(problem: k8sgen_core::Problem) -> Self {
        let (path, line, column) = match problem.place {
            Some(Place { file, line, column }) => (Some(file), line, column),
            None => (None, None, None),
        };
        let correction = problem.correction;
        Self {
            code: problem.code,
            message: problem.message,
            path,
            line,
            column,
            help: problem.help,
            field: correction.field,
            given: correction.given,
            expected: correction.expected,
            nearest: correction.nearest,
        }
    }
}
