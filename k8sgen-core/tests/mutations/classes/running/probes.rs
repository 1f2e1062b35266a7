//! Probes and hooks that do harm.

use crate::class::{Class, Effect, on};
use crate::classes::SERVERS;
use crate::edit::{Edit, Site};
use crate::places::has_pre_stop;

pub(in crate::classes) const CLASSES: &[Class] = &[
    Class {
        name: "probes",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "killed before anybody asks whether it is up",
                SERVERS,
                "** readinessProbe initialDelaySeconds",
                Edit::Set("600"),
            )
            .only(starts_without_probe),
            on(
                "two ways at once",
                SERVERS,
                "** livenessProbe|readinessProbe",
                Edit::Inside("exec: {command: [\"true\"]}"),
            )
            .only(asks_otherwise),
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
            on(
                "startup after two successes",
                SERVERS,
                "** startupProbe",
                Edit::Inside("successThreshold: 2"),
            ),
            on(
                "the node is asked instead of the pod",
                SERVERS,
                "** livenessProbe|readinessProbe httpGet|tcpSocket",
                Edit::Inside("host: 127.0.0.1"),
            ),
            on(
                "another host is asked",
                SERVERS,
                "** livenessProbe|readinessProbe httpGet|tcpSocket",
                Edit::Inside("host: status.example.com"),
            ),
            on(
                "a port that the container does not name",
                SERVERS,
                "** livenessProbe|readinessProbe httpGet|tcpSocket port",
                Edit::Set("health"),
            ),
        ],
    },
    Class {
        name: "hooks",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "longer before the end than the end takes",
                SERVERS,
                "** terminationGracePeriodSeconds",
                Edit::Set("5"),
            )
            .only(has_pre_stop),
            on(
                "as long before the end as the end takes",
                SERVERS,
                "** preStop sleep seconds",
                Edit::Set("30"),
            )
            .only(has_thirty_seconds),
            on(
                "a command sleeps longer before the end than the end takes",
                SERVERS,
                "** containers * imagePullPolicy",
                Edit::After(
                    "lifecycle:\n  preStop:\n    exec:\n      command: [sh, -c, sleep 45; kill 1]",
                ),
            )
            .only(has_no_lifecycle),
            on(
                "a hook that does nothing",
                SERVERS,
                "** containers * imagePullPolicy",
                Edit::After("lifecycle:\n  postStart: {}"),
            )
            .only(has_no_lifecycle),
            on(
                "a hook that asks a port which nobody named",
                SERVERS,
                "** containers * imagePullPolicy",
                Edit::After(
                    "lifecycle:\n  preStop:\n    httpGet:\n      path: /drain\n      port: drain",
                ),
            )
            .only(has_no_lifecycle),
            on(
                "no time to end, for what keeps data",
                "StatefulSet",
                "** terminationGracePeriodSeconds",
                Edit::Set("0"),
            ),
        ],
    },
];

/// Whether nothing but its liveness says how long its container may take to start.
fn starts_without_probe(site: &Site<'_>) -> bool {
    site.container_says("livenessProbe").is_some() && site.container_says("startupProbe").is_none()
}

/// Whether its container's probes ask by HTTP, TCP or gRPC.
fn asks_otherwise(site: &Site<'_>) -> bool {
    site.container_says("livenessProbe|readinessProbe exec")
        .is_none()
}

/// Whether its pods have half a minute to end.
fn has_thirty_seconds(site: &Site<'_>) -> bool {
    site.says("** terminationGracePeriodSeconds") == Some("30")
}

fn has_no_lifecycle(site: &Site<'_>) -> bool {
    !site.has("lifecycle:")
}
