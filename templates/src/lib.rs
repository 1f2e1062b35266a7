//! The ground floor of k8sgen.

pub mod kind;
pub mod markdown;
pub mod names;
pub mod page;
pub mod scalar;
