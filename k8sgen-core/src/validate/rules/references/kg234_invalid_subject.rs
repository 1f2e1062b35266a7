//! A subject that the API server refuses.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::is_placeholder;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG234",
    name: "invalid-subject",
    severity: Severity::Error,
    finds: "A ServiceAccount as a subject of a ClusterRoleBinding without its `namespace`, or \
        with an `apiGroup`; a user, a group or a `roleRef` with another `apiGroup` than \
        `rbac.authorization.k8s.io`.",
    why: "The API server refuses the binding: accounts of one name may be in each namespace, \
        and their API has no group.",
    wrong: "\
apiVersion: v1
kind: ServiceAccount
metadata:
  name: web
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: web
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: view
subjects:
  - kind: ServiceAccount
    name: web
",
    right: "\
apiVersion: v1
kind: ServiceAccount
metadata:
  name: web
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: web
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: view
subjects:
  - kind: ServiceAccount
    name: web
    namespace: shop
",
    help: "say the ServiceAccount's `namespace`, and no `apiGroup`",
    check: Check::Applied(check),
};

/// The group of users, of groups of them, and of roles.
const GROUP: &str = "rbac.authorization.k8s.io";

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for kind in ["RoleBinding", "ClusterRoleBinding"] {
        for binding in scope.of_kind(kind) {
            if let Some(group) = binding.at(["roleRef", "apiGroup"]) {
                judge_group(group, "roles", found);
            }
            for subject in binding.node.list("subjects") {
                let name = shown(subject.text_of("name").unwrap_or_default());
                let group = subject.given("apiGroup");
                match (subject.text_of("kind"), group) {
                    (Some("ServiceAccount"), group) => {
                        let namespace = subject.text_of("namespace").unwrap_or_default();
                        if kind == "ClusterRoleBinding" && namespace.is_empty() {
                            let message =
                                format!("the subject ServiceAccount `{name}` has no `namespace`");
                            found.at(subject.mark, message);
                        }
                        if let Some(group) = group
                            && group.text().is_some_and(|group| !group.is_empty())
                        {
                            let message =
                                format!("the subject ServiceAccount `{name}` has an `apiGroup`");
                            found.at(group.mark, message);
                        }
                    }
                    (Some("User"), Some(group)) => judge_group(group, "users", found),
                    (Some("Group"), Some(group)) => judge_group(group, "groups", found),
                    _ => {}
                }
            }
        }
    }
}

/// Says so if a group is another one. None at all is this one.
fn judge_group(node: &Node, of: &str, found: &mut Found<'_>) {
    let text = node.text().unwrap_or_default();
    if !text.is_empty() && text != GROUP && !is_placeholder(text) {
        let message = format!("the `apiGroup` of {of} is `{GROUP}`, not `{}`", shown(text));
        let help = format!("write `apiGroup: {GROUP}`");
        found.with_help(node.mark, message, Some(&help));
    }
}
