//! Configuration that is no secret.

use k8s_openapi::api::core::v1;
use k8sgen_templates::kind::ConfigMap;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::json;

use super::names::config_key;
use super::read_back::{as_kubernetes, unless_empty};
use super::strategies::{map, text};

pub(crate) fn any() -> impl Strategy<Value = ConfigMap> {
    (super::metadata::any(), map(config_key(), text()))
        .prop_map(|(metadata, data)| ConfigMap { metadata, data })
}

pub(crate) fn check(given: &ConfigMap) -> TestCaseResult {
    let ConfigMap { metadata, data } = given;
    let expected = json!({
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": super::metadata::expected(metadata),
        "data": unless_empty(data),
    });
    as_kubernetes::<v1::ConfigMap>(given, expected)
}
