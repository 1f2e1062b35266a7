//! What is accepted, and does not do what it should.

use super::{SERVERS, WORKLOADS};
use crate::class::{Class, Effect, document, on};
use crate::edit::Edit;

pub(super) const CLASSES: &[Class] = &[
    Class {
        name: "budget-blocks",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "more than there are",
                "PodDisruptionBudget",
                "spec minAvailable|maxUnavailable",
                Edit::Whole(at_least_99),
            ),
            on(
                "all of them",
                "PodDisruptionBudget",
                "spec minAvailable|maxUnavailable",
                Edit::Whole(all),
            ),
            on(
                "none may go",
                "PodDisruptionBudget",
                "spec minAvailable|maxUnavailable",
                Edit::Whole(none),
            ),
            on(
                "both at once",
                "PodDisruptionBudget",
                "spec minAvailable|maxUnavailable",
                Edit::Whole(both),
            ),
        ],
    },
    Class {
        name: "autoscaler",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "more at the least than at the most",
                "HorizontalPodAutoscaler",
                "spec minReplicas",
                Edit::Set("99"),
            ),
            on(
                "less at the most than at the least",
                "HorizontalPodAutoscaler",
                "spec maxReplicas",
                Edit::Set("1"),
            ),
            document(
                "two of one workload",
                "HorizontalPodAutoscaler",
                Edit::Whole(two),
            ),
            on(
                "replicas are fixed, too",
                "Deployment StatefulSet",
                "spec revisionHistoryLimit",
                Edit::After("replicas: 2"),
            ),
            on(
                "the request that it measures goes",
                "Deployment StatefulSet",
                "** containers * resources requests cpu",
                Edit::Drop,
            ),
            on(
                "it measures what no container has",
                "HorizontalPodAutoscaler",
                "spec metrics * resource name",
                Edit::Set("gpu"),
            ),
        ],
    },
    Class {
        name: "resources",
        effect: Effect::Breaks,
        sorts: &[
            on("none", WORKLOADS, "** containers * resources", Edit::Drop),
            on(
                "no requests",
                WORKLOADS,
                "** containers * resources requests",
                Edit::Drop,
            ),
            on(
                "no limit of memory",
                WORKLOADS,
                "** containers * resources limits memory",
                Edit::Drop,
            ),
            on(
                "no limits",
                WORKLOADS,
                "** containers * resources limits",
                Edit::Drop,
            ),
            on(
                "less memory than requested",
                WORKLOADS,
                "** containers * resources limits memory",
                Edit::Set("1Mi"),
            ),
            on(
                "less CPU than requested",
                WORKLOADS,
                "** containers * resources limits cpu",
                Edit::Set("1m"),
            ),
            on(
                "more requested than the limit",
                WORKLOADS,
                "** containers * resources requests memory",
                Edit::Set("64Gi"),
            ),
        ],
    },
    Class {
        name: "rollout",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "none more and none less",
                "Deployment",
                "spec strategy rollingUpdate maxSurge",
                Edit::Set("0"),
            ),
            on(
                "a strategy's numbers without it",
                "Deployment",
                "spec strategy type",
                Edit::Set("Recreate"),
            ),
            on(
                "longer before the end than the end takes",
                SERVERS,
                "** terminationGracePeriodSeconds",
                Edit::Set("1"),
            ),
            on(
                "a job that is restarted for ever",
                "Job CronJob",
                "** template spec restartPolicy",
                Edit::Set("Always"),
            ),
            on(
                "a server that is not restarted",
                SERVERS,
                "** template spec serviceAccountName",
                Edit::After("restartPolicy: Never"),
            ),
            on(
                "a deadline that no start keeps",
                "CronJob",
                "spec startingDeadlineSeconds",
                Edit::Set("5"),
            ),
            on(
                "a schedule that is none",
                "CronJob",
                "spec schedule",
                Edit::Set("every night"),
            ),
            on(
                "a schedule that never comes",
                "CronJob",
                "spec schedule",
                Edit::Set("0 0 30 2 *"),
            ),
            on(
                "a time zone that is none",
                "CronJob",
                "spec timeZone",
                Edit::Set("Berlin"),
            ),
            on(
                "pods that must not meet, and nowhere to go",
                "Deployment StatefulSet",
                "** podAntiAffinity",
                Edit::Set(
                    "{requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: topology.kubernetes.io/region, labelSelector: {matchLabels: {app.kubernetes.io/managed-by: k8sgen}}}]}",
                ),
            ),
            on(
                "an image that is never pulled",
                WORKLOADS,
                "** containers * imagePullPolicy",
                Edit::Set("Never"),
            ),
        ],
    },
    Class {
        name: "probes",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "killed before it is up",
                SERVERS,
                "** livenessProbe initialDelaySeconds",
                Edit::Set("0"),
            ),
            on(
                "no time to answer",
                SERVERS,
                "** livenessProbe|readinessProbe timeoutSeconds",
                Edit::Set("600"),
            ),
            on(
                "none that says when it is ready",
                SERVERS,
                "** containers * readinessProbe",
                Edit::Drop,
            ),
            on(
                "two ways at once",
                SERVERS,
                "** livenessProbe|readinessProbe",
                Edit::Inside("exec: {command: [\"true\"]}"),
            ),
            on(
                "no way at all",
                SERVERS,
                "** livenessProbe|readinessProbe httpGet",
                Edit::Drop,
            ),
            on(
                "liveness after two successes",
                SERVERS,
                "** livenessProbe",
                Edit::Inside("successThreshold: 2"),
            ),
        ],
    },
    Class {
        name: "waves",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "a Secret after the pods that wait for it",
                "ExternalSecret SecretStore",
                "metadata annotations argocd.argoproj.io/sync-wave",
                Edit::Set("'9'"),
            ),
            on(
                "a ConfigMap after the pods that wait for it",
                "ConfigMap",
                "metadata annotations argocd.argoproj.io/sync-wave",
                Edit::Set("'9'"),
            ),
            on(
                "a ServiceAccount after its pods",
                "ServiceAccount",
                "metadata annotations argocd.argoproj.io/sync-wave",
                Edit::Set("'9'"),
            ),
            on(
                "a Namespace after what is in it",
                "Namespace",
                "metadata annotations argocd.argoproj.io/sync-wave",
                Edit::Set("'9'"),
            ),
            on(
                "a wave that is no number",
                "",
                "metadata annotations argocd.argoproj.io/sync-wave",
                Edit::Set("first"),
            ),
        ],
    },
    Class {
        name: "volumes",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "nowhere to write",
                WORKLOADS,
                "** containers * volumeMounts",
                Edit::Drop,
            ),
            on(
                "a mount over everything",
                WORKLOADS,
                "** volumeMounts * mountPath",
                Edit::Set("/"),
            ),
            on(
                "two kinds of volume at once",
                WORKLOADS,
                "** volumes * name",
                Edit::After("hostPath: {path: /tmp}"),
            ),
            on(
                "a path that leads out",
                WORKLOADS,
                "** volumeMounts * mountPath",
                Edit::After("subPath: ../etc"),
            ),
        ],
    },
    Class {
        name: "two-owners",
        effect: Effect::Breaks,
        sorts: &[
            document("of one Secret", "ExternalSecret", Edit::Whole(two)),
            document(
                "of the pods of one workload",
                "Deployment",
                Edit::Whole(two),
            ),
        ],
    },
];

fn key(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

fn at_least_99(own: &str) -> Option<String> {
    Some(format!("{:1$}minAvailable: 99", "", key(own)))
}

fn all(own: &str) -> Option<String> {
    Some(format!("{:1$}minAvailable: 100%", "", key(own)))
}

fn none(own: &str) -> Option<String> {
    Some(format!("{:1$}maxUnavailable: 0", "", key(own)))
}

fn both(own: &str) -> Option<String> {
    let indent = " ".repeat(key(own));
    Some(format!(
        "{indent}minAvailable: 1\n{indent}maxUnavailable: 1"
    ))
}

/// The object, and once more under another name.
fn two(document: &str) -> Option<String> {
    let at = document.find("\n  name: ")? + "\n  name: ".len();
    Some(format!(
        "{document}\n---\n{}another-{}",
        &document[..at],
        &document[at..]
    ))
}
