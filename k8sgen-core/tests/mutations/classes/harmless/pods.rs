//! What changes nothing that matters for pods, although it looks as if it did.

use crate::class::{Class, Effect, file, on};
use crate::classes::{SERVERS, WORKLOADS};
use crate::edit::{Edit, Site};
use crate::places::has_no_pre_stop;

pub(in crate::classes) const CLASSES: &[Class] = &[Class {
    name: "harmless",
    effect: Effect::Harmless,
    sorts: &[
        on(
            "no requests, which the limits then are",
            WORKLOADS,
            "** containers * resources requests",
            Edit::Drop,
        ),
        on(
            "no request of CPU, which the limit then is",
            WORKLOADS,
            "** containers * resources requests cpu",
            Edit::Drop,
        ),
        on(
            "no limit of CPU",
            WORKLOADS,
            "** containers * resources limits cpu",
            Edit::Drop,
        ),
        on(
            "liveness from the start, three times a minute",
            SERVERS,
            "** livenessProbe initialDelaySeconds",
            Edit::Set("0"),
        ),
        on(
            "a short time to end, before which nothing happens",
            SERVERS,
            "** terminationGracePeriodSeconds",
            Edit::Set("10"),
        )
        .only(has_no_pre_stop),
        on(
            "the namespace asks for a level's version",
            "Namespace",
            "metadata labels pod-security.kubernetes.io/enforce",
            Edit::After("pod-security.kubernetes.io/enforce-version: v1.31"),
        ),
        on(
            "a port below 1024, for those that may",
            WORKLOADS,
            "** containers * securityContext capabilities",
            Edit::Inside("add: [NET_BIND_SERVICE]"),
        ),
        on(
            "a profile of AppArmor",
            WORKLOADS,
            "** template spec securityContext",
            Edit::Inside("appArmorProfile: {type: RuntimeDefault}"),
        ),
        on(
            "a safe sysctl",
            WORKLOADS,
            "** template spec securityContext",
            Edit::Inside("sysctls: [{name: net.ipv4.ip_unprivileged_port_start, value: \"0\"}]"),
        ),
        on(
            "another user, no root either",
            WORKLOADS,
            "** template spec securityContext runAsUser",
            Edit::Set("20002"),
        ),
        on(
            "the system that the nodes have",
            WORKLOADS,
            "** template spec serviceAccountName",
            Edit::After("os: {name: linux}\nnodeSelector: {kubernetes.io/arch: arm64}"),
        ),
        on(
            "temporary files in memory, with a limit",
            WORKLOADS,
            "** volumes * emptyDir",
            Edit::Set("{medium: Memory, sizeLimit: 64Mi}"),
        ),
        on(
            "a time zone of the same kind",
            "CronJob",
            "spec timeZone",
            Edit::Set("America/Argentina/Buenos_Aires"),
        ),
        on(
            "the world's time",
            "CronJob",
            "spec timeZone",
            Edit::Set("UTC"),
        ),
        on(
            "a sleep before the end, shorter than it",
            SERVERS,
            "** preStop sleep seconds",
            Edit::Set("20"),
        ),
        on(
            "a limit as a variable",
            WORKLOADS,
            "** containers * env",
            Edit::Inside(
                "- name: MEMORY\n  valueFrom:\n    resourceFieldRef:\n      resource: limits.memory",
            ),
        )
        .only(keeps_variables),
        on(
            "a Namespace in a late wave, before which Argo CD makes it",
            "Namespace",
            "metadata annotations argocd.argoproj.io/sync-wave",
            Edit::Set("'9'"),
        ),
        file(
            "a chart beside all",
            "base/kustomization.yaml",
            Edit::Beside("charts/web/Chart.yaml", chart),
        ),
    ],
}];

/// Whether no overlay counts its variables.
fn keeps_variables(site: &Site<'_>) -> bool {
    site.is_left_by_an_overlay("/env/")
}

fn chart(_: &str) -> Option<String> {
    Some("apiVersion: v2\nname: web\nversion: 1.0.0\n".to_owned())
}
