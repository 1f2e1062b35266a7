//! Roles that can be turned into any other.

use crate::validate::finding::Severity;
use crate::validate::objects::permission::Permission;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG551",
    name: "escalating-permission",
    severity: Severity::Warning,
    finds: "A Role or ClusterRole with the verb `escalate`, `bind` or `impersonate`, and no `resourceNames`.",
    why: "With `escalate` one can write more into a Role than one has, with `bind` give oneself any Role, and \
          with `impersonate` act as anybody, the administrators among them.",
    wrong: "\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: deployer
rules:
  - apiGroups: [rbac.authorization.k8s.io]
    resources: [clusterroles]
    verbs: [bind]
",
    right: "\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: deployer
rules:
  - apiGroups: [rbac.authorization.k8s.io]
    resources: [clusterroles]
    resourceNames: [view]
    verbs: [bind]
",
    help: "take the verb away, or name the objects that it is for in `resourceNames`",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for permission in Permission::all(scope).filter(|permission| !permission.is_named()) {
        for (verb, means) in [
            ("escalate", "write more into a Role than it has"),
            ("bind", "give itself any Role"),
            ("impersonate", "act as anybody"),
        ] {
            if let Some(node) = permission.item("verbs", verb) {
                let message = format!(
                    "{} allows `{verb}`: who has it can {means}",
                    permission.title()
                );
                found.at(node.mark, message);
            }
        }
    }
}
