//! Verbs that nobody asks for.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::permission::Permission;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG559",
    name: "unknown-verb",
    severity: Severity::Warning,
    finds: "A Role or ClusterRole with a verb that the API server never asks for, such as `read` or `write`.",
    why: "The rule allows nothing by that verb, and nobody says so.",
    wrong: r#"apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: web
rules:
  - apiGroups: [""]
    resources: [configmaps]
    verbs: [read]
"#,
    right: r#"apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: web
rules:
  - apiGroups: [""]
    resources: [configmaps]
    verbs: [get, list, watch]
"#,
    help: "the verbs are get, list, watch, create, update, patch, delete and deletecollection",
    check: Check::Applied(check),
};

/// Verbs that people write, and what they mean by them.
const MEANT: [(&str, &str); 17] = [
    ("read", "get, list, watch"),
    ("view", "get, list, watch"),
    ("describe", "get"),
    ("head", "get"),
    ("gets", "get"),
    ("lists", "list"),
    ("watches", "watch"),
    ("write", "create, update, patch"),
    ("edit", "update, patch"),
    ("modify", "update, patch"),
    ("apply", "create, patch"),
    ("add", "create"),
    ("post", "create"),
    ("put", "update"),
    ("remove", "delete"),
    ("deletecollections", "deletecollection"),
    ("all", "*"),
];

/// What the API server asks for in any case.
const VERBS: [&str; 8] = [
    "get",
    "list",
    "watch",
    "create",
    "update",
    "patch",
    "delete",
    "deletecollection",
];

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for permission in Permission::all(scope) {
        // Paths are asked for by the methods of HTTP; and others' APIs may have verbs of their own.
        let is_own = |group: &str| !group.contains('.') || group.ends_with(".k8s.io");
        let groups = permission.items("apiGroups");
        if groups.is_empty() || !groups.iter().all(|group| group.text().is_some_and(is_own)) {
            continue;
        }
        for node in permission.items("verbs") {
            let verb = node.text().unwrap_or_default();
            let lower = verb.to_ascii_lowercase();
            let meant = MEANT.iter().find(|(written, _)| *written == lower);
            let meant = meant.map(|(_, meant)| *meant);
            let same = || {
                VERBS
                    .into_iter()
                    .find(|known| *known == lower && verb != lower)
            };
            if let Some(meant) = meant.or_else(same) {
                let message = format!("nobody asks for the verb `{}`", shown(verb));
                found.with_help(node.mark, message, Some(&format!("write {meant}")));
            }
        }
    }
}
