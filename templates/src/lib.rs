//! The ground floor of k8sgen.

pub mod kind;
pub mod names;
pub mod scalar;
