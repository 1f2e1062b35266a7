//! Keys that are not the kind's, or that it must have.

use crate::class::{Class, Effect, on};
use crate::classes::{WORKLOADS, misspelt};
use crate::edit::Edit;

pub(in crate::classes) const CLASSES: &[Class] = &[
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
];
