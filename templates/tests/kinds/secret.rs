//! A Secret that somebody else fills.

use k8s_openapi::api::core::v1;
use k8sgen_templates::kind::Secret;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::json;

use super::read_back::as_kubernetes;
use super::strategies::text;

pub(crate) fn any() -> impl Strategy<Value = Secret> {
    (super::metadata::any(), text()).prop_map(|(metadata, secret_type)| Secret {
        metadata,
        secret_type,
    })
}

pub(crate) fn check(given: &Secret) -> TestCaseResult {
    let Secret {
        metadata,
        secret_type,
    } = given;
    let expected = json!({
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": super::metadata::expected(metadata),
        "type": secret_type,
    });
    as_kubernetes::<v1::Secret>(given, expected)
}
