//! A workload whose pods each have a name and disks of their own.

use k8s_openapi::api::apps::v1;
use k8sgen_templates::kind::{
    AccessMode, ClaimRetention, Manifest, PodManagementPolicy, Retention, StatefulSet, VolumeClaim,
};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::{Value, json};

use super::names::{dns_label, quantity, some_labels, subdomain};
use super::pod;
use super::read_back::as_kubernetes;
use super::strategies::{list, number, some};

pub(crate) fn any() -> impl Strategy<Value = StatefulSet> {
    let policy = prop_oneof![
        Just(PodManagementPolicy::OrderedReady),
        Just(PodManagementPolicy::Parallel)
    ];
    let retention = || prop_oneof![Just(Retention::Retain), Just(Retention::Delete)];
    let claim_retention =
        (retention(), retention()).prop_map(|(when_deleted, when_scaled)| ClaimRetention {
            when_deleted,
            when_scaled,
        });
    (
        super::metadata::any(),
        (prop::option::of(number()), prop::option::of(number())),
        some_labels(),
        dns_label(),
        (policy, claim_retention),
        pod::any(),
        list(any_claim()),
    )
        .prop_map(
            |(metadata, numbers, selector, service_name, policies, pod, claims)| {
                let (replicas, min_ready_seconds) = numbers;
                let (pod_management_policy, claim_retention) = policies;
                StatefulSet {
                    metadata,
                    replicas,
                    selector,
                    service_name,
                    pod_management_policy,
                    min_ready_seconds,
                    claim_retention,
                    pod,
                    claims,
                }
            },
        )
}

fn any_claim() -> impl Strategy<Value = VolumeClaim> {
    let mode = prop_oneof![
        Just(AccessMode::ReadWriteOnce),
        Just(AccessMode::ReadWriteOncePod),
        Just(AccessMode::ReadOnlyMany),
        Just(AccessMode::ReadWriteMany),
    ];
    let class = prop::option::of(subdomain());
    (dns_label(), some(mode), class, quantity()).prop_map(
        |(name, access_modes, storage_class, size)| VolumeClaim {
            name,
            access_modes,
            storage_class,
            size,
        },
    )
}

pub(crate) fn check(given: &StatefulSet) -> TestCaseResult {
    let StatefulSet {
        metadata,
        replicas,
        selector,
        service_name,
        pod_management_policy,
        min_ready_seconds,
        claim_retention,
        pod,
        claims,
    } = given;
    let retention = json!({
        "whenDeleted": claim_retention.when_deleted,
        "whenScaled": claim_retention.when_scaled,
    });
    let has_claims = !claims.is_empty();
    let claims: Vec<_> = claims.iter().map(claim).collect();
    let expected = json!({
        "apiVersion": "apps/v1",
        "kind": StatefulSet::KIND,
        "metadata": super::metadata::expected(metadata),
        "spec": {
            "replicas": replicas,
            "serviceName": service_name,
            "podManagementPolicy": pod_management_policy,
            "revisionHistoryLimit": 5,
            "minReadySeconds": min_ready_seconds,
            "updateStrategy": {"type": "RollingUpdate"},
            "selector": {"matchLabels": selector},
            "template": pod::expected(pod),
            "persistentVolumeClaimRetentionPolicy": has_claims.then_some(retention),
            "volumeClaimTemplates": has_claims.then_some(claims),
        },
    });
    as_kubernetes::<v1::StatefulSet>(given, expected)
}

fn claim(given: &VolumeClaim) -> Value {
    let VolumeClaim {
        name,
        access_modes,
        storage_class,
        size,
    } = given;
    json!({
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": name},
        "spec": {
            "accessModes": access_modes,
            "storageClassName": storage_class,
            "resources": {"requests": {"storage": size}},
        },
    })
}
