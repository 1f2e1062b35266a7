//! A workload that runs all the time.

use k8s_openapi::api::apps::v1;
use k8sgen_templates::kind::{Deployment, Manifest, RollingUpdate};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::json;

use super::names::some_labels;
use super::pod;
use super::read_back::as_kubernetes;
use super::strategies::number;

pub(crate) fn any() -> impl Strategy<Value = Deployment> {
    (
        super::metadata::any(),
        prop::option::of(number()),
        some_labels(),
        any_rolling_update(),
        prop::option::of(number()),
        pod::any(),
    )
        .prop_map(
            |(metadata, replicas, selector, rolling_update, min_ready_seconds, pod)| Deployment {
                metadata,
                replicas,
                selector,
                rolling_update,
                min_ready_seconds,
                pod,
            },
        )
}

/// How many pods a rollout may add and take.
pub(crate) fn any_rolling_update() -> impl Strategy<Value = RollingUpdate> {
    (number(), number()).prop_map(|(max_surge, max_unavailable)| RollingUpdate {
        max_surge,
        max_unavailable,
    })
}

pub(crate) fn check(given: &Deployment) -> TestCaseResult {
    let Deployment {
        metadata,
        replicas,
        selector,
        rolling_update,
        min_ready_seconds,
        pod,
    } = given;
    let RollingUpdate {
        max_surge,
        max_unavailable,
    } = rolling_update;
    let expected = json!({
        "apiVersion": "apps/v1",
        "kind": Deployment::KIND,
        "metadata": super::metadata::expected(metadata),
        "spec": {
            "replicas": replicas,
            "revisionHistoryLimit": 5,
            "minReadySeconds": min_ready_seconds,
            "strategy": {
                "type": "RollingUpdate",
                "rollingUpdate": {"maxSurge": max_surge, "maxUnavailable": max_unavailable},
            },
            "selector": {"matchLabels": selector},
            "template": pod::expected(pod),
        },
    });
    as_kubernetes::<v1::Deployment>(given, expected)
}
