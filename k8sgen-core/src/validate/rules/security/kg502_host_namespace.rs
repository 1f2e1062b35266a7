//! A pod that shares the network, the processes or the memory of its node.

use crate::validate::finding::Severity;
use crate::validate::objects::{Demand, PodSecurity, is_true};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG502",
    name: "host-namespace",
    severity: Severity::Error,
    finds: "A pod with `hostNetwork`, `hostPID` or `hostIPC`, where the Pod Security Standards are at least \
        `baseline`. Where nobody demands them, `hostPID` and `hostIPC` are a warning, and `hostNetwork` is \
        said as information.",
    why: "With `hostPID` and `hostIPC`, a container sees and signals the node's processes and reads their \
        environment and memory. With `hostNetwork`, it listens on the node's addresses, reaches what only \
        the node may reach, such as the cloud's metadata, and no NetworkPolicy counts for it.",
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
  hostPID: true
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
  containers:
    - name: web
      image: shop/web:1.2.0
",
    help: "take the field away; what must see the node belongs into a DaemonSet, in a namespace of its own with \
        `pod-security.kubernetes.io/enforce: privileged`",
    check: Check::Applied(check),
};

const FIELDS: [(&str, Severity, &str); 3] = [
    (
        "hostPID",
        Severity::Warning,
        "its containers see the processes of the node",
    ),
    (
        "hostIPC",
        Severity::Warning,
        "its containers share memory with the node",
    ),
    (
        "hostNetwork",
        Severity::Info,
        "no NetworkPolicy counts for it",
    ),
];

fn check(repository: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        for (field, severity, harm) in FIELDS {
            let Some(value) = is_true(workload.spec, &[field]) else {
                continue;
            };
            Demand::of(repository, scope, workload).say_anyway(
                found,
                PodSecurity::Baseline,
                value.mark,
                &format!("the pod has `{field}: true`"),
                (severity, harm),
            );
        }
    }
}
