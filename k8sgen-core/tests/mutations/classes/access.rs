//! Who may do what: roles of the cluster, and of AWS.

use crate::class::{Class, Effect, document, file, on};
use crate::edit::Edit;

pub(super) const CLASSES: &[Class] = &[
    Class {
        name: "rbac",
        effect: Effect::Breaks,
        sorts: &[
            on("all verbs", "Role", "rules * verbs *", Edit::Set("'*'")),
            on(
                "all resources",
                "Role",
                "rules * resources *",
                Edit::Set("'*'"),
            ),
            on(
                "all groups",
                "Role",
                "rules * apiGroups *",
                Edit::Set("'*'"),
            ),
            on(
                "all Secrets",
                "Role",
                "rules * resources *",
                Edit::Set("secrets"),
            ),
            on(
                "a resource that is none",
                "Role",
                "rules * resources *",
                Edit::Set("deploymnets"),
            ),
            on(
                "a verb that is none",
                "Role",
                "rules * verbs *",
                Edit::Set("read"),
            ),
            on(
                "everybody",
                "RoleBinding",
                "subjects * name",
                Edit::Set("system:authenticated"),
            ),
            on(
                "nobody in particular",
                "RoleBinding",
                "subjects * name",
                Edit::Set("system:unauthenticated"),
            ),
            on(
                "the cluster's administrator",
                "RoleBinding",
                "roleRef",
                Edit::Set(
                    "{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}",
                ),
            ),
            on(
                "the default account",
                "RoleBinding",
                "subjects *",
                Edit::After("- kind: ServiceAccount\n  name: default"),
            ),
            on(
                "a subject of no kind",
                "RoleBinding",
                "subjects * kind",
                Edit::Set("Team"),
            ),
            on(
                "a subject of another group",
                "RoleBinding",
                "subjects * apiGroup",
                Edit::Set("apps"),
            ),
            document(
                "a role that gives roles away",
                "ServiceAccount",
                Edit::After(
                    "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: giver\nrules:\n  - apiGroups: [rbac.authorization.k8s.io]\n    resources: [roles]\n    verbs: [escalate, bind]",
                ),
            ),
        ],
    },
    Class {
        name: "iam",
        effect: Effect::Breaks,
        sorts: &[
            file(
                "a trust policy asks for no subject",
                "trust-policy.json",
                Edit::Text(":sub\"", ":iss\""),
            ),
            file(
                "a trust policy takes any subject",
                "trust-policy.json",
                Edit::Whole(any_subject),
            ),
            file(
                "a trust policy asks for no audience",
                "trust-policy.json",
                Edit::Text(":aud\"", ":iss\""),
            ),
            file(
                "a trust policy has no conditions",
                "trust-policy.json",
                Edit::Text("\"Condition\"", "\"Conditions\""),
            ),
            file(
                "a trust policy trusts everybody",
                "trust-policy.json",
                Edit::Whole(anybody),
            ),
            file(
                "a policy allows every action",
                "permissions-policy.json",
                Edit::Whole(every_action),
            ),
            file(
                "a policy's effect is misspelt",
                "permissions-policy.json",
                Edit::Text("\"Allow\"", "\"Alow\""),
            ),
            file(
                "a policy's version is none",
                "permissions-policy.json",
                Edit::Text("2012-10-17", "2012-10-18"),
            ),
            file(
                "a policy reads every secret",
                "external-secrets/permissions-policy.json",
                Edit::Whole(every_resource),
            ),
        ],
    },
    Class {
        name: "argo-cd",
        effect: Effect::Breaks,
        sorts: &[
            on(
                "a project takes any repository",
                "AppProject.argoproj.io",
                "spec sourceRepos *",
                Edit::Set("'*'"),
            ),
            on(
                "a project reaches any namespace",
                "AppProject.argoproj.io",
                "spec destinations * namespace",
                Edit::Set("'*'"),
            ),
            on(
                "a project takes any kind",
                "AppProject.argoproj.io",
                "spec clusterResourceWhitelist *",
                Edit::Set("{group: '*', kind: '*'}"),
            ),
            on(
                "a repository over HTTP",
                "Application.argoproj.io",
                "spec source repoURL",
                Edit::Text("https:", "http:"),
            ),
            on(
                "a chart of any version",
                "Application.argoproj.io",
                "spec source targetRevision",
                Edit::Set("'*'"),
            ),
            on(
                "an Application outside of Argo CD's namespace",
                "Application.argoproj.io",
                "metadata namespace",
                Edit::Set("default"),
            ),
            on(
                "an Application without a source",
                "Application.argoproj.io",
                "spec source",
                Edit::Drop,
            ),
            on(
                "an Application without a destination",
                "Application.argoproj.io",
                "spec destination",
                Edit::Drop,
            ),
            on(
                "an option of sync that is none",
                "Application.argoproj.io",
                "spec syncPolicy syncOptions *",
                Edit::Change(super::misspelt),
            ),
        ],
    },
];

/// Behind `key`, up to the end of its list or text, `value`.
fn set(text: &str, key: &str, value: &str) -> Option<String> {
    let at = text.find(key)? + key.len();
    let rest = &text[at..];
    let end = if rest.starts_with('[') {
        rest.find(']')?
    } else {
        1 + rest[1..].find('"')?
    };
    Some(format!("{}{value}{}", &text[..at], &rest[end + 1..]))
}

fn any_subject(text: &str) -> Option<String> {
    set(text, ":sub\": ", "\"system:serviceaccount:*:*\"")
        .map(|text| text.replace("StringEquals", "StringLike"))
}

fn anybody(text: &str) -> Option<String> {
    let at = text.find("\"Principal\": ")? + "\"Principal\": ".len();
    let end = at + text[at..].find('}')?;
    Some(format!("{}\"*\"{}", &text[..at], &text[end + 1..]))
}

fn every_action(text: &str) -> Option<String> {
    set(text, "\"Action\": ", "\"*\"")
}

fn every_resource(text: &str) -> Option<String> {
    set(text, "\"Resource\": ", "\"*\"")
}
