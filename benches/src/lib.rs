//! k8sgen-benches.
