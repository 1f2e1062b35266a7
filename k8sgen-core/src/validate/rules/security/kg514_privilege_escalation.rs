//! A program that may get more rights than it was started with.

use crate::validate::finding::Severity;
use crate::validate::objects::{Demand, PodSecurity, is_windows, name_mark, title};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG514",
    name: "privilege-escalation",
    severity: Severity::Error,
    finds: "A container that does not set `allowPrivilegeEscalation: false`, where the Pod Security Standards \
        are `restricted`. Windows is left alone.",
    why: "A file that belongs to root and has the set-user-ID bit, such as `su`, makes root of whoever starts \
        it. The field forbids that for all that runs in the container.",
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
        runAsNonRoot: true
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
    help: "write `allowPrivilegeEscalation: false` in the container's `securityContext`; there is no such field \
        for the whole pod",
    check: Check::Applied(check),
};

fn check(repository: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        if is_windows(workload) {
            continue;
        }
        for container in workload.containers() {
            let field = ["securityContext", "allowPrivilegeEscalation"];
            let field = container.node.at(field);
            let text = field.and_then(Node::text);
            let what = match text {
                Some("true") => "has `allowPrivilegeEscalation: true`",
                None => "does not set `allowPrivilegeEscalation: false`",
                Some(_) => continue,
            };
            let mark = field.map_or(name_mark(&container), |field| field.mark);
            let what = format!("{} {what}", title(&container));
            let demand = Demand::of(repository, scope, workload);
            demand.say(found, PodSecurity::Restricted, mark, &what);
        }
    }
}
