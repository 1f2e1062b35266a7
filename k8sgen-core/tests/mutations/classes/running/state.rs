//! What comes too late, what is mounted where it should not be, and what has two owners.

use crate::class::{Class, Effect, document, on};
use crate::classes::{WORKLOADS, two};
use crate::edit::{Edit, Site};
use crate::text::depth;

pub(in crate::classes) const CLASSES: &[Class] = &[
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
                "a ServiceAccount after its pods, or after the store that uses it",
                "ServiceAccount",
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
                "nowhere to write, for what is told to",
                WORKLOADS,
                "** containers * volumeMounts",
                Edit::Whole(cached_in_tmp),
            )
            .only(has_no_arguments),
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

/// An argument instead of the mounts.
fn cached_in_tmp(mounts: &str) -> Option<String> {
    let column = depth(mounts);
    Some(format!("{:column$}args: [--cache-dir=/tmp/cache]", ""))
}

fn has_no_arguments(site: &Site<'_>) -> bool {
    site.container_says("args").is_none()
}
