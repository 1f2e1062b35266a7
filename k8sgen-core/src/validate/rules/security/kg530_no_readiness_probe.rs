//! A container that gets requests before it is ready.

use crate::validate::finding::Severity;
use crate::validate::objects::{Place, Selector, is_true, title};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG530",
    name: "no-readiness-probe",
    severity: Severity::Info,
    finds: "A container with a port to which a Service leads, and without a `readinessProbe`.",
    why: "The Service sends requests as soon as the container is started, and goes on while the program can't \
        answer: each rollout loses some.",
    wrong: "\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
      targetPort: http
---
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
          ports:
            - name: http
              containerPort: 8080
",
    right: "\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
      targetPort: http
---
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
          ports:
            - name: http
              containerPort: 8080
          readinessProbe:
            httpGet:
              path: /ready
              port: http
",
    help: "add a `readinessProbe` that asks the port the Service leads to",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for service in scope.of_kind("Service") {
        let Some(selector) = service.at(["spec", "selector"]) else {
            continue;
        };
        let selector = Selector::of_labels(selector);
        let takes_all = is_true(&service.node, &["spec", "publishNotReadyAddresses"]).is_some();
        if takes_all || selector.is_empty() || !selector.is_known {
            continue;
        }
        let ports = service.at(["spec", "ports"]).map_or(&[][..], Node::items);
        let targets: Vec<&str> = ports
            .iter()
            .filter_map(|port| port.at(["targetPort"]).or_else(|| port.at(["port"])))
            .filter_map(Node::text)
            .collect();
        let workloads = scope.all_workloads();
        for workload in workloads.selected(service.namespace(), &selector) {
            if matches!(workload.kind(), "Job" | "CronJob") {
                continue;
            }
            for container in workload.containers() {
                let is_meant = |port: &Node| {
                    let fields = ["containerPort", "name"].into_iter();
                    let mut said = fields.filter_map(|field| port.at([field])?.text());
                    said.any(|said| targets.contains(&said))
                };
                let runs_on = matches!(container.place, Place::Main | Place::Sidecar);
                let port = container.items("ports").iter().find(|port| is_meant(port));
                let Some(port) = port.filter(|_| runs_on) else {
                    continue;
                };
                if container.node.at(["readinessProbe"]).is_none() {
                    let of = title(&container);
                    let message = format!("a Service leads to {of}, which has no `readinessProbe`");
                    found.at(port.mark, message);
                }
            }
        }
    }
}
