//! A namespace.

use k8s_openapi::api::core::v1;
use k8sgen_templates::kind::Namespace;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::json;

use super::read_back::as_kubernetes;

pub(crate) fn any() -> impl Strategy<Value = Namespace> {
    super::metadata::any().prop_map(|metadata| Namespace { metadata })
}

pub(crate) fn check(given: &Namespace) -> TestCaseResult {
    let Namespace { metadata } = given;
    let expected = json!({
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": super::metadata::expected(metadata),
    });
    as_kubernetes::<v1::Namespace>(given, expected)
}
