//! A container that keeps rights of root.

use crate::validate::finding::Severity;
use crate::validate::objects::{Demand, PodSecurity, is_placeholder, is_windows, name_mark, title};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG518",
    name: "capabilities-kept",
    severity: Severity::Error,
    finds: "A container that does not drop `ALL` capabilities, where the Pod Security Standards are \
        `restricted`. Windows is left alone.",
    why: "A container starts with a dozen of root's rights, such as to send raw packets and to change the \
        owners of files. Hardly a program needs one.",
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
    help: "write `capabilities: {drop: [ALL]}` in the container's `securityContext`, and add `NET_BIND_SERVICE` \
        if it listens below port 1024",
    check: Check::Applied(check),
};

fn check(repository: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        if is_windows(workload) {
            continue;
        }
        for container in workload.containers() {
            let drop = container
                .node
                .at(["securityContext", "capabilities", "drop"]);
            let dropped = drop.map_or(&[][..], Node::items).iter();
            let mut dropped = dropped.filter_map(Node::text);
            if dropped.any(|name| name == "ALL" || is_placeholder(name)) {
                continue;
            }
            let what = match drop {
                Some(_) => "drops some capabilities, not `ALL`",
                None => "does not drop `ALL` capabilities",
            };
            let mark = drop.map_or(name_mark(&container), |drop| drop.mark);
            let what = format!("{} {what}", title(&container));
            let demand = Demand::of(repository, scope, workload);
            demand.say(found, PodSecurity::Restricted, mark, &what);
        }
    }
}
