//! A folder of the node in a pod.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Demand, PodSecurity};
use crate::validate::paths::is_within;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG503",
    name: "host-path",
    severity: Severity::Error,
    finds: "A volume of type `hostPath`, where the Pod Security Standards are at least `baseline`. Where nobody \
        demands them, only paths that give the node away are a warning: the whole disk, `/etc`, `/proc`, \
        `/root`, `/var/run`, the kubelet's folder, the socket of a container runtime.",
    why: "A pod that can write to such a path, or talk to the runtime's socket, starts whatever it likes on \
        the node. And what a pod writes to a node is not there when it starts on another one.",
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
  containers:
    - name: web
      image: shop/web:1.2.0
  volumes:
    - name: host
      hostPath:
        path: /srv/data
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
  volumes:
    - name: host
      emptyDir: {}
",
    help: "use `emptyDir` for what may get lost, and a PersistentVolumeClaim for what may not; an agent that \
        must read the node belongs into a namespace of its own with `pod-security.kubernetes.io/enforce: \
        privileged`",
    check: Check::Applied(check),
};

/// Paths that give away the node.
const DANGEROUS: [&str; 6] = ["", "/dev", "/etc", "/usr", "/var", "/var/lib"];
/// Paths that give away the node, with all that is below them.
const DANGEROUS_BELOW: [&str; 14] = [
    "/boot",
    "/etc/cni",
    "/etc/cron.d",
    "/etc/kubernetes",
    "/etc/ssh",
    "/etc/sudoers.d",
    "/etc/systemd",
    "/proc",
    "/root",
    "/run",
    "/var/lib/containerd",
    "/var/lib/docker",
    "/var/lib/kubelet",
    "/var/run",
];
/// Below them, and made for pods: locks, and where drivers meet the kubelet.
const HARMLESS_BELOW: [&str; 5] = [
    "/run/xtables.lock",
    "/var/lib/kubelet/device-plugins",
    "/var/lib/kubelet/plugins",
    "/var/lib/kubelet/plugins_registry",
    "/var/lib/kubelet/pod-resources",
];

fn is_dangerous(path: &str) -> bool {
    let below = |folders: &[&str]| folders.iter().any(|folder| is_within(path, folder));
    DANGEROUS.contains(&path) || below(&DANGEROUS_BELOW) && !below(&HARMLESS_BELOW)
}

fn check(repository: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        for volume in workload.volumes() {
            let Some(host_path) = volume
                .at(["hostPath"])
                .filter(|host| !host.entries().is_empty())
            else {
                continue;
            };
            let path = host_path.at(["path"]);
            let text = path.and_then(Node::text).unwrap_or_default();
            let mark = path.unwrap_or(host_path).mark;
            let what = format!("the pod mounts `{}` of its node", shown(text));
            let demand = Demand::of(repository, scope, workload);
            if path.is_some() && is_dangerous(text.trim_end_matches('/')) {
                let harm = if text.strip_suffix(".sock").is_some() {
                    "who talks to that socket has the node"
                } else {
                    "what is there gives away the node"
                };
                let harm = (Severity::Warning, harm);
                demand.say_anyway(found, PodSecurity::Baseline, mark, &what, harm);
            } else {
                demand.say(found, PodSecurity::Baseline, mark, &what);
            }
        }
    }
}
