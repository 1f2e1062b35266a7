//! The identity that pods run as.

use k8s_openapi::api::core::v1;
use k8sgen_templates::kind::ServiceAccount;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::json;

use super::read_back::as_kubernetes;

pub(crate) fn any() -> impl Strategy<Value = ServiceAccount> {
    super::metadata::any().prop_map(|metadata| ServiceAccount { metadata })
}

pub(crate) fn check(given: &ServiceAccount) -> TestCaseResult {
    let ServiceAccount { metadata } = given;
    let expected = json!({
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": super::metadata::expected(metadata),
        "automountServiceAccountToken": false,
    });
    as_kubernetes::<v1::ServiceAccount>(given, expected)
}
