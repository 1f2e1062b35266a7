//! A right of root that a container gets.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Demand, PodSecurity, is_placeholder, is_windows, title};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG505",
    name: "added-capability",
    severity: Severity::Error,
    finds: "A capability in `add` that the level of the Pod Security Standards does not allow: `baseline` allows \
        what containers have by default, `restricted` only `NET_BIND_SERVICE`. Where nobody demands a level, \
        those that give the node away are a warning.",
    why: "Capabilities are the parts of what root may do. With `SYS_ADMIN`, `SYS_MODULE` or `SYS_PTRACE`, a \
        container is hardly less than root on its node.",
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
      securityContext:
        capabilities:
          add: [SYS_ADMIN]
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
      securityContext:
        capabilities:
          add: [NET_BIND_SERVICE]
",
    help: "take it off `add`; if the program can't do without, give it a namespace of its own that allows it",
    check: Check::Applied(check),
};

/// What containers have by default, as far as they may add it.
const BASELINE: [&str; 13] = [
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];
const RESTRICTED: [&str; 1] = ["NET_BIND_SERVICE"];
/// Those with which a container takes its node.
const DANGEROUS: [&str; 8] = [
    "ALL",
    "BPF",
    "DAC_READ_SEARCH",
    "SYS_ADMIN",
    "SYS_BOOT",
    "SYS_MODULE",
    "SYS_PTRACE",
    "SYS_RAWIO",
];

fn check(repository: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        for container in workload.containers() {
            let added = container
                .node
                .at(["securityContext", "capabilities", "add"]);
            for added in added.map_or(&[][..], Node::items) {
                let Some(name) = added.text().filter(|name| !is_placeholder(name)) else {
                    continue;
                };
                let level = if !BASELINE.contains(&name) {
                    PodSecurity::Baseline
                } else if !RESTRICTED.contains(&name) && !is_windows(workload) {
                    PodSecurity::Restricted
                } else {
                    continue;
                };
                let what = format!(
                    "{} adds the capability `{}`",
                    title(&container),
                    shown(name)
                );
                let demand = Demand::of(repository, scope, workload);
                let plain = name.strip_prefix("CAP_").unwrap_or(name);
                if DANGEROUS.contains(&plain) {
                    let harm = (
                        Severity::Warning,
                        "with it, the container can take its node",
                    );
                    demand.say_anyway(found, level, added.mark, &what, harm);
                } else {
                    demand.say(found, level, added.mark, &what);
                }
            }
        }
    }
}
