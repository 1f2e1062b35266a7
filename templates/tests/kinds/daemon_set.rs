//! A workload with one pod on each node.

use k8s_openapi::api::apps::v1;
use k8sgen_templates::kind::{DaemonSet, Manifest, RollingUpdate};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::json;

use super::deployment::any_rolling_update;
use super::names::some_labels;
use super::pod;
use super::read_back::as_kubernetes;
use super::strategies::number;

pub(crate) fn any() -> impl Strategy<Value = DaemonSet> {
    (
        super::metadata::any(),
        some_labels(),
        any_rolling_update(),
        prop::option::of(number()),
        pod::any(),
    )
        .prop_map(
            |(metadata, selector, rolling_update, min_ready_seconds, pod)| DaemonSet {
                metadata,
                selector,
                rolling_update,
                min_ready_seconds,
                pod,
            },
        )
}

pub(crate) fn check(given: &DaemonSet) -> TestCaseResult {
    let DaemonSet {
        metadata,
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
        "kind": DaemonSet::KIND,
        "metadata": super::metadata::expected(metadata),
        "spec": {
            "revisionHistoryLimit": 5,
            "minReadySeconds": min_ready_seconds,
            "updateStrategy": {
                "type": "RollingUpdate",
                "rollingUpdate": {"maxSurge": max_surge, "maxUnavailable": max_unavailable},
            },
            "selector": {"matchLabels": selector},
            "template": pod::expected(pod),
        },
    });
    as_kubernetes::<v1::DaemonSet>(given, expected)
}
