//! Bindings for everyone.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::permission::Binding;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG555",
    name: "binding-for-everyone",
    severity: Severity::Warning,
    finds: "A binding for `system:anonymous`, `system:unauthenticated`, `system:authenticated` or \
          `system:serviceaccounts`.",
    why: "The first two are whoever can reach the API server, without a password; the others are every user and \
          every pod of the cluster.",
    wrong: "\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: readers
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: view
subjects:
  - apiGroup: rbac.authorization.k8s.io
    kind: Group
    name: system:unauthenticated
",
    right: "\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: readers
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: view
subjects:
  - apiGroup: rbac.authorization.k8s.io
    kind: Group
    name: readers
",
    help: "name the group, the users or the ServiceAccounts that need it",
    check: Check::Applied(check),
};

/// Roles that are made for everyone.
const HARMLESS: [&str; 4] = [
    "system:basic-user",
    "system:discovery",
    "system:public-info-viewer",
    "system:service-account-issuer-discovery",
];

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for binding in Binding::all(scope) {
        // What everyone may see stands in `kube-public`.
        if HARMLESS.contains(&binding.role()) || binding.document.namespace() == Some("kube-public")
        {
            continue;
        }
        for (kind, name) in binding.subjects() {
            let who = match (kind, name.text().unwrap_or_default()) {
                ("User", "system:anonymous") | ("Group", "system:unauthenticated") => {
                    "everyone who can reach the API server, without a password,"
                }
                ("Group", "system:authenticated") => "every user and every pod of the cluster",
                ("Group", "system:serviceaccounts") => "every pod of the cluster",
                _ => continue,
            };
            let writes = ["cluster-admin", "admin", "edit"]
                .iter()
                .any(|role| binding.gives(role));
            let severity = if writes {
                Severity::Error
            } else {
                RULE.severity
            };
            found.say(
                name.mark,
                severity,
                format!("{who} gets {} `{}`", binding.kind, shown(binding.role())),
                None,
            );
        }
    }
}
