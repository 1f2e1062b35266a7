//! A probe of a port that the container does not name.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{instead, is_part, is_placeholder, port_number};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG213",
    name: "unknown-probe-port",
    severity: Severity::Error,
    finds: "A probe or a lifecycle hook whose `port` is a name that none of the container's own \
        ports has. A port of another container in the pod does not count.",
    why: "The kubelet can't find the port: the probe fails each time, and the container is \
        never ready, or is killed again and again.",
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
        - name: http
          containerPort: 8080
      readinessProbe:
        httpGet:
          path: /ready
          port: htttp
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
        - name: http
          containerPort: 8080
      readinessProbe:
        httpGet:
          path: /ready
          port: http
",
    help: "write the name of one of the container's `ports`, or the number",
    check: Check::Applied(check),
};

/// Where a container says ports by name.
const PLACES: [&[&str]; 8] = [
    &["readinessProbe", "httpGet", "port"],
    &["readinessProbe", "tcpSocket", "port"],
    &["livenessProbe", "httpGet", "port"],
    &["livenessProbe", "tcpSocket", "port"],
    &["startupProbe", "httpGet", "port"],
    &["startupProbe", "tcpSocket", "port"],
    &["lifecycle", "postStart", "httpGet", "port"],
    &["lifecycle", "preStop", "httpGet", "port"],
];

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads().iter().filter(|it| !is_part(it)) {
        for container in workload.containers() {
            let ports = container.items("ports").iter();
            let names: Vec<&str> = ports.filter_map(|port| port.at(["name"])?.text()).collect();
            let probed = PLACES
                .iter()
                .filter_map(|place| container.node.at(place.iter().copied()));
            for port in probed.filter(|port| port_number(port).is_none()) {
                let Some(name) = port.text().filter(|name| !names.contains(name)) else {
                    continue;
                };
                if is_placeholder(name) || names.iter().any(|name| is_placeholder(name)) {
                    continue;
                }
                let help = instead(name, "its ports are named", names.iter().copied());
                let title = shown(container.name());
                let message = format!("container `{title}` has no port named `{}`", shown(name));
                found.with_help(port.mark, message, help.as_deref());
            }
        }
    }
}
