//! A Windows container that runs on the node itself.

use crate::validate::finding::Severity;
use crate::validate::objects::{Demand, PodSecurity, contexts, is_true};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG511",
    name: "host-process",
    severity: Severity::Error,
    finds: "`windowsOptions.hostProcess: true`, of a pod or a container, where the Pod Security Standards are at \
        least `baseline`. Where nobody demands them it is a warning.",
    why: "A HostProcess container is no container: it is a process of the Windows node, with the rights of its \
        administrator.",
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
  os:
    name: windows
  hostNetwork: true
  securityContext:
    windowsOptions:
      hostProcess: true
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
  os:
    name: windows
  securityContext:
    windowsOptions:
      runAsUserName: ContainerUser
  containers:
    - name: web
      image: shop/web:1.2.0
",
    help: "take `hostProcess` away; what must manage the node belongs into a namespace of its own with \
        `pod-security.kubernetes.io/enforce: privileged`",
    check: Check::Applied(check),
};

fn check(repository: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        for context in contexts(workload) {
            let Some(value) = is_true(context.node, &["windowsOptions", "hostProcess"]) else {
                continue;
            };
            let what = format!("`windowsOptions.hostProcess` of {} is `true`", context.of);
            let harm = (
                Severity::Warning,
                "it runs on the node, and not in a container",
            );
            let demand = Demand::of(repository, scope, workload);
            demand.say_anyway(found, PodSecurity::Baseline, value.mark, &what, harm);
        }
    }
}
