//! APIs whose successor has the same fields and means the same by them: those of which Kubernetes' deprecation guide
//! has no notable changes to tell.

use super::document::Document;
use crate::yaml::{Node, Value};

/// Kinds in a version of their API, and the version that follows.
const SAME: [(&str, &[&str], &str); 12] = [
    (
        "apiregistration.k8s.io/v1beta1",
        &["APIService"],
        "apiregistration.k8s.io/v1",
    ),
    (
        "apps/v1beta2",
        &["DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"],
        "apps/v1",
    ),
    (
        "autoscaling/v2beta2",
        &["HorizontalPodAutoscaler"],
        "autoscaling/v2",
    ),
    ("batch/v1beta1", &["CronJob"], "batch/v1"),
    (
        "coordination.k8s.io/v1beta1",
        &["Lease"],
        "coordination.k8s.io/v1",
    ),
    (
        "extensions/v1beta1",
        &["NetworkPolicy"],
        "networking.k8s.io/v1",
    ),
    (
        "networking.k8s.io/v1beta1",
        &["IngressClass"],
        "networking.k8s.io/v1",
    ),
    ("node.k8s.io/v1beta1", &["RuntimeClass"], "node.k8s.io/v1"),
    (BUDGET, &["PodDisruptionBudget"], "policy/v1"),
    (
        "rbac.authorization.k8s.io/v1beta1",
        &["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"],
        "rbac.authorization.k8s.io/v1",
    ),
    (
        "scheduling.k8s.io/v1beta1",
        &["PriorityClass"],
        "scheduling.k8s.io/v1",
    ),
    (
        "storage.k8s.io/v1beta1",
        &[
            "CSIDriver",
            "CSINode",
            "CSIStorageCapacity",
            "StorageClass",
            "VolumeAttachment",
            "VolumeAttributesClass",
        ],
        "storage.k8s.io/v1",
    ),
];
/// An empty selector selects no pod there, and all of them in what follows.
const BUDGET: &str = "policy/v1beta1";

/// The API that a document can move to without another change.
pub(super) fn successor(document: &Document) -> Option<&'static str> {
    let (api, kind) = (document.api_version(), document.kind());
    let is_it = |(from, kinds, _): &&(&str, &[&str], &str)| *from == api && kinds.contains(&kind);
    let (.., next) = SAME.iter().find(is_it)?;
    let changes = api == BUDGET && selects_nothing(document);
    (!changes).then_some(*next)
}

fn selects_nothing(document: &Document) -> bool {
    let is_empty = |node: &Node| match &node.value {
        Value::Null => true,
        Value::Map(entries) => entries.is_empty(),
        Value::List(items) => items.is_empty(),
        Value::Scalar { .. } => false,
    };
    let selector = document.at(["spec", "selector"]);
    selector.is_some_and(|selector| {
        let mut parts = selector.entries().iter();
        parts.all(|entry| is_empty(&entry.value))
    })
}
