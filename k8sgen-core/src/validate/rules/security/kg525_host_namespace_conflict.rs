//! What a pod shares with its node, against what it keeps for itself.

use crate::validate::Version;
use crate::validate::finding::Severity;
use crate::validate::objects::{Place, contexts, is_true, title};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG525",
    name: "host-namespace-conflict",
    severity: Severity::Error,
    finds: "A pod that shares something with its node and asks for the opposite: `hostPID` with \
        `shareProcessNamespace`, `hostUsers: false` with `hostPID` or `hostIPC`, `hostNetwork` with a \
        `hostPort` other than the `containerPort`, `procMount: Unmasked` without `hostUsers: false`, \
        `hostProcess` without `hostNetwork`.",
    why: "The API server refuses the object.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  hostNetwork: true
  containers:
    - name: web
      image: shop/web:1.2.0
      ports:
        - containerPort: 8080
          hostPort: 80
",
    right: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  hostNetwork: true
  containers:
    - name: web
      image: shop/web:1.2.0
      ports:
        - containerPort: 8080
          hostPort: 8080
",
    help: "decide for one of the two, and take the other away",
    check: Check::Applied(check),
};

/// The first version with users of their own for every pod that asks.
const OWN_USERS: Version = Version {
    major: 1,
    minor: 33,
};

fn check(repository: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        let spec = workload.spec;
        let own_users = spec
            .at(["hostUsers"])
            .filter(|users| users.text() == Some("false"));
        let has_own_users = own_users.is_some();
        let host_network = is_true(spec, &["hostNetwork"]).is_some();
        if let (Some(_), Some(shared)) = (
            is_true(spec, &["hostPID"]),
            is_true(spec, &["shareProcessNamespace"]),
        ) {
            found.at(
                shared.mark,
                "`shareProcessNamespace: true` may not stand together with `hostPID: true`",
            );
        }
        if let Some(users) = own_users {
            for field in ["hostPID", "hostIPC"] {
                if is_true(spec, &[field]).is_some() {
                    let message =
                        format!("`hostUsers: false` may not stand together with `{field}: true`");
                    found.at(users.mark, message);
                }
            }
        }
        for container in workload.containers() {
            let context = container.node.at(["securityContext"]);
            let mount = context.and_then(|context| context.at(["procMount"]));
            let mount = mount.filter(|mount| mount.text() == Some("Unmasked"));
            let is_known = repository.options.kubernetes >= OWN_USERS;
            if let Some(mount) = mount.filter(|_| !has_own_users && is_known) {
                let of = title(&container);
                found.at(
                    mount.mark,
                    format!("`procMount: Unmasked` of {of} needs `hostUsers: false`"),
                );
            }
            if host_network && container.place == Place::Main {
                for port in container.items("ports") {
                    say_other_port(port, found);
                }
            }
        }
        let mut processes = contexts(workload)
            .filter_map(|context| is_true(context.node, &["windowsOptions", "hostProcess"]));
        if let Some(process) = processes.next().filter(|_| !host_network) {
            found.at(
                process.mark,
                "`hostProcess: true` needs `hostNetwork: true`",
            );
        }
    }
}

/// With the node's network, a port of the container is the node's.
fn say_other_port(port: &Node, found: &mut Found<'_>) {
    let number = |field| port.at([field])?.text()?.parse::<u16>().ok();
    let (Some(of_host), Some(of_container)) = (number("hostPort"), number("containerPort")) else {
        return;
    };
    if of_host != 0 && of_host != of_container {
        let mark = port.at(["hostPort"]).map_or(port.mark, |port| port.mark);
        let message = format!(
            "with `hostNetwork: true`, `hostPort: {of_host}` must be {of_container}, as `containerPort` is"
        );
        found.at(mark, message);
    }
}
