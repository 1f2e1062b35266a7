//! A setting of the kernel that is not the pod's own.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Demand, PodSecurity, is_placeholder};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG510",
    name: "unsafe-sysctl",
    severity: Severity::Error,
    finds: "A `sysctl` that is not on Kubernetes' list of safe ones, where the Pod Security Standards are at \
        least `baseline`. Where nobody demands them it is a warning.",
    why: "A node refuses pods with such a setting unless its kubelet was started with \
        `--allowed-unsafe-sysctls`. Some change the node for all pods on it.",
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
    sysctls:
      - name: net.core.somaxconn
        value: \"1\"
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
    sysctls:
      - name: net.ipv4.tcp_syncookies
        value: \"1\"
  containers:
    - name: web
      image: shop/web:1.2.0
",
    help: "take it away; if the program needs it, allow it on nodes of its own, in a namespace of its own",
    check: Check::Applied(check),
};

/// The safe ones, and the version that each is safe from.
const SAFE: [(&str, u32); 14] = [
    ("kernel.shm_rmid_forced", 0),
    ("net.ipv4.ip_local_port_range", 0),
    ("net.ipv4.ip_local_reserved_ports", 27),
    ("net.ipv4.ip_unprivileged_port_start", 0),
    ("net.ipv4.ping_group_range", 0),
    ("net.ipv4.tcp_fin_timeout", 29),
    ("net.ipv4.tcp_keepalive_intvl", 29),
    ("net.ipv4.tcp_keepalive_probes", 29),
    ("net.ipv4.tcp_keepalive_time", 29),
    ("net.ipv4.tcp_notsent_lowat", 37),
    ("net.ipv4.tcp_rmem", 32),
    ("net.ipv4.tcp_slow_start_after_idle", 37),
    ("net.ipv4.tcp_syncookies", 0),
    ("net.ipv4.tcp_wmem", 32),
];

fn check(repository: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        let sysctls = workload.spec.at(["securityContext", "sysctls"]);
        for sysctl in sysctls.map_or(&[][..], Node::items) {
            let name = sysctl.at(["name"]);
            let Some((name, text)) = name.and_then(|name| Some((name, name.text()?))) else {
                continue;
            };
            let demand = Demand::of(repository, scope, workload);
            let version = demand.version(PodSecurity::Baseline).minor;
            // Both ways of writing are one: `net/ipv4/tcp_rmem`.
            let plain = text.replace('/', ".");
            let is_safe = |(safe, since): &(&str, u32)| *safe == plain && *since <= version;
            if is_placeholder(text) || SAFE.iter().any(is_safe) {
                continue;
            }
            let what = format!("the sysctl `{}` is not a safe one", shown(text));
            let harm = "a node refuses the pod unless its kubelet allows it";
            let harm = (Severity::Warning, harm);
            demand.say_anyway(found, PodSecurity::Baseline, name.mark, &what, harm);
        }
    }
}
