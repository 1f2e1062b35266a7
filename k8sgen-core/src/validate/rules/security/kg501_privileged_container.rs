//! A container that is root on its node.

use crate::validate::finding::Severity;
use crate::validate::objects::{Demand, PodSecurity, is_true, title};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG501",
    name: "privileged-container",
    severity: Severity::Error,
    finds: "A container with `privileged: true`, where the Pod Security Standards are at least `baseline`. Where \
        nobody demands them, that is a warning; for what serves the nodes themselves, such as a DaemonSet, \
        it is said as information.",
    why: "A privileged container has every capability, every device, and no seccomp or AppArmor profile. \
        Whoever breaks into it has the node, and with it the Secrets of all pods there.",
    wrong: "\
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: baseline
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
        privileged: true
",
    right: "\
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: baseline
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
        privileged: false
",
    help: "take `privileged` away, and add the one capability that the program needs",
    check: Check::Applied(check),
};

fn check(repository: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        for container in workload.containers() {
            let Some(privileged) = is_true(container.node, &["securityContext", "privileged"])
            else {
                continue;
            };
            let what = format!("{} has `privileged: true`", title(&container));
            Demand::of(repository, scope, workload).say_anyway(
                found,
                PodSecurity::Baseline,
                privileged.mark,
                &what,
                (Severity::Warning, "whoever breaks into it has the node"),
            );
        }
    }
}
