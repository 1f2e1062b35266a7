//! Bindings to cluster-admin.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::permission::Binding;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG554",
    name: "cluster-admin",
    severity: Severity::Warning,
    finds: "A binding that gives somebody the ClusterRole `cluster-admin`.",
    why: "It allows everything, on everything, also what later releases bring. Who takes over the account has \
          the cluster; with a RoleBinding, the namespace.",
    wrong: "\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: deployer
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: cluster-admin
subjects:
  - kind: ServiceAccount
    name: deployer
    namespace: builds
",
    right: "\
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: deployer
  namespace: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: edit
subjects:
  - kind: ServiceAccount
    name: deployer
    namespace: builds
",
    help: "bind a Role with what is needed, in the namespaces in which it is needed",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for binding in Binding::all(scope).filter(|binding| binding.gives("cluster-admin")) {
        let mut subjects = binding.subjects();
        let Some((kind, name)) = subjects.next() else {
            continue;
        };
        let name = name.text().unwrap_or_default();
        // The group of those who have it anyway. What a RoleBinding gives in a namespace of the system, KG557 says.
        if name == "system:masters"
            || binding.document.namespace() == Some("kube-system") && !binding.is_everywhere()
        {
            continue;
        }
        let gets = match subjects.count() {
            0 => "gets".to_owned(),
            more => format!("and {more} more get"),
        };
        let what = if binding.is_everywhere() {
            "the whole cluster"
        } else {
            "the whole namespace"
        };
        let message = format!("{kind} `{}` {gets} {what}", shown(name));
        found.at(binding.role.mark, message);
    }
}
