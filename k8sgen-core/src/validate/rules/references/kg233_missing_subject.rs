//! A binding for a ServiceAccount that is not there.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::Lookout;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG233",
    name: "missing-subject",
    severity: Severity::Warning,
    finds: "A subject of a RoleBinding or ClusterRoleBinding that is a ServiceAccount which \
        nothing makes, in a namespace that the repository knows.",
    why: "What the binding grants is granted to nobody, until somebody makes an account of this \
        name; and who needs it is refused.",
    wrong: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: v1
kind: ServiceAccount
metadata:
  name: web
  namespace: shop
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
    name: web-sa
    namespace: shop
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
  namespace: shop
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
    help: "mend the account's name or namespace, or add it to what is applied",
    check: Check::Applied(check),
};

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    const KIND: &str = "ServiceAccount";
    let lookout = Lookout::new(repository, scope);
    for binding in ["RoleBinding", "ClusterRoleBinding"] {
        for binding in scope.of_kind(binding) {
            for subject in binding.at(["subjects"]).map_or(&[][..], Node::items) {
                let text = |field: &str| subject.at([field]).and_then(Node::text);
                let namespace = text("namespace").or(binding.namespace());
                let (Some(KIND), Some(name), Some(node)) =
                    (text("kind"), text("name"), subject.at(["name"]))
                else {
                    continue;
                };
                // Each namespace has the first, and `kube-system` has many.
                if name == "default" || namespace == Some("kube-system") {
                    continue;
                }
                if lookout.misses(KIND, namespace, name).is_none() {
                    continue;
                }
                let help = match scope
                    .named(KIND, name)
                    .first()
                    .and_then(|it| it.namespace())
                {
                    Some(other) => Some(format!("there is one in namespace `{}`", shown(other))),
                    None => lookout.suggestion(KIND, namespace, name),
                };
                let place = namespace.map(|it| format!(" in namespace `{}`", shown(it)));
                let place = place.unwrap_or_default();
                let message = format!("there is no ServiceAccount `{}`{place}", shown(name));
                found.with_help(node.mark, message, help.as_deref());
            }
        }
    }
}
