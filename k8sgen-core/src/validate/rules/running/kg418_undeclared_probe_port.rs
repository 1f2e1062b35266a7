//! A probe on a port that no container lists.

use crate::validate::finding::Severity;
use crate::validate::objects::{Container, Probe};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG418",
    name: "undeclared-probe-port",
    severity: Severity::Info,
    finds: "A probe whose port is a number that no container of the pod lists, and that no argument or variable of the container names.",
    why: "If nothing listens there, the pod never becomes ready, or is restarted again and again. Kubernetes does not check it: the list of ports is only for people.",
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
        let listed = || workload.containers().flat_map(|container| container.items("ports"));
        let is_listed = |port| {
            listed().any(|listed| listed.at(["containerPort"]).and_then(Node::text) == Some(port))
        };
        for container in workload.containers() {
            if container.items("ports").is_empty() {
                continue;
            }
            for probe in Probe::all(&container) {
                let is_elsewhere = probe.handlers().any(|way| way.value.at(["host"]).is_some());
                let Some(at) = probe.port().filter(|_| !is_elsewhere) else {
                    continue;
                };
                let port = at.text().unwrap_or_default();
                let is_number = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
                if is_number && !is_listed(port) && !names(&container, port) {
                    let message = format!(
                        "`{}` asks port {port}, which no container of {} lists",
                        probe.field,
                        workload.title()
                    );
                    found.at(at.mark, message);
                }
            }
        }
    }
}

/// Whether an argument or a variable of the container holds this number.
fn names(container: &Container<'_>, port: &str) -> bool {
    let arguments = ["command", "args"].into_iter().flat_map(|list| container.items(list));
    let values = container.variables().filter_map(|variable| variable.value());
    let mut texts = arguments.chain(values).filter_map(Node::text);
    texts.any(|text| text.split(|c: char| !c.is_ascii_digit()).any(|number| number == port))
}
