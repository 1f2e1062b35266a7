//! The pods of a workload.

use k8sgen_templates::kind::Labels;
use k8sgen_templates::pod::{PodTemplate, RestartPolicy};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::names::{label_key, labels, some_labels, subdomain};
use super::read_back::unless_empty;
use super::strategies::{list, map, number, text};
use super::{container, volumes};

pub(crate) fn any() -> impl Strategy<Value = PodTemplate> {
    let policy = prop_oneof![Just(RestartPolicy::OnFailure), Just(RestartPolicy::Never)];
    let containers = || prop_oneof![3 => Just(Vec::new()), 1 => list(container::any())];
    (
        (some_labels(), map(label_key(), text()), labels()),
        subdomain(),
        prop::option::of(policy),
        (number(), number()),
        (containers(), containers(), container::any()),
        list(volumes::any()),
    )
        .prop_map(
            |(about, service_account, restart_policy, numbers, containers, volumes)| {
                let (labels, annotations, spread) = about;
                let (termination_grace_period_seconds, run_as) = numbers;
                let (sidecars, init_containers, container) = containers;
                PodTemplate {
                    labels,
                    annotations,
                    spread,
                    service_account,
                    restart_policy,
                    termination_grace_period_seconds,
                    run_as,
                    sidecars,
                    init_containers,
                    container,
                    volumes,
                }
            },
        )
}

pub(crate) fn expected(given: &PodTemplate) -> Value {
    let PodTemplate {
        labels,
        annotations,
        spread,
        service_account,
        restart_policy,
        termination_grace_period_seconds,
        run_as,
        sidecars,
        init_containers,
        container,
        volumes,
    } = given;
    let sidecars = sidecars.iter().map(|sidecar| {
        let mut sidecar = container::expected(sidecar);
        sidecar["restartPolicy"] = json!("Always");
        sidecar
    });
    let first: Vec<_> = sidecars
        .chain(init_containers.iter().map(container::expected))
        .collect();
    let volumes: Vec<_> = volumes.iter().map(volumes::expected).collect();
    let spreads = !spread.is_empty();
    let affinity = json!({
        "podAntiAffinity": {
            "preferredDuringSchedulingIgnoredDuringExecution": [apart(spread)],
        },
    });
    let pod = json!({
        "serviceAccountName": service_account,
        "automountServiceAccountToken": false,
        "enableServiceLinks": false,
        "restartPolicy": restart_policy,
        "terminationGracePeriodSeconds": termination_grace_period_seconds,
        "securityContext": {
            "runAsNonRoot": true,
            "runAsUser": run_as,
            "runAsGroup": run_as,
            "fsGroup": run_as,
            "fsGroupChangePolicy": "OnRootMismatch",
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "topologySpreadConstraints": spreads.then(|| [over_zones(spread)]),
        "affinity": spreads.then_some(affinity),
        "initContainers": unless_empty(first),
        "containers": [container::expected(container)],
        "volumes": unless_empty(volumes),
    });
    json!({
        "metadata": {"labels": labels, "annotations": unless_empty(annotations)},
        "spec": pod,
    })
}

fn over_zones(selector: &Labels) -> Value {
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
