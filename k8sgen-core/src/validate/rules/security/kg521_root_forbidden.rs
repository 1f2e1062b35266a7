//! A container that must be root and must not be.

use crate::validate::finding::Severity;
use crate::validate::objects::title;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG521",
    name: "root-forbidden",
    severity: Severity::Error,
    finds: "A container with `runAsUser: 0` and `runAsNonRoot: true`, its own or its pod's.",
    why: "The kubelet refuses to start it: it stays in CreateContainerConfigError.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext:
    runAsNonRoot: true
  containers:
    - name: web
      image: shop/web:1.2.0
      securityContext:
        runAsUser: 0
",
    right: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext:
    runAsNonRoot: true
  containers:
    - name: web
      image: shop/web:1.2.0
      securityContext:
        runAsUser: 10001
",
    help: "give it another user; or, if it must be root, write `runAsNonRoot: false` for this container",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        for container in workload.containers() {
            let field = |field| container.security(workload.spec, field);
            let (user, non_root) = (field("runAsUser"), field("runAsNonRoot"));
            let Some(user) = user.filter(|user| user.text() == Some("0")) else {
                continue;
            };
            if non_root.and_then(Node::text) == Some("true") {
                let message = format!(
                    "{} does not start: it has `runAsUser: 0` and `runAsNonRoot: true`",
                    title(&container)
                );
                found.at(user.mark, message);
            }
        }
    }
}
