//! A binding to a role that is not there.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::Lookout;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG232",
    name: "missing-role",
    severity: Severity::Error,
    finds: "A RoleBinding or ClusterRoleBinding whose `roleRef` names a Role or ClusterRole \
        which nothing makes. Those that come with Kubernetes are known.",
    why: "It grants nothing: what counts on it is refused. A binding's role can't be changed \
        later, only deleted and made anew.",
    wrong: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: v1
kind: ServiceAccount
metadata:
  name: web
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: web
rules:
  - apiGroups:
      - \"\"
    resources:
      - configmaps
    verbs:
      - get
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: web
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: wbe
subjects:
  - kind: ServiceAccount
    name: web
",
    right: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: v1
kind: ServiceAccount
metadata:
  name: web
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: web
rules:
  - apiGroups:
      - \"\"
    resources:
      - configmaps
    verbs:
      - get
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: web
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: web
subjects:
  - kind: ServiceAccount
    name: web
",
    help: "add the role to what is applied, or mend `kind` and `name`; a Role must be in the \
        binding's namespace",
    check: Check::Applied(check),
};

/// What comes with Kubernetes; and everything that begins with `system:`.
const GIVEN: [&str; 5] = [
    "cluster-admin",
    "admin",
    "edit",
    "view",
    "extension-apiserver-authentication-reader",
];

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let lookout = Lookout::new(repository, scope);
    for binding in ["RoleBinding", "ClusterRoleBinding"] {
        for binding in scope.of_kind(binding) {
            let name = binding.at(["roleRef", "name"]);
            let Some((node, name)) = name.and_then(|it| Some((it, it.text()?))) else {
                continue;
            };
            let (kind, namespace) = match binding.text_at(["roleRef", "kind"]) {
                Some("ClusterRole") => ("ClusterRole", None),
                Some("Role") => ("Role", binding.namespace()),
                _ => continue,
            };
            if kind == "Role" && binding.kind() == "ClusterRoleBinding" {
                let help = "write `kind: ClusterRole`, or make it a RoleBinding";
                let message = "a ClusterRoleBinding can't name a Role";
                found.with_help(node.mark, message, Some(help));
                continue;
            }
            let is_cluster_wide = kind == "ClusterRole";
            if GIVEN.contains(&name) || name.starts_with("system:") {
                continue;
            }
            let severity = if is_cluster_wide {
                lookout.misses_cluster_wide(kind, name)
            } else {
                lookout.misses(kind, namespace, name)
            };
            let Some(severity) = severity else { continue };
            let other = if is_cluster_wide {
                "Role"
            } else {
                "ClusterRole"
            };
            let help = match scope.find(other, binding.namespace(), name) {
                Some(_) => Some(format!(
                    "there is a {other} of this name: write `kind: {other}`"
                )),
                None => lookout.suggestion(kind, namespace, name),
            };
            let message = format!("there is no {kind} `{}`", shown(name));
            found.say(node.mark, severity, message, help.as_deref());
        }
    }
}
