//! Names of kinds, versions and objects that Kubernetes does not take.

use crate::class::{Class, Effect, document, on};
use crate::classes::{KUSTOMIZATION, WORKLOADS, lower, misspelt};
use crate::edit::Edit;

pub(in crate::classes) const CLASSES: &[Class] = &[
    Class {
        name: "misspell-a-kind",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "its middle",
                "Deployment Service ConfigMap Ingress NetworkPolicy ServiceAccount Role RoleBinding HorizontalPodAutoscaler PodDisruptionBudget StatefulSet Job CronJob DaemonSet Namespace",
                "kind",
                Edit::Change(misspelt),
            ),
            on(
                "its case",
                "Deployment Service ConfigMap Ingress NetworkPolicy ServiceAccount",
                "kind",
                Edit::Change(lower),
            ),
        ],
    },
    Class {
        name: "wrong-api-version",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "a group that is none",
                "Deployment StatefulSet Ingress NetworkPolicy Role HorizontalPodAutoscaler",
                "apiVersion",
                Edit::Change(misspelt),
            ),
            on(
                "a version that never was",
                "Deployment StatefulSet Service ConfigMap",
                "apiVersion",
                Edit::Change(v9),
            ),
            on(
                "no group",
                "Deployment StatefulSet Ingress NetworkPolicy",
                "apiVersion",
                Edit::Set("v1"),
            ),
            on(
                "one that is removed: autoscaling/v2beta2",
                "HorizontalPodAutoscaler",
                "apiVersion",
                Edit::Set("autoscaling/v2beta2"),
            ),
            on(
                "one that is removed: policy/v1beta1",
                "PodDisruptionBudget",
                "apiVersion",
                Edit::Set("policy/v1beta1"),
            ),
            on(
                "one that is removed: batch/v1beta1",
                "CronJob",
                "apiVersion",
                Edit::Set("batch/v1beta1"),
            ),
            on(
                "one that is removed: extensions/v1beta1",
                "Deployment Ingress NetworkPolicy DaemonSet",
                "apiVersion",
                Edit::Set("extensions/v1beta1"),
            ),
            on(
                "one that is removed: rbac v1beta1",
                "Role RoleBinding",
                "apiVersion",
                Edit::Set("rbac.authorization.k8s.io/v1beta1"),
            ),
        ],
    },
    Class {
        name: "invalid-name",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "of an object",
                "Deployment Service ConfigMap NetworkPolicy PodDisruptionBudget StatefulSet",
                "metadata name",
                Edit::Set("Web_UI"),
            ),
            on(
                "of a container",
                WORKLOADS,
                "** containers * name",
                Edit::Set("web_ui"),
            ),
            on(
                "of a port",
                "Service Deployment StatefulSet",
                "** ports * name",
                Edit::Set("Web_Port"),
            ),
            on(
                "a label's value",
                "",
                "metadata labels *",
                Edit::Set("two words"),
            ),
            on("a label's key", "", "metadata labels *", Edit::Key(spaced)),
            on(
                "an annotation's key",
                "",
                "metadata annotations *",
                Edit::Key(spaced),
            ),
            on(
                "of a volume",
                WORKLOADS,
                "** volumes * name",
                Edit::Set("tmp_dir"),
            ),
            on(
                "of a key in a ConfigMap",
                "ConfigMap",
                "data *",
                Edit::Key(spaced),
            ),
        ],
    },
    Class {
        name: "one-name-twice",
        effect: Effect::Breaks,
        sorts: &[
            document(
                "two objects",
                "Service ServiceAccount NetworkPolicy ConfigMap PodDisruptionBudget Role HorizontalPodAutoscaler",
                Edit::Twice,
            ),
            on("two containers", WORKLOADS, "** containers *", Edit::Twice),
            on("two volumes", WORKLOADS, "** volumes *", Edit::Twice),
            on(
                "two mounts at one path",
                WORKLOADS,
                "** volumeMounts *",
                Edit::Twice,
            ),
            on("two variables", WORKLOADS, "** env *", Edit::Twice),
            on(
                "two ports of a container",
                WORKLOADS,
                "** containers * ports *",
                Edit::Twice,
            ),
            on(
                "two ports of a Service",
                "Service",
                "spec ports *",
                Edit::Twice,
            ),
            on(
                "two resources of a kustomization",
                KUSTOMIZATION,
                "resources *",
                Edit::Twice,
            ),
        ],
    },
];

fn v9(value: &str) -> Option<String> {
    Some(match value.rsplit_once('/') {
        Some((group, _)) => format!("{group}/v9"),
        None => "v9".to_owned(),
    })
}

fn spaced(key: &str) -> Option<String> {
    (!key.starts_with('"')).then(|| format!("{key} too"))
}
