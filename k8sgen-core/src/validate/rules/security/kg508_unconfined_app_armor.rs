//! A container without `AppArmor`.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{APP_ARMOR_ANNOTATION, Demand, PodSecurity, contexts};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::{Mark, Node};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG508",
    name: "unconfined-app-armor",
    severity: Severity::Error,
    finds: "An AppArmor profile of type `Unconfined`, in the field or in the old annotation, where the Pod \
        Security Standards are at least `baseline`.",
    why: "The profile of the container runtime keeps a broken program from what it has no business with: \
        mounting, tracing others, writing to the kernel's settings.",
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
    appArmorProfile:
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
    appArmorProfile:
      type: RuntimeDefault
  containers:
    - name: web
      image: shop/web:1.2.0
",
    help: "take it away, or write `type: RuntimeDefault`",
    check: Check::Applied(check),
};

fn check(repository: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        let say = |found: &mut Found<'_>, mark: Mark, what: &str| {
            let demand = Demand::of(repository, scope, workload);
            demand.say(found, PodSecurity::Baseline, mark, what);
        };
        for context in contexts(workload) {
            let Some(of) = context.node.at(["appArmorProfile", "type"]) else {
                continue;
            };
            if of.text() == Some("Unconfined") {
                let what = format!("`appArmorProfile.type` of {} is `Unconfined`", context.of);
                say(found, of.mark, &what);
            }
        }
        for annotation in workload.annotations().map_or(&[][..], Node::entries) {
            let Some(container) = annotation.key.strip_prefix(APP_ARMOR_ANNOTATION) else {
                continue;
            };
            if annotation.value.text() == Some("unconfined") {
                let container = shown(container);
                let what = format!("the annotation takes AppArmor from container `{container}`");
                say(found, annotation.value.mark, &what);
            }
        }
    }
}
