//! Values that their key can't have.

use crate::class::{Class, Effect, on};
use crate::classes::{WORKLOADS, lower, misspelt};
use crate::edit::Edit;

pub(in crate::classes) const CLASSES: &[Class] = &[
    Class {
        name: "wrong-type",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "text for replicas",
                "",
                "spec replicas|minReplicas|maxReplicas",
                Edit::Set("two"),
            ),
            on(
                "a quoted number",
                WORKLOADS,
                "** containerPort|periodSeconds|terminationGracePeriodSeconds|runAsUser|weight",
                Edit::Change(quoted),
            ),
            on(
                "a list for text",
                WORKLOADS,
                "** image|serviceAccountName|imagePullPolicy",
                Edit::Change(listed),
            ),
            on(
                "text for a list",
                WORKLOADS,
                "** command|args|drop|env|ports|volumeMounts|containers|volumes",
                Edit::Set("all"),
            ),
            on(
                "text for a mapping",
                "",
                "spec template|selector|strategy|podSelector",
                Edit::Set("all"),
            ),
            on(
                "text for a boolean",
                WORKLOADS,
                "** runAsNonRoot|allowPrivilegeEscalation|readOnlyRootFilesystem|automountServiceAccountToken|enableServiceLinks",
                Edit::Set("'yes'"),
            ),
            on(
                "a mapping for a list",
                "Service",
                "spec ports",
                Edit::Set("{port: 80}"),
            ),
            on(
                "a list for labels",
                "",
                "metadata labels",
                Edit::Set("[app, web]"),
            ),
            on(
                "a mapping in a ConfigMap",
                "ConfigMap",
                "data *",
                Edit::Set("{a: b}"),
            ),
            on(
                "a list for a selector",
                "Service",
                "spec selector",
                Edit::Set("[web]"),
            ),
            on("nothing for a name", "", "metadata name", Edit::Set("null")),
        ],
    },
    Class {
        name: "misspell-a-choice",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "of a Service",
                "Service",
                "spec type",
                Edit::Change(misspelt),
            ),
            on(
                "of a pod",
                WORKLOADS,
                "** imagePullPolicy|restartPolicy|whenUnsatisfiable|fsGroupChangePolicy",
                Edit::Change(misspelt),
            ),
            on(
                "of a seccomp profile",
                WORKLOADS,
                "** seccompProfile type",
                Edit::Change(misspelt),
            ),
            on(
                "of a protocol",
                "Service Deployment StatefulSet NetworkPolicy",
                "** protocol",
                Edit::Set("HTTP"),
            ),
            on(
                "of a strategy",
                "Deployment StatefulSet DaemonSet",
                "spec strategy|updateStrategy type",
                Edit::Change(misspelt),
            ),
            on(
                "of an Ingress path",
                "Ingress",
                "** pathType",
                Edit::Change(lower),
            ),
            on(
                "of a network policy",
                "NetworkPolicy",
                "spec policyTypes *",
                Edit::Change(lower),
            ),
            on(
                "of a budget",
                "PodDisruptionBudget",
                "spec unhealthyPodEvictionPolicy",
                Edit::Change(misspelt),
            ),
            on(
                "of an autoscaler",
                "HorizontalPodAutoscaler",
                "spec metrics * type",
                Edit::Change(lower),
            ),
            on(
                "of a cron job",
                "CronJob",
                "spec concurrencyPolicy",
                Edit::Change(misspelt),
            ),
            on(
                "of a capability's case",
                WORKLOADS,
                "** capabilities drop *",
                Edit::Change(lower),
            ),
        ],
    },
    Class {
        name: "out-of-range",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "a port",
                "Service Deployment StatefulSet NetworkPolicy",
                "** port|containerPort",
                Edit::Set("70000"),
            ),
            on(
                "a port that is 0",
                "Service Deployment StatefulSet",
                "** port|containerPort",
                Edit::Set("0"),
            ),
            on(
                "less than none",
                "",
                "spec replicas|minReplicas|maxReplicas|revisionHistoryLimit|backoffLimit",
                Edit::Set("-1"),
            ),
            on(
                "a probe's times",
                WORKLOADS,
                "** periodSeconds|timeoutSeconds|failureThreshold",
                Edit::Set("-5"),
            ),
            on("a weight", WORKLOADS, "** weight", Edit::Set("101")),
            on("a skew that is 0", WORKLOADS, "** maxSkew", Edit::Set("0")),
            on(
                "an autoscaler's target",
                "HorizontalPodAutoscaler",
                "** averageUtilization",
                Edit::Set("0"),
            ),
            on(
                "a user",
                WORKLOADS,
                "** runAsUser|runAsGroup|fsGroup",
                Edit::Set("-1"),
            ),
        ],
    },
    Class {
        name: "invalid-quantity",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "memory",
                WORKLOADS,
                "** requests|limits memory",
                Edit::Set("128 megabytes"),
            ),
            on(
                "memory with a unit that is none",
                WORKLOADS,
                "** requests|limits memory",
                Edit::Set("128MB"),
            ),
            on(
                "cpu",
                WORKLOADS,
                "** requests|limits cpu",
                Edit::Set("half"),
            ),
            on(
                "storage",
                WORKLOADS,
                "** ephemeral-storage|storage",
                Edit::Set("1gib"),
            ),
            on(
                "memory in thousandths of a byte",
                WORKLOADS,
                "** requests|limits memory",
                Edit::Set("128m"),
            ),
        ],
    },
];

fn quoted(value: &str) -> Option<String> {
    value
        .parse::<u32>()
        .ok()
        .map(|number| format!("'{number}'"))
}

fn listed(value: &str) -> Option<String> {
    Some(format!("[{value}]"))
}
