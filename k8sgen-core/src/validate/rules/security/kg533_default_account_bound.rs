//! A right for every pod of a namespace.

use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG533",
    name: "default-account-bound",
    severity: Severity::Warning,
    finds: "A RoleBinding or ClusterRoleBinding that gives a role to the ServiceAccount `default`.",
    why: "`default` is the account of all pods that name none: each of them gets the right, those as well that \
        somebody adds later.",
    wrong: "\
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: web
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: view
subjects:
  - kind: ServiceAccount
    name: default
    namespace: shop
",
    right: "\
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
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
    help: "make a ServiceAccount for the one workload that needs the right, name it in `serviceAccountName`, \
        and bind the role to it",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for kind in ["RoleBinding", "ClusterRoleBinding"] {
        for binding in scope.of_kind(kind) {
            for subject in binding.at(["subjects"]).map_or(&[][..], Node::items) {
                let is_account =
                    subject.at(["kind"]).and_then(Node::text) == Some("ServiceAccount");
                let name = subject.at(["name"]);
                let name = name.filter(|name| is_account && name.text() == Some("default"));
                if let Some(name) = name {
                    let message = "the ServiceAccount `default` is that of all pods that name none, and gets a role";
                    found.at(name.mark, message);
                }
            }
        }
    }
}
