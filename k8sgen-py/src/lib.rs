//! Python bindings of k8sgen: arguments in, core called, result out. No logic.
//!
//! This is the private module `k8sgen._core`. What users import is in `python/k8sgen/`, and what type
//! checkers read is `_core.pyi` there.

mod error;
mod generate;
mod paths;
mod problem;
mod report;

/// The part of k8sgen that is written in Rust. Import from `k8sgen` instead.
#[pyo3::pymodule]
mod _core {
    #[pymodule_export]
    use crate::generate::generate;
    #[pymodule_export]
    use crate::problem::Problem;
    #[pymodule_export]
    use crate::report::Report;

    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "it is Python's name for it")]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
