//! A container that sees all of `/proc`.

use crate::validate::finding::Severity;
use crate::validate::objects::{Demand, PodSecurity, has_own_users, title};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG506",
    name: "unmasked-proc",
    severity: Severity::Error,
    finds: "A container whose `procMount` is not `Default`, where the Pod Security Standards are at least \
        `baseline`. Below `restricted`, a pod with users of its own (`hostUsers: false`) may have it, from \
        Kubernetes 1.35 on.",
    why: "Parts of `/proc` are hidden from containers because they change or tell of the kernel that all pods \
        of the node share.",
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
  hostUsers: true
  containers:
    - name: web
      image: shop/web:1.2.0
      securityContext:
        procMount: Unmasked
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
  hostUsers: false
  containers:
    - name: web
      image: shop/web:1.2.0
      securityContext:
        procMount: Unmasked
",
    help: "take `procMount` away; to build containers inside of a container, set `hostUsers: false` as well",
    check: Check::Applied(check),
};

fn check(repository: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        for container in workload.containers() {
            let Some(mount) = container.node.at(["securityContext", "procMount"]) else {
                continue;
            };
            if mount.text() != Some("Unmasked") {
                continue;
            }
            let demand = Demand::of(repository, scope, workload);
            let version = demand.version(PodSecurity::Baseline);
            let level = if has_own_users(workload, version) {
                PodSecurity::Restricted
            } else {
                PodSecurity::Baseline
            };
            let what = format!("{} has `procMount: Unmasked`", title(&container));
            demand.say(found, level, mount.mark, &what);
        }
    }
}
