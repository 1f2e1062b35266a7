//! Roles that can read every Secret.

use crate::validate::finding::Severity;
use crate::validate::objects::permission::Permission;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG552",
    name: "secrets-readable",
    severity: Severity::Warning,
    finds: "A Role or ClusterRole that may get, list or watch Secrets, and names none of them.",
    why: "Who takes over the pod has every password of the namespace, and with a ClusterRoleBinding every one \
          of the cluster. `list` and `watch` show the values as `get` does.",
    wrong: r#"apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: web
rules:
  - apiGroups: [""]
    resources: [configmaps, secrets]
    verbs: [get, list]
"#,
    right: r#"apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: web
rules:
  - apiGroups: [""]
    resources: [configmaps]
    verbs: [get, list]
  - apiGroups: [""]
    resources: [secrets]
    resourceNames: [web-database]
    verbs: [get]
"#,
    help: "name the Secrets in `resourceNames` with the verb `get`, or mount them, which needs no permission at \
          all",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for permission in Permission::all(scope) {
        let Some(secrets) = permission.item("resources", "secrets") else {
            continue;
        };
        let verbs = permission.verbs(&["get", "list", "watch"]);
        if verbs.is_empty() || permission.is_named() || !permission.is_in("") {
            continue;
        }
        let message = format!(
            "{} may {} every Secret of {}",
            permission.title(),
            verbs.join(", "),
            permission.reach()
        );
        found.at(secrets.mark, message);
    }
}
