//! A subject that the API server refuses.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG234",
    name: "invalid-subject",
    severity: Severity::Error,
    finds: "A ServiceAccount as a subject of a ClusterRoleBinding without its `namespace`, or \
        with an `apiGroup`.",
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

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for binding in ["RoleBinding", "ClusterRoleBinding"] {
        for binding in scope.of_kind(binding) {
            for subject in binding.at(["subjects"]).map_or(&[][..], Node::items) {
                let text = |field: &str| subject.at([field]).and_then(Node::text);
                if text("kind") != Some("ServiceAccount") {
                    continue;
                }
                let name = shown(text("name").unwrap_or_default());
                let needs = binding.kind() == "ClusterRoleBinding";
                if needs && text("namespace").unwrap_or_default().is_empty() {
                    let message = format!("the subject ServiceAccount `{name}` has no `namespace`");
                    found.at(subject.mark, message);
                }
                if let Some(group) = subject.at(["apiGroup"])
                    && group.text().is_some_and(|group| !group.is_empty())
                {
                    let message = format!("the subject ServiceAccount `{name}` has an `apiGroup`");
                    found.at(group.mark, message);
                }
            }
        }
    }
}
