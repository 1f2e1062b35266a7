//! A container that takes a port of its node.

use crate::validate::finding::Severity;
use crate::validate::objects::{Demand, PodSecurity, title};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG504",
    name: "host-port",
    severity: Severity::Error,
    finds: "A container's port with a `hostPort`, where the Pod Security Standards are at least `baseline`.",
    why: "The port is open on the node's own address, whatever Services and Ingresses say, and only one such \
        pod fits on a node.",
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
      ports:
        - containerPort: 8080
          hostPort: 8080
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
      ports:
        - containerPort: 8080
",
    help: "take `hostPort` away, and let a Service lead to the port",
    check: Check::Applied(check),
};

fn check(repository: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        for container in workload.containers() {
            for port in container.items("ports") {
                let Some(host_port) = port.at(["hostPort"]) else {
                    continue;
                };
                let number = host_port.text().and_then(|port| port.parse::<u16>().ok());
                let Some(number) = number.filter(|number| *number != 0) else {
                    continue;
                };
                let what = format!("{} has `hostPort: {number}`", title(&container));
                let demand = Demand::of(repository, scope, workload);
                demand.say(found, PodSecurity::Baseline, host_port.mark, &what);
            }
        }
    }
}
