//! Bindings that let somebody write in `kube-system`.

use crate::validate::finding::Severity;
use crate::validate::objects::permission::Binding;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG557",
    name: "write-in-kube-system",
    severity: Severity::Warning,
    finds: "A RoleBinding in `kube-system` that gives `cluster-admin`, `admin` or `edit`.",
    why: "Who can run pods in `kube-system` can use its ServiceAccounts and mount its Secrets, and so has the \
          cluster.",
    wrong: "\
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: deployer
  namespace: kube-system
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: edit
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
  namespace: kube-system
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: view
subjects:
  - kind: ServiceAccount
    name: deployer
    namespace: builds
",
    help: "bind a Role of `kube-system` that names the objects it is about",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for binding in Binding::all(scope) {
        let is_there =
            binding.document.namespace() == Some("kube-system") && !binding.is_everywhere();
        let role = ["cluster-admin", "admin", "edit"]
            .into_iter()
            .find(|role| binding.gives(role));
        if let Some(role) = role.filter(|_| is_there) {
            found.at(
                binding.role.mark,
                format!("`{role}` in `kube-system` is as much as the whole cluster"),
            );
        }
    }
}
