//! k8sgen-tests.
