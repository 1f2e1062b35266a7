//! Who may do what: roles of the cluster, and of AWS.

use crate::class::{Class, Effect, document, file, on};
use crate::edit::{Edit, Site};

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
                Edit::Whole(unconditional),
            )
            .only(is_of_web_identity),
            file(
                "a trust policy's key is misspelt",
                "trust-policy.json",
                Edit::Text("\"Condition\"", "\"Conditions\""),
            ),
            file(
                "a trust policy trusts everybody, without conditions",
                "trust-policy.json",
                Edit::Whole(anybody_at_all),
            ),
            file(
                "a trust policy compares a pattern, as if it were a name",
                "trust-policy.json",
                Edit::Whole(pattern),
            ),
            file(
                "a trust policy forgets the tags of a session",
                "trust-policy.json",
                Edit::Text(",\n        \"sts:TagSession\"", ""),
            ),
            file(
                "a trust policy trusts everybody who says the right tags",
                "trust-policy.json",
                Edit::Whole(anybody),
            )
            .only(is_of_pod_identity),
            file(
                "a policy allows every action",
                "permissions-policy.json",
                Edit::Whole(every_action),
            )
            .only(has_no_conditions),
            file(
                "a policy allows every action on everything",
                "permissions-policy.json",
                Edit::Whole(everything),
            ),
            file(
                "a policy gives its own roles away",
                "permissions-policy.json",
                Edit::Whole(any_role_passed),
            ),
            file(
                "a policy allows all but something",
                "permissions-policy.json",
                Edit::Text("\"Action\"", "\"NotAction\""),
            ),
            file(
                "a policy takes any role",
                "permissions-policy.json",
                Edit::Whole(any_role_taken),
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
        name: "iam-that-may-be-meant",
        effect: Effect::Advised,
        sorts: &[file(
            "a trust policy names no provider, and whose tokens it takes",
            "trust-policy.json",
            Edit::Whole(anybody),
        )
        .only(is_of_web_identity)],
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

/// Whether a trust policy takes tokens of the cluster's provider.
fn is_of_web_identity(site: &Site<'_>) -> bool {
    site.text.contains("AssumeRoleWithWebIdentity")
}

/// Whether a trust policy is for EKS Pod Identity, which speaks for itself.
fn is_of_pod_identity(site: &Site<'_>) -> bool {
    site.text.contains("pods.eks.amazonaws.com")
}

fn has_no_conditions(site: &Site<'_>) -> bool {
    !site.text.contains("\"Condition\"")
}

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

/// Its first statement is about this action, on everything and at all times.
fn any(text: &str, action: &str) -> Option<String> {
    let text = set(text, "\"Action\": ", action)?;
    let text = set(&text, "\"Resource\": ", "\"*\"")?;
    Some(without_conditions(&text))
}

fn everything(text: &str) -> Option<String> {
    any(text, "\"*\"")
}

fn any_role_passed(text: &str) -> Option<String> {
    any(text, "\"iam:PassRole\"")
}

fn any_role_taken(text: &str) -> Option<String> {
    any(text, "\"sts:AssumeRole\"")
}

fn anybody_at_all(text: &str) -> Option<String> {
    anybody(text).map(|text| without_conditions(&text))
}

fn unconditional(text: &str) -> Option<String> {
    Some(without_conditions(text))
}

fn pattern(text: &str) -> Option<String> {
    set(text, ":sub\": ", "\"system:serviceaccount:*:*\"")
}

/// Without the conditions of the first statement that has some.
fn without_conditions(text: &str) -> String {
    let Some(at) = text.find(",\n      \"Condition\": {") else {
        return text.to_owned();
    };
    let end = text[at..]
        .find("\n      }")
        .map_or(text.len(), |end| at + end + "\n      }".len());
    format!("{}{}", &text[..at], &text[end..])
}
