//! What runs, and of which who reads it would have a word.

use crate::class::{Class, Effect, document, on};
use crate::classes::{KUSTOMIZATION, SERVERS, WORKLOADS};
use crate::edit::{Edit, Part, Site};
use crate::places::{has_no_annotations, has_no_pre_stop, is_served, keeps_resources};
use crate::text::depth;

const POD: &str = "** template spec serviceAccountName";

pub(in crate::classes) const CLASSES: &[Class] = &[
    Class {
        name: "advice-on-running",
        effect: Effect::Advised,
        sorts: &[
            on(
                "none that says when it is ready",
                SERVERS,
                "** containers * readinessProbe",
                Edit::Drop,
            )
            .only(is_served),
            on(
                "more time to answer than until it is asked again and given up",
                SERVERS,
                "** livenessProbe|readinessProbe timeoutSeconds",
                Edit::Set("600"),
            ),
            on(
                "liveness asks what readiness asks, and as soon",
                SERVERS,
                "** containers * livenessProbe",
                Edit::Whole(as_soon),
            )
            .only(asks_for_health),
            on(
                "no time to end",
                "Deployment",
                "** terminationGracePeriodSeconds",
                Edit::Set("0"),
            )
            .only(has_no_pre_stop),
            on(
                "no limit of memory, for what serves the nodes",
                "DaemonSet",
                "** containers * resources limits memory",
                Edit::Drop,
            ),
            document(
                "a volume in memory, and no limit of it",
                WORKLOADS,
                Edit::Whole(in_memory),
            )
            .only(keeps_resources),
            document(
                "data that go with the pod",
                "StatefulSet",
                Edit::Whole(without_claims),
            ),
            on(
                "a ConfigMap that can't change, under a name that can't either",
                "ConfigMap",
                "kind",
                Edit::After("immutable: true"),
            ),
            on(
                "volumes that nothing mounts any more",
                WORKLOADS,
                "** containers * volumeMounts",
                Edit::Drop,
            ),
        ],
    },
    Class {
        name: "advice-on-security",
        effect: Effect::Advised,
        sorts: &[
            on(
                "a root that can be written",
                WORKLOADS,
                "** containers * securityContext readOnlyRootFilesystem",
                Edit::Drop,
            ),
            on(
                "containers that see each other's processes",
                WORKLOADS,
                POD,
                Edit::After("shareProcessNamespace: true"),
            ),
            on(
                "a namespace without levels of Pod Security",
                "Namespace",
                "metadata labels",
                Edit::Whole(without_levels),
            ),
            document(
                "a token for nothing, of an account of its own",
                "Deployment",
                Edit::Whole(with_own_account),
            ),
            on(
                "no network policy at all",
                KUSTOMIZATION,
                "resources *",
                Edit::Drop,
            )
            .only(is_network_policies),
            on(
                "AppArmor in an annotation",
                WORKLOADS,
                "** template metadata labels",
                Edit::Whole(with_app_armor),
            )
            .only(has_no_annotations),
        ],
    },
];

/// Whether readiness asks for `/health` at the port `http`.
fn asks_for_health(site: &Site<'_>) -> bool {
    site.container_says("readinessProbe httpGet path") == Some("/health")
        && site.container_says("readinessProbe httpGet port") == Some("http")
        && site.container_says("readinessProbe periodSeconds") == Some("10")
}

fn as_soon(own: &str) -> Option<String> {
    let column = depth(own);
    Some(format!(
        "{:column$}livenessProbe: {{httpGet: {{path: /health, port: http}}, periodSeconds: 10, failureThreshold: 3}}",
        ""
    ))
}

/// Its temporary files are in memory, and nothing bounds them.
fn in_memory(workload: &str) -> Option<String> {
    let lines = workload.replacen("emptyDir: {}", "emptyDir: {medium: Memory}", 1);
    let lines = lines.lines();
    let kept: Vec<&str> = lines
        .filter(|line| !line.trim_start().starts_with("memory:"))
        .collect();
    let text = kept.join("\n");
    text.contains("medium: Memory").then_some(text)
}

/// What was claimed for each pod is an `emptyDir`.
fn without_claims(set: &str) -> Option<String> {
    let (before, claims) = set.split_once("  volumeClaimTemplates:\n")?;
    let name = claims.split_once("        name: ")?.1.lines().next()?;
    let (before, _) = before.split_once("  persistentVolumeClaimRetentionPolicy:\n")?;
    Some(format!(
        "{}\n        - name: {name}\n          emptyDir: {{}}",
        before.trim_end()
    ))
}

/// Every label of Pod Security goes.
fn without_levels(labels: &str) -> Option<String> {
    let lines = labels.lines();
    let kept: Vec<&str> = lines
        .filter(|line| !line.contains("pod-security.kubernetes.io/"))
        .collect();
    Some(kept.join("\n"))
}

/// Another account, of which nobody says that its token stays away.
fn with_own_account(deployment: &str) -> Option<String> {
    let lines = deployment.lines();
    let kept = lines.filter(|line| !line.contains("automountServiceAccountToken:"));
    let kept: Vec<String> = kept
        .map(|line| match line.split_once("serviceAccountName: ") {
            Some((indent, _)) => format!("{indent}serviceAccountName: own-account"),
            None => line.to_owned(),
        })
        .collect();
    Some(format!(
        "{}\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: own-account",
        kept.join("\n")
    ))
}

fn is_network_policies(site: &Site<'_>) -> bool {
    let Part::Item(_, line) = site.part else {
        return false;
    };
    line.value.starts_with("networkpolicies/")
}

fn with_app_armor(labels: &str) -> Option<String> {
    let column = depth(labels);
    Some(format!(
        "{labels}\n{:column$}annotations:\n{:column$}  container.apparmor.security.beta.kubernetes.io/app: runtime/default",
        "", ""
    ))
}
