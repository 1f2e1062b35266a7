//! How many pods a workload has, by load.

use k8s_openapi::api::autoscaling::v2;
use k8sgen_templates::kind::{HorizontalPodAutoscaler, Scalable, ScaleTarget};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::{Value, json};

use super::names::subdomain;
use super::read_back::{as_kubernetes, unless_empty};
use super::strategies::number;

pub(crate) fn any() -> impl Strategy<Value = HorizontalPodAutoscaler> {
    let kind = prop_oneof![Just(Scalable::Deployment), Just(Scalable::StatefulSet)];
    (
        super::metadata::any(),
        (kind, subdomain()),
        number(),
        number(),
        prop::option::of(number()),
        prop::option::of(number()),
    )
        .prop_map(
            |(metadata, (kind, name), min_replicas, max_replicas, cpu_percent, memory_percent)| {
                HorizontalPodAutoscaler {
                    metadata,
                    target: ScaleTarget { kind, name },
                    min_replicas,
                    max_replicas,
                    cpu_percent,
                    memory_percent,
                }
            },
        )
}

pub(crate) fn check(given: &HorizontalPodAutoscaler) -> TestCaseResult {
    let HorizontalPodAutoscaler {
        metadata,
        target: ScaleTarget { kind, name },
        min_replicas,
        max_replicas,
        cpu_percent,
        memory_percent,
    } = given;
    let metrics: Vec<Value> = [("cpu", cpu_percent), ("memory", memory_percent)]
        .into_iter()
        .filter_map(|(name, percent)| {
            let target = json!({"type": "Utilization", "averageUtilization": (*percent)?});
            Some(json!({"type": "Resource", "resource": {"name": name, "target": target}}))
        })
        .collect();
    let slowly = json!({"type": "Percent", "value": 50, "periodSeconds": 60});
    let expected = json!({
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": super::metadata::expected(metadata),
        "spec": {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": kind, "name": name},
            "minReplicas": min_replicas,
            "maxReplicas": max_replicas,
            "metrics": unless_empty(metrics),
            "behavior": {
                "scaleDown": {"stabilizationWindowSeconds": 300, "policies": [slowly]},
            },
        },
    });
    as_kubernetes::<v2::HorizontalPodAutoscaler>(given, expected)
}
