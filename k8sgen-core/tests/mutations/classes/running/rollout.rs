//! Rollouts that stop, and jobs that do not run.

use crate::class::{Class, Effect, document, file, on};
use crate::classes::{SERVERS, WORKLOADS};
use crate::edit::{Edit, Site};
use crate::text::depth;

pub(in crate::classes) const CLASSES: &[Class] = &[
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
                "a time zone of a part of the world that is none",
                "CronJob",
                "spec timeZone",
                Edit::Set("Germany/Berlin"),
            ),
            on(
                "a time zone by its abbreviation",
                "CronJob",
                "spec timeZone",
                Edit::Set("CEST"),
            ),
            on(
                "a time zone's city is misspelt",
                "CronJob",
                "spec timeZone",
                Edit::Set("Europe/Berln"),
            ),
            on(
                "no way back",
                "Deployment StatefulSet DaemonSet",
                "spec revisionHistoryLimit",
                Edit::Set("0"),
            ),
            on(
                "late before it is ready",
                "Deployment",
                "spec revisionHistoryLimit",
                Edit::After("progressDeadlineSeconds: 5\nminReadySeconds: 30"),
            )
            .only(is_ready_at_once),
            on(
                "ready later than the usual deadline",
                "Deployment",
                "spec revisionHistoryLimit",
                Edit::After("minReadySeconds: 900"),
            )
            .only(is_ready_at_once),
            on(
                "ready later than the usual deadline, where it said when",
                "Deployment",
                "spec minReadySeconds",
                Edit::Set("900"),
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
        name: "placement",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "one label and not that label",
                "Deployment StatefulSet",
                "** template spec affinity",
                Edit::Inside(
                    "nodeAffinity:\n  requiredDuringSchedulingIgnoredDuringExecution:\n    nodeSelectorTerms:\n      - matchExpressions:\n          - {key: pool, operator: In, values: [web]}\n          - {key: pool, operator: NotIn, values: [web, batch]}",
                ),
            ),
            on(
                "nodes of one label, none of which may have it",
                "Deployment StatefulSet",
                "** template spec affinity",
                Edit::Whole(on_other_nodes),
            ),
            document(
                "several pods with a volume for one node",
                "Deployment",
                Edit::Whole(with_volume_of_one_node),
            )
            .only(rolls),
            document(
                "a rollout with a volume for one pod",
                "Deployment",
                Edit::Whole(with_volume_of_one_pod),
            )
            .only(rolls),
            file(
                "two environments in one namespace",
                "overlays/production/kustomization.yaml",
                Edit::Beside("overlays/canary/kustomization.yaml", canary),
            )
            .only(has_services),
            file(
                "two environments in one namespace, after staging",
                "overlays/staging/kustomization.yaml",
                Edit::Beside("overlays/canary/kustomization.yaml", canary),
            )
            .only(has_services),
        ],
    },
];

/// Whether nothing says how long its pods must be up.
fn is_ready_at_once(site: &Site<'_>) -> bool {
    site.says("spec minReadySeconds").is_none()
}

/// Whether its pods are replaced one after the other.
fn rolls(site: &Site<'_>) -> bool {
    site.says("spec strategy type") == Some("RollingUpdate")
        && site.has("        volumeMounts:")
        && site.has("      volumes:")
}

fn has_services(site: &Site<'_>) -> bool {
    let mut services = site.tree.of_kinds("Service");
    services.any(|service| !service.text(&["metadata", "name"]).is_empty())
}

fn on_other_nodes(affinity: &str) -> Option<String> {
    let column = depth(affinity);
    let rules = affinity.trim_start().strip_prefix("affinity:")?;
    let own = "  nodeAffinity:\n    requiredDuringSchedulingIgnoredDuringExecution:\n      nodeSelectorTerms:\n        - matchExpressions:\n            - {key: pool, operator: NotIn, values: [web]}";
    let own: Vec<String> = own
        .lines()
        .map(|line| format!("{:column$}{line}", ""))
        .collect();
    let indent = " ".repeat(column);
    Some(format!(
        "{indent}nodeSelector: {{pool: web}}\n{indent}affinity:\n{}{rules}",
        own.join("\n")
    ))
}

fn with_volume_of_one_node(deployment: &str) -> Option<String> {
    with_volume(deployment, "ReadWriteOnce")
}

fn with_volume_of_one_pod(deployment: &str) -> Option<String> {
    with_volume(deployment, "ReadWriteOncePod")
}

/// The pods mount a claim, which comes along.
fn with_volume(deployment: &str, mode: &str) -> Option<String> {
    let (before, volumes) = deployment.rsplit_once("      volumes:\n")?;
    let (before, mounts) = before.rsplit_once("          volumeMounts:\n")?;
    Some(format!(
        "{before}          volumeMounts:\n            - {{name: kept, mountPath: /kept}}\n{mounts}      volumes:\n        - name: kept\n          persistentVolumeClaim: {{claimName: kept}}\n{volumes}\n---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: kept\nspec:\n  accessModes: [{mode}]\n  resources: {{requests: {{storage: 10Gi}}}}"
    ))
}

/// The same overlay once more, under other names.
fn canary(kustomization: &str) -> Option<String> {
    kustomization
        .contains("\nnamespace:")
        .then(|| kustomization.replacen("\nnamespace:", "\nnamePrefix: canary-\nnamespace:", 1))
}
