//! A container that `SELinux` treats as something else.

use crate::problem::shown;
use crate::validate::Version;
use crate::validate::finding::Severity;
use crate::validate::objects::{Demand, PodSecurity, contexts, is_placeholder};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG509",
    name: "custom-se-linux",
    severity: Severity::Error,
    finds: "`seLinuxOptions` with a `user`, a `role`, or a `type` other than that of containers, where the Pod \
        Security Standards are at least `baseline`.",
    why: "Types such as `spc_t` are made for programs that run on the node itself: SELinux does not hold them.",
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
    seLinuxOptions:
      type: spc_t
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
    seLinuxOptions:
      type: container_t
  containers:
    - name: web
      image: shop/web:1.2.0
",
    help: "take it away; allowed types are container_t, container_init_t, container_kvm_t and, from Kubernetes \
        1.31 on, container_engine_t",
    check: Check::Applied(check),
};

const TYPES: [&str; 4] = ["", "container_t", "container_init_t", "container_kvm_t"];
/// A type that came later, and when.
const LATER: (&str, Version) = (
    "container_engine_t",
    Version {
        major: 1,
        minor: 31,
    },
);

fn check(repository: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        for context in contexts(workload) {
            for field in ["type", "user", "role"] {
                let Some(value) = context.node.at(["seLinuxOptions", field]) else {
                    continue;
                };
                let Some(text) = value.text().filter(|text| !is_placeholder(text)) else {
                    continue;
                };
                let demand = Demand::of(repository, scope, workload);
                let version = demand.version(PodSecurity::Baseline);
                let is_allowed = match field {
                    "type" => TYPES.contains(&text) || text == LATER.0 && version >= LATER.1,
                    _ => text.is_empty(),
                };
                if !is_allowed {
                    let of = &context.of;
                    let what = format!("`seLinuxOptions.{field}` of {of} is `{}`", shown(text));
                    demand.say(found, PodSecurity::Baseline, value.mark, &what);
                }
            }
        }
    }
}
