//! A container without a seccomp profile.

use crate::validate::finding::Severity;
use crate::validate::objects::{Demand, PodSecurity, Said, is_windows, name_mark, title};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG517",
    name: "no-seccomp-profile",
    severity: Severity::Error,
    finds: "A container for which neither its own `securityContext` nor the pod's names a `seccompProfile`, \
        where the Pod Security Standards are `restricted`. Windows is left alone.",
    why: "Without one, most clusters let a container call everything in the kernel.",
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
        runAsNonRoot: true
        capabilities:
          drop: [ALL]
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
    help: "write `seccompProfile: {type: RuntimeDefault}` in the pod's `securityContext`",
    check: Check::Applied(check),
};

fn check(repository: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    const FIELD: [&str; 2] = ["securityContext", "seccompProfile"];
    for workload in scope.workloads() {
        if is_windows(workload) || workload.spec.at(FIELD).is_some() {
            continue;
        }
        for container in workload.containers() {
            if container.node.at(FIELD).is_some() {
                continue;
            }
            let what = format!(
                "neither {} nor its pod names a `seccompProfile`",
                title(&container)
            );
            let demand = Demand::of(repository, scope, workload);
            let mark = name_mark(&container);
            if demand.say(found, PodSecurity::Restricted, mark, &what) == Said::Nothing {
                break;
            }
        }
    }
}
