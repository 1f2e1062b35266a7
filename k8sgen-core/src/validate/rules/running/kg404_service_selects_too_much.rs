//! A Service that selects pods which are not meant.

use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::{Selector, Together, Workload, is_placeholder};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG404",
    name: "service-selects-too-much",
    severity: Severity::Warning,
    finds: "A Service that selects the pods of two programs, of two environments, or of a Job beside those of a server.",
    why: "The Service sends each request to any of its pods, and so some requests go where nobody answers. The pods of a Job count as ready at once. Labels that kustomize lays on everything (`commonLabels`) make such selectors.",
    wrong: "\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    part-of: shop
  ports:
    - port: 80
      targetPort: 8080
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
      part-of: shop
  template:
    metadata:
      labels:
        app: web
        part-of: shop
    spec:
      containers:
        - name: web
          image: web:1.2.0
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: worker
spec:
  selector:
    matchLabels:
      app: worker
      part-of: shop
  template:
    metadata:
      labels:
        app: worker
        part-of: shop
    spec:
      containers:
        - name: worker
          image: worker:1.2.0
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
      targetPort: 8080
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
      part-of: shop
  template:
    metadata:
      labels:
        app: web
        part-of: shop
    spec:
      containers:
        - name: web
          image: web:1.2.0
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: worker
spec:
  selector:
    matchLabels:
      app: worker
      part-of: shop
  template:
    metadata:
      labels:
        app: worker
        part-of: shop
    spec:
      containers:
        - name: worker
          image: worker:1.2.0
",
    help: "ask in the selector for a label that only the right pods have",
    check: Check::Applied(check),
};

/// More workloads than anybody's Service selects.
const MANY: usize = 100;
/// Labels that say which program it is.
const PROGRAM: [&str; 5] = [
    "app.kubernetes.io/name",
    "app.kubernetes.io/instance",
    "app",
    "k8s-app",
    "name",
];
/// Labels that say which environment it is.
const ENVIRONMENT: [&str; 4] = [
    "environment",
    "env",
    "stage",
    "app.kubernetes.io/environment",
];
/// Labels that say which part of a program it is: one Service may well be for several.
const PART: [&str; 3] = ["app.kubernetes.io/component", "component", "tier"];

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    let together = Together::of(scope);
    for service in scope.of_kind("Service") {
        let Some(node) = service.at(["spec", "selector"]) else {
            continue;
        };
        let selector = Selector::of_labels(node);
        let kind = service.text_at(["spec", "type"]);
        if selector.is_empty() || kind == Some("ExternalName") {
            continue;
        }
        let selected = together.selected(service, &selector).take(MANY);
        let mut reached = selected.filter(|workload| receives(service, workload));
        let Some(first) = reached.next() else {
            continue;
        };
        // A headless Service is an address book: it may well hold more than one kind of pods.
        let is_headless = service.text_at(["spec", "clusterIP"]) == Some("None");
        let is_unlike = |other: &Workload<'_>| {
            differ(first, other, &ENVIRONMENT).is_some()
                || !is_headless
                    && (ends(first) != ends(other)
                        || differ(first, other, &PROGRAM).is_some()
                        || differ(first, other, &PART).is_some()
                            && declares(service, first) != declares(service, other))
        };
        if let Some(other) = reached.find(|other| is_unlike(other)) {
            let message = format!(
                "this selects the pods of {} and those of {}",
                first.title(),
                other.title()
            );
            found.at(node.mark, message);
        }
    }
}

/// Whether its pods end by themselves.
fn ends(workload: &Workload<'_>) -> bool {
    matches!(workload.kind(), "Job" | "CronJob")
}

/// The first of these labels that both have, with different values.
fn differ<'a>(one: &Workload<'_>, other: &Workload<'_>, labels: &[&'a str]) -> Option<&'a str> {
    let differs = |label: &&&str| {
        let values = (one.labels().get(label), other.labels().get(label));
        matches!(values, (Some(one), Some(other)) if one != other && !is_placeholder(one) && !is_placeholder(other))
    };
    labels.iter().find(differs).copied()
}

/// The ports of the pods that a Service sends to.
fn targets(service: &Document) -> impl Iterator<Item = &str> {
    let ports = service.at(["spec", "ports"]).map_or(&[][..], Node::items);
    ports.iter().filter_map(|port| {
        let target = port.at(["targetPort"]).or_else(|| port.at(["port"]))?;
        target.text()
    })
}

/// Whether a container of the workload has this field of a port set to this.
fn has_port(workload: &Workload<'_>, field: &str, value: &str) -> bool {
    let mut ports = workload
        .containers()
        .flat_map(|container| container.items("ports"));
    ports.any(|port| port.at([field]).and_then(Node::text) == Some(value))
}

/// Whether something of the Service comes to these pods: a port's name leaves out those that don't have it.
fn receives(service: &Document, workload: &Workload<'_>) -> bool {
    let is_number = |target: &str| target.bytes().all(|byte| byte.is_ascii_digit());
    targets(service).any(|target| is_number(target) || has_port(workload, "name", target))
}

/// Whether its containers list all ports that the Service sends to.
fn declares(service: &Document, workload: &Workload<'_>) -> bool {
    targets(service).all(|target| {
        has_port(workload, "containerPort", target) || has_port(workload, "name", target)
    })
}
