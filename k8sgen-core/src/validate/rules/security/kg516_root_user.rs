//! A container that runs as root.

use crate::validate::finding::Severity;
use crate::validate::objects::{Demand, Place, PodSecurity, has_own_users, title};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG516",
    name: "root-user",
    severity: Severity::Error,
    finds: "`runAsUser: 0`, of a pod or a container, where the Pod Security Standards are `restricted`. Where \
        nobody demands them, it is said as information of what runs as long as the pod does. From Kubernetes \
        1.35 on, pods with users of their own (`hostUsers: false`) are left alone.",
    why: "Root in a container is root on the node as soon as it breaks out, and may change every file in the \
        container.",
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
  securityContext:
    runAsUser: 0
  containers:
    - name: web
      image: shop/web:1.2.0
      securityContext:
        allowPrivilegeEscalation: false
        runAsNonRoot: ${NON_ROOT}
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
  securityContext:
    runAsUser: 10001
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
    help: "write the number of another user; files that it needs belong to it in the image, or to the pod's \
        `fsGroup` in volumes",
    check: Check::Applied(check),
};

fn check(repository: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    const FIELD: [&str; 2] = ["securityContext", "runAsUser"];
    for workload in scope.workloads() {
        let pod = workload.spec.at(FIELD);
        let pod = pod.map(|user| ("the pod".to_owned(), user, true));
        let containers = workload.containers().filter_map(|container| {
            let runs_on = matches!(container.place, Place::Main | Place::Sidecar);
            Some((title(&container), container.node.at(FIELD)?, runs_on))
        });
        let users = pod.into_iter().chain(containers);
        for (of, user, runs_on) in users.filter(|(_, user, _)| user.text() == Some("0")) {
            let demand = Demand::of(repository, scope, workload);
            if has_own_users(workload, demand.version(PodSecurity::Restricted)) {
                continue;
            }
            let what = format!("{of} has `runAsUser: 0`");
            if runs_on {
                let harm = (Severity::Info, "it runs as root");
                demand.say_anyway(found, PodSecurity::Restricted, user.mark, &what, harm);
            } else {
                demand.say(found, PodSecurity::Restricted, user.mark, &what);
            }
        }
    }
}
