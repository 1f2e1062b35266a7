//! Python bindings of k8sgen: arguments in, core called, result out. No logic.
//!
//! This is the private module `k8sgen._core`. What users import is in `python/k8sgen/`, and what type
//! checkers read is `_core.pyi` there.

mod context;
mod error;
mod generate;
mod inventory;
mod json;
mod paths;
mod plan;
mod problem;
mod report;
mod session;
mod tools;
mod tree;
mod work;

/// The part of k8sgen that is written in Rust. Import from `k8sgen` instead.
#[pyo3::pymodule]
mod _core {
    #[pymodule_export]
    use crate::context::Context;
    #[pymodule_export]
    use crate::generate::generate;
    #[pymodule_export]
    use crate::inventory::Inventory;
    #[pymodule_export]
    use crate::plan::{Plan, Step};
    #[pymodule_export]
    use crate::problem::Problem;
    #[pymodule_export]
    use crate::report::Report;
    #[pymodule_export]
    use crate::session::Session;
    #[pymodule_export]
    use crate::tools::tools;
    #[pymodule_export]
    use crate::tree::Tree;
    #[pymodule_export]
    use crate::work::_panic;

    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "it is Python's name for it")]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
