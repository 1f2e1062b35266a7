//! Roles that can take over pods, nodes and accounts.

use crate::validate::finding::Severity;
use crate::validate::objects::permission::Permission;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG553",
    name: "takeover-permission",
    severity: Severity::Warning,
    finds: "A Role or ClusterRole that may run commands in pods, put containers into them, make tokens for any \
          ServiceAccount, or speak to the kubelet of a node.",
    why: "Each of these gives all that the other pods and accounts may do. `nodes/proxy` runs commands in every \
          pod of a node with `get` alone.",
    wrong: r#"apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: metrics
rules:
  - apiGroups: [""]
    resources: [nodes/proxy]
    verbs: [get]
"#,
    right: r#"apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: metrics
rules:
  - apiGroups: [""]
    resources: [nodes/metrics]
    verbs: [get]
"#,
    help: "ask for less: `nodes/metrics` instead of `nodes/proxy`, a token for one ServiceAccount in \
          `resourceNames`",
    check: Check::Applied(check),
};

/// The resource, the verbs that do it, and what they do.
const TAKEOVERS: [(&str, &[&str], &str); 5] = [
    ("pods/exec", &["create", "get"], "run commands in any pod"),
    (
        "pods/attach",
        &["create", "get"],
        "speak to the process of any pod",
    ),
    (
        "pods/ephemeralcontainers",
        &["update", "patch"],
        "put a container into any pod",
    ),
    (
        "serviceaccounts/token",
        &["create"],
        "make a token for any ServiceAccount",
    ),
    (
        "nodes/proxy",
        &["get", "create", "update", "patch"],
        "speak to the kubelet of any node, and run commands in its pods",
    ),
];

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for permission in Permission::all(scope) {
        if permission.is_named() || !permission.is_in("") {
            continue;
        }
        for (resource, verbs, means) in TAKEOVERS {
            let node = permission.item("resources", resource);
            if let Some(node) = node.filter(|_| !permission.verbs(verbs).is_empty()) {
                found.at(
                    node.mark,
                    format!("{} may {means} (`{resource}`)", permission.title()),
                );
            }
        }
    }
}
