//! `k8sgen.tools`.

use k8sgen_core::tool;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use crate::json;

/// List the tools: of each its `name`, its `description`, and the JSON Schema of its arguments as `schema`.
///
/// They stand in the order in which a plan uses them. A schema is an object without references, as providers of
/// language models take it.
///
///     >>> import k8sgen
///     >>> tool = next(tool for tool in k8sgen.tools() if tool["name"] == "generate_service")
///     >>> tool["description"].splitlines()[0]
///     'Makes one Service: the address under which a workload is called.'
///     >>> tool["schema"]["required"]
///     ['name']
#[pyfunction]
pub(crate) fn tools(py: Python<'_>) -> PyResult<Bound<'_, PyList>> {
    let tools = PyList::empty(py);
    for tool in tool::all() {
        let dict = PyDict::new(py);
        dict.set_item("name", tool.name)?;
        dict.set_item("description", &tool.description)?;
        dict.set_item("schema", json::to_python(py, &tool.schema)?)?;
        tools.append(dict)?;
    }
    Ok(tools)
}
