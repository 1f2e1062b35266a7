//! Between JSON and Python's own types: dict, list, str, int, float, bool, None.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use serde_json::{Map, Number, Value};

/// Levels of nesting. A dict that holds itself has no end.
const MOST_LEVELS: usize = 64;

/// What `value` is in Python.
pub(crate) fn to_python<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::Null => py.None().into_bound(py),
        Value::Bool(value) => PyBool::new(py, *value).to_owned().into_any(),
        Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(whole), ..) => whole.into_pyobject(py)?.into_any(),
            (None, Some(whole), _) => whole.into_pyobject(py)?.into_any(),
            (None, None, float) => float.into_pyobject(py)?.into_any(),
        },
        Value::String(text) => PyString::new(py, text).into_any(),
        Value::Array(items) => {
            let list = PyList::empty(py);
            for item in items {
                list.append(to_python(py, item)?)?;
            }
            list.into_any()
        }
        Value::Object(entries) => {
            let dict = PyDict::new(py);
            for (key, value) in entries {
                dict.set_item(key, to_python(py, value)?)?;
            }
            dict.into_any()
        }
    })
}

/// The object that a dict is.
pub(crate) fn object(dict: &Bound<'_, PyDict>) -> PyResult<Map<String, Value>> {
    entries(dict, 0)
}

fn entries(dict: &Bound<'_, PyDict>, level: usize) -> PyResult<Map<String, Value>> {
    if level > MOST_LEVELS {
        let message = format!("arguments are nested more than {MOST_LEVELS} levels deep");
        return Err(PyValueError::new_err(message));
    }
    let mut entries = Map::with_capacity(dict.len());
    for (key, value) in dict {
        let Ok(key) = key.cast::<PyString>() else {
            return Err(unfit("a key", &key));
        };
        entries.insert(key.to_cow()?.into_owned(), from_python(&value, level + 1)?);
    }
    Ok(entries)
}

fn from_python(value: &Bound<'_, PyAny>, level: usize) -> PyResult<Value> {
    if value.is_none() {
        return Ok(Value::Null);
    }
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Value::String(text.to_cow()?.into_owned()));
    }
    // A bool is an int as well.
    if let Ok(value) = value.cast::<PyBool>() {
        return Ok(Value::Bool(value.is_true()));
    }
    if value.is_instance_of::<PyInt>() {
        let whole = value.extract::<i64>().map(Number::from);
        let whole = whole.or_else(|_| value.extract::<u64>().map(Number::from));
        return whole.map(Value::Number).map_err(|_| {
            PyValueError::new_err("an argument is a number that has more than 64 bits")
        });
    }
    if let Ok(float) = value.cast::<PyFloat>() {
        let number = Number::from_f64(float.value());
        return number.map(Value::Number).ok_or_else(|| {
            PyValueError::new_err(format!(
                "an argument is {}, which JSON has not",
                float.value()
            ))
        });
    }
    if let Ok(dict) = value.cast::<PyDict>() {
        return entries(dict, level).map(Value::Object);
    }
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        if level > MOST_LEVELS {
            let message = format!("arguments are nested more than {MOST_LEVELS} levels deep");
            return Err(PyValueError::new_err(message));
        }
        let items = value.try_iter()?;
        let items = items.map(|item| from_python(&item?, level + 1));
        return items.collect::<PyResult<_>>().map(Value::Array);
    }
    Err(unfit("an argument", value))
}

fn unfit(what: &str, value: &Bound<'_, PyAny>) -> PyErr {
    let message = match value.get_type().name() {
        Ok(name) => format!("{what} is of the type {name}, which JSON has not"),
        Err(error) => return error,
    };
    PyTypeError::new_err(message)
}
