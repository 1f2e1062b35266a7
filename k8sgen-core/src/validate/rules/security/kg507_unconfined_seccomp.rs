//! A container that may call everything in the kernel.

use crate::validate::finding::Severity;
use crate::validate::objects::{Demand, PodSecurity, contexts};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG507",
    name: "unconfined-seccomp",
    severity: Severity::Error,
    finds: "A seccomp profile of type `Unconfined`, of a pod or a container, where the Pod Security Standards \
        are at least `baseline`.",
    why: "The profile of the container runtime takes away the calls into the kernel that programs do not need \
        and that attacks live on.",
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
  securityContext:
    seccompProfile:
      type: Unconfined
  containers:
    - name: web
      image: shop/web:1.2.0
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
  securityContext:
    seccompProfile:
      type: RuntimeDefault
  containers:
    - name: web
      image: shop/web:1.2.0
",
    help: "write `type: RuntimeDefault`, or name a profile of your own with `type: Localhost`",
    check: Check::Applied(check),
};

fn check(repository: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        for context in contexts(workload) {
            let Some(of) = context.node.at(["seccompProfile", "type"]) else {
                continue;
            };
            if of.text() != Some("Unconfined") {
                continue;
            }
            let what = format!("`seccompProfile.type` of {} is `Unconfined`", context.of);
            let harm = (Severity::Info, "it may call everything in the kernel");
            let demand = Demand::of(repository, scope, workload);
            demand.say_anyway(found, PodSecurity::Baseline, of.mark, &what, harm);
        }
    }
}
