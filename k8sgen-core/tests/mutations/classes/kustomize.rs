//! Kustomizations that do not build, or build something else.

use super::{KUSTOMIZATION, elsewhere, misspelt};
use crate::class::{Class, Effect, on};
use crate::edit::Edit;
use crate::readers;

pub(super) const CLASSES: &[Class] = &[
    Class {
        name: "kustomization-file",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "a resource is misspelt",
                KUSTOMIZATION,
                "resources *",
                Edit::Change(misspelt),
            ),
            on(
                "a file that is listed goes",
                KUSTOMIZATION,
                "resources *",
                Edit::Unlink,
            ),
            on(
                "a file is not listed any more",
                KUSTOMIZATION,
                "resources *",
                Edit::Drop,
            ),
            on(
                "a resource lies outside",
                KUSTOMIZATION,
                "resources *",
                Edit::Change(outside),
            ),
            on("all resources go", KUSTOMIZATION, "resources", Edit::Drop),
            on("a key is misspelt", KUSTOMIZATION, "*", Edit::Key(misspelt)),
            on(
                "a key below is misspelt",
                KUSTOMIZATION,
                "images|labels|replicas|patches * *",
                Edit::Key(misspelt),
            ),
            on(
                "a folder takes itself in",
                KUSTOMIZATION,
                "resources",
                Edit::Inside("- ."),
            ),
            on("a key of old", KUSTOMIZATION, "resources", Edit::Key(bases)),
        ],
    },
    Class {
        name: "kustomization-target",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "a patch's target by name",
                KUSTOMIZATION,
                "patches * target name",
                Edit::Change(misspelt),
            ),
            on(
                "a patch's target by kind",
                KUSTOMIZATION,
                "patches * target kind",
                Edit::Change(misspelt),
            ),
            on(
                "a patch's path",
                KUSTOMIZATION,
                "patches * patch * path",
                Edit::Change(elsewhere_below),
            ),
            on(
                "a patch's operation",
                KUSTOMIZATION,
                "patches * patch * op",
                Edit::Set("replase"),
            ),
            on(
                "a patch's value",
                KUSTOMIZATION,
                "patches * patch * value",
                Edit::Drop,
            ),
            on(
                "an image's name",
                KUSTOMIZATION,
                "images * name",
                Edit::Change(elsewhere),
            ),
            on(
                "the name of what gets replicas",
                KUSTOMIZATION,
                "replicas * name",
                Edit::Change(elsewhere),
            ),
            on(
                "a value of the wrong type",
                KUSTOMIZATION,
                "replicas * count",
                Edit::Set("many"),
            ),
        ],
    },
    Class {
        name: "kustomization-namespace",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "is another one than Argo CD's, or a role's",
                KUSTOMIZATION,
                "namespace",
                Edit::Change(elsewhere),
            )
            .only(readers::is_namespace_named),
            on("is gone", KUSTOMIZATION, "namespace", Edit::Drop).only(readers::is_namespace_named),
            on("is no name", KUSTOMIZATION, "namespace", Edit::Set("Dev_1")),
        ],
    },
];

fn outside(path: &str) -> Option<String> {
    Some(format!("../../../../{path}"))
}

fn bases(_: &str) -> Option<String> {
    Some("bases".to_owned())
}

/// A path in an object, without the step before the last.
fn elsewhere_below(path: &str) -> Option<String> {
    let mut steps: Vec<&str> = path.split('/').collect();
    if steps.len() < 4 {
        return None;
    }
    steps.insert(2, "nowhere");
    Some(steps.join("/"))
}
