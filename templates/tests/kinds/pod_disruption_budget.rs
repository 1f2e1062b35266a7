//! How many pods must stay while nodes are drained.

use k8s_openapi::api::policy::v1;
use k8sgen_templates::kind::{Available, PodDisruptionBudget};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::json;

use super::names::labels;
use super::read_back::{as_kubernetes, unless_empty};
use super::strategies::number;

pub(crate) fn any() -> impl Strategy<Value = PodDisruptionBudget> {
    let available = prop_oneof![
        number().prop_map(Available::Min),
        number().prop_map(Available::MaxUnavailable),
    ];
    (super::metadata::any(), labels(), available).prop_map(|(metadata, selector, available)| {
        PodDisruptionBudget {
            metadata,
            selector,
            available,
        }
    })
}

pub(crate) fn check(given: &PodDisruptionBudget) -> TestCaseResult {
    let PodDisruptionBudget {
        metadata,
        selector,
        available,
    } = given;
    let (min, max) = match *available {
        Available::Min(pods) => (Some(pods), None),
        Available::MaxUnavailable(pods) => (None, Some(pods)),
    };
    let expected = json!({
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": super::metadata::expected(metadata),
        "spec": {
            "minAvailable": min,
            "maxUnavailable": max,
            "unhealthyPodEvictionPolicy": "AlwaysAllow",
            "selector": {"matchLabels": unless_empty(selector)},
        },
    });
    as_kubernetes::<v1::PodDisruptionBudget>(given, expected)
}
