//! A pod that may run as root.

use crate::validate::finding::Severity;
use crate::validate::objects::{Demand, PodSecurity, has_own_users, name_mark, title};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG515",
    name: "may-run-as-root",
    severity: Severity::Error,
    finds: "A container for which neither its own `securityContext` nor the pod's says `runAsNonRoot: true`, \
        where the Pod Security Standards are `restricted`. From Kubernetes 1.35 on, pods with users of their \
        own (`hostUsers: false`) are left alone.",
    why: "Root in a container is root on the node as soon as it breaks out. Many images run as root if nobody \
        forbids it.",
    wrong: "\
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: restricted
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
spec:
  containers:
    - name: web
      image: shop/web:1.2.0
      securityContext:
        allowPrivilegeEscalation: false
        capabilities:
          drop: [ALL]
        seccompProfile:
          type: RuntimeDefault
",
    right: "\
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: restricted
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
spec:
  containers:
    - name: web
      image: shop/web:1.2.0
      securityContext:
        allowPrivilegeEscalation: false
        runAsNonRoot: true
        capabilities:
          drop: [ALL]
        seccompProfile:
          type: RuntimeDefault
",
    help: "write `runAsNonRoot: true` in the pod's `securityContext`, and `runAsUser` with the number of a user \
        if the image names its user in letters, or none",
    check: Check::Applied(check),
};

fn check(repository: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    const FIELD: [&str; 2] = ["securityContext", "runAsNonRoot"];
    for workload in scope.workloads() {
        let demand = Demand::of(repository, scope, workload);
        let version = demand.version(PodSecurity::Restricted);
        if !demand.is_for(PodSecurity::Restricted) || has_own_users(workload, version) {
            continue;
        }
        let mut say = |mark, what: &str| demand.say(found, PodSecurity::Restricted, mark, what);
        let of_pod = workload.spec.at(FIELD);
        if let Some(field) = of_pod.filter(|field| field.text() == Some("false")) {
            say(field.mark, "the pod has `runAsNonRoot: false`");
        }
        for container in workload.containers() {
            let own = container.node.at(FIELD);
            match (own.and_then(Node::text), of_pod.and_then(Node::text)) {
                (Some("false"), _) => {
                    let what = format!("{} has `runAsNonRoot: false`", title(&container));
                    say(own.map_or(container.node.mark, |own| own.mark), &what);
                }
                (None, None) => {
                    let what = "neither it nor its pod says `runAsNonRoot: true`";
                    let what = format!("{} may run as root: {what}", title(&container));
                    say(name_mark(&container), &what);
                }
                _ => {}
            }
        }
    }
}
