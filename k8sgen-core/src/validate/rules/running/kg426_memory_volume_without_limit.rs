//! A volume in memory without a bound.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG426",
    name: "memory-volume-without-limit",
    severity: Severity::Info,
    finds: "An `emptyDir` with `medium: Memory` and without `sizeLimit`, in a container without a memory limit.",
    why: "What is written there is memory of the node. Nothing bounds it, and so one pod can take the memory of all others on the node.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  volumes:
    - name: cache
      emptyDir:
        medium: Memory
  containers:
    - name: web
      image: web:1.2.0
      volumeMounts:
        - name: cache
          mountPath: /cache
",
    right: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  volumes:
    - name: cache
      emptyDir:
        medium: Memory
        sizeLimit: 64Mi
  containers:
    - name: web
      image: web:1.2.0
      volumeMounts:
        - name: cache
          mountPath: /cache
",
    help: "set `sizeLimit`, and count it into the container's memory limit",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        let of_pod = workload.spec.at(["resources", "limits", "memory"]);
        for volume in workload.volumes().iter().filter(|_| of_pod.is_none()) {
            let Some(medium) = volume.at(["emptyDir", "medium"]) else {
                continue;
            };
            if medium.text() != Some("Memory") || volume.at(["emptyDir", "sizeLimit"]).is_some() {
                continue;
            }
            let name = volume.at(["name"]).and_then(Node::text);
            let mut users = workload.containers().filter(|container| {
                let mut mounts = container.items("volumeMounts").iter();
                mounts.any(|mount| mount.at(["name"]).and_then(Node::text) == name)
            });
            if let Some(user) = users.find(|user| user.resource("limits", "memory").is_none()) {
                let message = format!(
                    "nothing bounds how much memory container `{}` may fill here",
                    shown(user.name())
                );
                found.at(medium.mark, message);
            }
        }
    }
}
