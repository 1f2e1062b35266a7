//! Names of what is not there: what Argo CD, Flux and the roles of AWS say of a tree.

use super::{FLUX, elsewhere, misspelt};
use crate::class::{Class, Effect, file, on};
use crate::edit::Edit;
use crate::readers;

pub(super) const CLASSES: &[Class] = &[
    Class {
        name: "dangling-argo-cd-reference",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "a project",
                "Application.argoproj.io",
                "spec project",
                Edit::Change(misspelt),
            ),
            on(
                "a path",
                "Application.argoproj.io",
                "spec source path",
                Edit::Change(misspelt),
            ),
            on(
                "a destination that the project forbids",
                "Application.argoproj.io",
                "spec destination namespace",
                Edit::Change(elsewhere),
            ),
            on(
                "a server that the project forbids",
                "Application.argoproj.io",
                "spec destination server",
                Edit::Set("https://other.example.com"),
            ),
            on(
                "a repository that the project forbids",
                "Application.argoproj.io",
                "spec source repoURL",
                Edit::Set("https://github.com/example/other.git"),
            ),
            on(
                "a destination that the project loses",
                "AppProject.argoproj.io",
                "spec destinations *",
                Edit::Drop,
            ),
            on(
                "a repository that the project loses",
                "AppProject.argoproj.io",
                "spec sourceRepos *",
                Edit::Drop,
            ),
            on(
                "a kind that the project loses",
                "AppProject.argoproj.io",
                "spec namespaceResourceWhitelist *",
                Edit::Drop,
            )
            .only(readers::is_kind_applied),
            on(
                "a cluster's kind that the project loses",
                "AppProject.argoproj.io",
                "spec clusterResourceWhitelist *",
                Edit::Drop,
            )
            .only(readers::is_kind_applied),
            on(
                "an overlay of another environment",
                "Application.argoproj.io",
                "spec source path",
                Edit::Set("overlays/dev-no-domain"),
            ),
        ],
    },
    Class {
        name: "dangling-flux-reference",
        effect: Effect::Breaks,
        sorts: &[
            on("a path", FLUX, "spec path", Edit::Change(misspelt)),
            on(
                "a source",
                FLUX,
                "spec sourceRef name",
                Edit::Change(elsewhere),
            ),
            on(
                "a source's kind",
                FLUX,
                "spec sourceRef kind",
                Edit::Set("Bucket"),
            ),
            on(
                "what comes first",
                FLUX,
                "spec path",
                Edit::After("dependsOn:\n  - name: infrastructure-elsewhere"),
            ),
            on(
                "itself",
                FLUX,
                "spec path",
                Edit::After("dependsOn:\n  - name: flux-production\n  - name: flux-root"),
            ),
        ],
    },
    Class {
        name: "dangling-iam-reference",
        effect: Effect::Breaks,
        sorts: &[
            file(
                "a ServiceAccount's name",
                "trust-policy.json",
                Edit::Whole(other_account),
            ),
            file(
                "a ServiceAccount's namespace",
                "trust-policy.json",
                Edit::Whole(other_namespace),
            ),
            on(
                "a role",
                "ServiceAccount",
                "metadata annotations eks.amazonaws.com/role-arn",
                Edit::Change(elsewhere),
            ),
            on(
                "a role of no account",
                "ServiceAccount",
                "metadata annotations eks.amazonaws.com/role-arn",
                Edit::Set("arn:aws:iam::12345:role/web"),
            ),
        ],
    },
];

/// The first subject is an account that is not there.
fn other_account(text: &str) -> Option<String> {
    let at = text.find("system:serviceaccount:")?;
    let end = at + text[at..].find('"')?;
    Some(format!("{}-elsewhere{}", &text[..end], &text[end..]))
}

/// The first subject is in a namespace that is not there.
fn other_namespace(text: &str) -> Option<String> {
    text.contains("system:serviceaccount:").then(|| {
        text.replacen(
            "system:serviceaccount:",
            "system:serviceaccount:elsewhere-",
            1,
        )
    })
}
