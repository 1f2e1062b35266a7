//! What is no object of its kind any more.

use super::{WORKLOADS, misspelt};
use crate::class::{Class, Effect, document, on};
use crate::edit::Edit;

pub(super) const CLASSES: &[Class] = &[
    Class {
        name: "misspell-a-key",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "at the top",
                "Deployment Service Ingress NetworkPolicy HorizontalPodAutoscaler PodDisruptionBudget Role RoleBinding ConfigMap ServiceAccount StatefulSet Job CronJob",
                "apiVersion|kind|metadata|spec|data|rules|roleRef|subjects",
                Edit::Key(misspelt),
            ),
            on(
                "in the metadata",
                "",
                "metadata name|labels|annotations",
                Edit::Key(misspelt),
            ),
            on(
                "in a workload's spec",
                WORKLOADS,
                "spec *",
                Edit::Key(misspelt),
            ),
            on(
                "in a pod's spec",
                WORKLOADS,
                "** template spec *",
                Edit::Key(misspelt),
            ),
            on(
                "in a container",
                WORKLOADS,
                "** containers * *",
                Edit::Key(misspelt),
            ),
            on(
                "below a container",
                WORKLOADS,
                "** containers * securityContext|readinessProbe|livenessProbe|resources **",
                Edit::Key(misspelt),
            ),
            on(
                "in a port, a mount or a variable",
                WORKLOADS,
                "** containers * ports|volumeMounts|env * *",
                Edit::Key(misspelt),
            ),
            on(
                "in a Service",
                "Service",
                "spec type|selector|ports",
                Edit::Key(misspelt),
            ),
            on(
                "in a Service's port",
                "Service",
                "spec ports * *",
                Edit::Key(misspelt),
            ),
            on(
                "in a network policy",
                "NetworkPolicy",
                "spec ingress|egress * *",
                Edit::Key(misspelt),
            ),
            on(
                "in a network policy's peer or port",
                "NetworkPolicy",
                "spec ingress|egress * from|to|ports * *",
                Edit::Key(misspelt),
            ),
            on(
                "in an autoscaler",
                "HorizontalPodAutoscaler",
                "spec **",
                Edit::Key(misspelt),
            ),
            on(
                "in a budget",
                "PodDisruptionBudget",
                "spec *",
                Edit::Key(misspelt),
            ),
            on("in an Ingress", "Ingress", "spec **", Edit::Key(misspelt)),
            on(
                "in a role",
                "Role RoleBinding",
                "rules|subjects|roleRef **",
                Edit::Key(misspelt),
            ),
        ],
    },
    Class {
        name: "drop-a-required-key",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "apiVersion",
                "Deployment Service Ingress NetworkPolicy HorizontalPodAutoscaler PodDisruptionBudget Role ConfigMap ServiceAccount StatefulSet Job CronJob ExternalSecret Application.argoproj.io",
                "apiVersion",
                Edit::Drop,
            ),
            on(
                "kind",
                "Deployment Service Ingress NetworkPolicy HorizontalPodAutoscaler PodDisruptionBudget Role ConfigMap ServiceAccount StatefulSet Job CronJob ExternalSecret Application.argoproj.io",
                "kind",
                Edit::Drop,
            ),
            on(
                "the name",
                "Deployment Service ConfigMap Ingress NetworkPolicy ServiceAccount Role ExternalSecret Application.argoproj.io",
                "metadata name",
                Edit::Drop,
            ),
            on(
                "the selector of a workload",
                "Deployment StatefulSet DaemonSet",
                "spec selector",
                Edit::Drop,
            ),
            on("the template", WORKLOADS, "** template", Edit::Drop),
            on(
                "the containers",
                WORKLOADS,
                "** template spec containers",
                Edit::Drop,
            ),
            on(
                "a container's name",
                WORKLOADS,
                "** containers * name",
                Edit::Drop,
            ),
            on(
                "a container's image",
                WORKLOADS,
                "** containers * image",
                Edit::Drop,
            ),
            on(
                "a container port's number",
                WORKLOADS,
                "** containers * ports * containerPort",
                Edit::Drop,
            ),
            on("a variable's name", WORKLOADS, "** env * name", Edit::Drop),
            on(
                "the key that a variable reads",
                WORKLOADS,
                "** env * valueFrom * key",
                Edit::Drop,
            ),
            on(
                "a mount's path",
                WORKLOADS,
                "** volumeMounts * mountPath",
                Edit::Drop,
            ),
            on(
                "a volume's name",
                WORKLOADS,
                "** volumes * name",
                Edit::Drop,
            ),
            on(
                "a probe's port",
                WORKLOADS,
                "** httpGet|tcpSocket|grpc port",
                Edit::Drop,
            ),
            on(
                "the topology of a spread or an affinity",
                WORKLOADS,
                "** topologyKey",
                Edit::Drop,
            ),
            on(
                "a spread's maxSkew or whenUnsatisfiable",
                WORKLOADS,
                "** maxSkew|whenUnsatisfiable",
                Edit::Drop,
            ),
            on(
                "the weight of an affinity",
                WORKLOADS,
                "** weight",
                Edit::Drop,
            ),
            on(
                "the template's labels",
                "Deployment StatefulSet DaemonSet",
                "spec template metadata labels",
                Edit::Drop,
            ),
            on(
                "a job's restartPolicy",
                "Job CronJob",
                "** template spec restartPolicy",
                Edit::Drop,
            ),
            on(
                "a cron job's schedule",
                "CronJob",
                "spec schedule",
                Edit::Drop,
            ),
            on(
                "a Service's port",
                "Service",
                "spec ports * port",
                Edit::Drop,
            ),
            on(
                "the ports of a Service",
                "Service",
                "spec ports",
                Edit::Drop,
            ),
            on(
                "an autoscaler's target",
                "HorizontalPodAutoscaler",
                "spec scaleTargetRef|maxReplicas",
                Edit::Drop,
            ),
            on(
                "the name of an autoscaler's target",
                "HorizontalPodAutoscaler",
                "spec scaleTargetRef kind|name",
                Edit::Drop,
            ),
            on(
                "an Ingress path's type or backend",
                "Ingress",
                "spec rules * http paths * pathType|backend",
                Edit::Drop,
            ),
            on(
                "an Ingress backend's name or port",
                "Ingress",
                "spec rules * http paths * backend service name|port",
                Edit::Drop,
            ),
            on("what a binding binds", "RoleBinding", "roleRef", Edit::Drop),
            on(
                "the name or kind of what a binding binds",
                "RoleBinding",
                "roleRef kind|name",
                Edit::Drop,
            ),
            on("the verbs of a role", "Role", "rules * verbs", Edit::Drop),
        ],
    },
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
                super::KUSTOMIZATION,
                "resources *",
                Edit::Twice,
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

fn lower(value: &str) -> Option<String> {
    Some(value.to_lowercase())
}

fn v9(value: &str) -> Option<String> {
    Some(match value.rsplit_once('/') {
        Some((group, _)) => format!("{group}/v9"),
        None => "v9".to_owned(),
    })
}

fn spaced(key: &str) -> Option<String> {
    (!key.starts_with('"')).then(|| format!("{key} too"))
}
