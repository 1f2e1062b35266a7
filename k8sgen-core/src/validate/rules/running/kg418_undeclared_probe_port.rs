//! A probe on a port that no container lists.

use crate::validate::finding::Severity;
use crate::validate::objects::{Container, Probe};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::{Mark, Node};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG418",
    name: "undeclared-probe-port",
    severity: Severity::Info,
    finds: "A probe whose port is a number that no container of the pod lists and no argument or variable names, beside a probe of the same container that asks a listed port.",
    why: "If nothing listens there, the pod never becomes ready, or is restarted again and again. Kubernetes does not check it: the list of ports is only for people. Where all probes of a container ask one port of their own, nothing is said.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.2.0
      ports:
        - containerPort: 8080
      livenessProbe:
        httpGet:
          path: /live
          port: 8080
      readinessProbe:
        httpGet:
          path: /ready
          port: 8800
",
    right: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.2.0
      ports:
        - containerPort: 8080
      livenessProbe:
        httpGet:
          path: /live
          port: 8080
      readinessProbe:
        httpGet:
          path: /ready
          port: 8080
",
    help: "ask the port that the container listens on, or list this one in `ports`, with a name that the probe can use",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        let listed = || {
            workload
                .containers()
                .flat_map(|container| container.items("ports"))
        };
        let is_listed = |port: &str| {
            let is_it =
                |listed: &Node, field| listed.at([field]).and_then(Node::text) == Some(port);
            listed().any(|listed| is_it(listed, "containerPort") || is_it(listed, "name"))
        };
        for container in workload.containers() {
            let asked = Probe::all(&container).filter_map(|probe| Some((probe, port(&probe)?)));
            let (known, unknown): (Vec<_>, Vec<_>) =
                asked.partition(|(_, (_, port))| is_listed(port));
            for (probe, (mark, port)) in unknown.into_iter().filter(|_| !known.is_empty()) {
                let is_number = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
                if is_number && !names(&container, port) {
                    let message = format!(
                        "`{}` asks port {port}, which no container of {} lists",
                        probe.field,
                        workload.title()
                    );
                    found.at(mark, message);
                }
            }
        }
    }
}

/// The port of the pod that a probe asks.
fn port<'a>(probe: &Probe<'a>) -> Option<(Mark, &'a str)> {
    let is_elsewhere = probe.handlers().any(|way| way.value.at(["host"]).is_some());
    let port = probe.port().filter(|_| !is_elsewhere)?;
    Some((port.mark, port.text()?))
}

/// Whether an argument or a variable of the container holds this number.
fn names(container: &Container<'_>, port: &str) -> bool {
    let arguments = ["command", "args"]
        .into_iter()
        .flat_map(|list| container.items(list));
    let values = container
        .variables()
        .filter_map(|variable| variable.value());
    let mut texts = arguments.chain(values).filter_map(Node::text);
    texts.any(|text| {
        text.split(|c: char| !c.is_ascii_digit())
            .any(|number| number == port)
    })
}
