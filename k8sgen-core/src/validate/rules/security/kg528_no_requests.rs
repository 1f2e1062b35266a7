//! A container that asks for no memory or no CPU.

use crate::validate::finding::Severity;
use crate::validate::objects::{Defaults, has_resources, name_mark, title};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG528",
    name: "no-requests",
    severity: Severity::Warning,
    finds: "A container without a request for memory or for CPU, where no LimitRange and no \
        VerticalPodAutoscaler in the repository may give it one. A limit is a request as well.",
    why: "The scheduler takes the container for nothing, and puts it where there is no room. When memory runs \
        out, it is among the first to be killed.",
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
    help: "write `resources.requests` with what it needs when it is busy, as `kubectl top pod --containers` \
        shows",
    check: Check::Applied(check),
};

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let defaults = Defaults::of(repository, scope);
    for workload in scope.workloads() {
        if defaults.reach(workload) {
            continue;
        }
        for container in workload.containers().filter(has_resources) {
            let lacks = |resource| container.resource("requests", resource).is_none();
            let what = match (lacks("cpu"), lacks("memory")) {
                (true, true) => "neither CPU nor memory",
                (true, false) => "no CPU",
                (false, true) => "no memory",
                (false, false) => continue,
            };
            found.at(
                name_mark(&container),
                format!("{} requests {what}", title(&container)),
            );
        }
    }
}
