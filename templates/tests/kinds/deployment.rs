//! A workload that runs all the time.

use k8s_openapi::api::apps::v1;
use k8sgen_templates::kind::{Deployment, Labels, Manifest, RollingUpdate};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::{Value, json};

use super::names::{label_key, some_labels, subdomain};
use super::read_back::{as_kubernetes, unless_empty};
use super::strategies::{map, number, text};
use super::{container, volumes};

pub(crate) fn any() -> impl Strategy<Value = Deployment> {
    let rolling_update =
        (number(), number()).prop_map(|(max_surge, max_unavailable)| RollingUpdate {
            max_surge,
            max_unavailable,
        });
    let labels = (some_labels(), some_labels(), map(label_key(), text()));
    let seconds = (prop::option::of(number()), number());
    (
        super::metadata::any(),
        prop::option::of(number()),
        labels,
        rolling_update,
        seconds,
        subdomain(),
        number(),
        container::any(),
    )
        .prop_map(
            |(
                metadata,
                replicas,
                labels,
                rolling_update,
                seconds,
                service_account,
                run_as,
                container,
            )| {
                let (selector, pod_labels, pod_annotations) = labels;
                let (min_ready_seconds, termination_grace_period_seconds) = seconds;
                Deployment {
                    metadata,
                    replicas,
                    selector,
                    pod_labels,
                    pod_annotations,
                    rolling_update,
                    min_ready_seconds,
                    termination_grace_period_seconds,
                    service_account,
                    run_as,
                    container,
                }
            },
        )
}

pub(crate) fn check(given: &Deployment) -> TestCaseResult {
    let Deployment {
        metadata,
        replicas,
        selector,
        pod_labels,
        pod_annotations,
        rolling_update,
        min_ready_seconds,
        termination_grace_period_seconds,
        service_account,
        run_as,
        container,
    } = given;
    let RollingUpdate {
        max_surge,
        max_unavailable,
    } = rolling_update;
    let names = volumes::written(&given.to_yaml(), container)?;
    let (volumes, mounts) = volumes::expected(container, &names);
    let pod = json!({
        "serviceAccountName": service_account,
        "automountServiceAccountToken": false,
        "enableServiceLinks": false,
        "terminationGracePeriodSeconds": termination_grace_period_seconds,
        "securityContext": {
            "runAsNonRoot": true,
            "runAsUser": run_as,
            "runAsGroup": run_as,
            "fsGroup": run_as,
            "fsGroupChangePolicy": "OnRootMismatch",
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "topologySpreadConstraints": [spread(selector)],
        "affinity": {
            "podAntiAffinity": {
                "preferredDuringSchedulingIgnoredDuringExecution": [apart(selector)],
            },
        },
        "containers": [container::expected(container, &mounts)],
        "volumes": unless_empty(volumes),
    });
    let expected = json!({
        "apiVersion": "apps/v1",
        "kind": "Deployment",
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
            "template": {
                "metadata": {"labels": pod_labels, "annotations": unless_empty(pod_annotations)},
                "spec": pod,
            },
        },
    });
    as_kubernetes::<v1::Deployment>(given, expected)
}

fn spread(selector: &Labels) -> Value {
    json!({
        "maxSkew": 1,
        "topologyKey": "topology.kubernetes.io/zone",
        "whenUnsatisfiable": "ScheduleAnyway",
        "labelSelector": {"matchLabels": selector},
    })
}

fn apart(selector: &Labels) -> Value {
    json!({
        "weight": 100,
        "podAffinityTerm": {
            "topologyKey": "kubernetes.io/hostname",
            "labelSelector": {"matchLabels": selector},
        },
    })
}
