//! A container that may take all memory of its node.

use crate::validate::finding::Severity;
use crate::validate::objects::{Defaults, has_resources, serves_nodes, title};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG529",
    name: "no-memory-limit",
    severity: Severity::Warning,
    finds: "A container with a request for memory and no limit, where no LimitRange in the repository may give \
        it one. For what serves the nodes themselves it is said as information.",
    why: "A leak takes the memory of the node, and the kernel then kills whatever it likes there, in other \
        pods as well.",
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
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
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
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
            limits:
              memory: 128Mi
",
    help: "write `resources.limits.memory`, as large as the request or a little larger; CPU needs no limit",
    check: Check::Applied(check),
};

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let defaults = Defaults::of(repository, scope);
    for workload in scope.workloads() {
        if defaults.reach(workload) {
            continue;
        }
        let severity = if serves_nodes(workload) {
            Severity::Info
        } else {
            Severity::Warning
        };
        for container in workload.containers().filter(has_resources) {
            let Some(request) = container.resource("requests", "memory") else {
                continue;
            };
            if container.resource("limits", "memory").is_none() {
                let message = format!("{} has no limit of memory", title(&container));
                found.say(request.mark, severity, message, None);
            }
        }
    }
}
