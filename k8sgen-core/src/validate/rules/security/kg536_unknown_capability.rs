//! A capability that there is not.

use crate::problem::{nearest, shown};
use crate::validate::finding::Severity;
use crate::validate::objects::is_placeholder;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG536",
    name: "unknown-capability",
    severity: Severity::Warning,
    finds: "A name in `capabilities.add` or `capabilities.drop` that is none of Linux' capabilities. Kubernetes \
        writes them without `CAP_`.",
    why: "Container runtimes differ in what they do with it: some do not start the container, others take no \
        notice, so that it lacks a right or keeps one.",
    wrong: "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: shop/web:1.2.0
          securityContext:
            capabilities:
              drop: [ALL]
              add: [NET_BIND_SERVICES]
",
    right: "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: shop/web:1.2.0
          securityContext:
            capabilities:
              drop: [ALL]
              add: [NET_BIND_SERVICE]
",
    help: "write the name as capabilities(7) has it, without `CAP_`",
    check: Check::Applied(check),
};

const KNOWN: [&str; 42] = [
    "ALL",
    "AUDIT_CONTROL",
    "AUDIT_READ",
    "AUDIT_WRITE",
    "BLOCK_SUSPEND",
    "BPF",
    "CHECKPOINT_RESTORE",
    "CHOWN",
    "DAC_OVERRIDE",
    "DAC_READ_SEARCH",
    "FOWNER",
    "FSETID",
    "IPC_LOCK",
    "IPC_OWNER",
    "KILL",
    "LEASE",
    "LINUX_IMMUTABLE",
    "MAC_ADMIN",
    "MAC_OVERRIDE",
    "MKNOD",
    "NET_ADMIN",
    "NET_BIND_SERVICE",
    "NET_BROADCAST",
    "NET_RAW",
    "PERFMON",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYSLOG",
    "SYS_ADMIN",
    "SYS_BOOT",
    "SYS_CHROOT",
    "SYS_MODULE",
    "SYS_NICE",
    "SYS_PACCT",
    "SYS_PTRACE",
    "SYS_RAWIO",
    "SYS_RESOURCE",
    "SYS_TIME",
    "SYS_TTY_CONFIG",
    "WAKE_ALARM",
];

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        for container in workload.containers() {
            for list in ["add", "drop"] {
                let list = ["securityContext", "capabilities", list];
                for item in container.node.at(list).map_or(&[][..], Node::items) {
                    let Some(text) = item.text().filter(|text| !is_placeholder(text)) else {
                        continue;
                    };
                    let name = text.to_ascii_uppercase();
                    if KNOWN.contains(&name.as_str()) {
                        continue;
                    }
                    let plain = name.strip_prefix("CAP_").unwrap_or(&name);
                    let help = match nearest(plain, KNOWN) {
                        Some(meant) if meant == plain => Some(format!("write `{meant}`")),
                        Some(meant) => Some(format!("did you mean `{meant}`?")),
                        None => None,
                    };
                    let message = format!("there is no capability `{}`", shown(text));
                    found.with_help(item.mark, message, help.as_deref());
                }
            }
        }
    }
}
