//! Workloads that select each other's pods.

use crate::validate::finding::Severity;
use crate::validate::objects::{Together, Workload};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG402",
    name: "selectors-overlap",
    severity: Severity::Warning,
    finds: "A workload whose selector also fits the pods of another one in its namespace.",
    why: "Each of the two counts the other's pods as its own: autoscalers take the average of both, `kubectl` shows both, budgets count both, and controllers may take over or delete pods that they did not make. Kubernetes says that selectors must not overlap, and does not check it.",
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
          image: web:1.2.0
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web-canary
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
        track: canary
    spec:
      containers:
        - name: web-canary
          image: web-canary:1.2.0
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
      track: stable
  template:
    metadata:
      labels:
        app: web
        track: stable
    spec:
      containers:
        - name: web
          image: web:1.2.0
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web-canary
spec:
  selector:
    matchLabels:
      app: web
      track: canary
  template:
    metadata:
      labels:
        app: web
        track: canary
    spec:
      containers:
        - name: web-canary
          image: web-canary:1.2.0
",
    help: "give each workload a label of its own, and ask for it in the selector; a selector can't be changed later, so make the workload anew",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    let together = Together::of(scope);
    for workload in scope.workloads() {
        let Some(selector) = workload.selector() else {
            continue;
        };
        // What selects nothing of its own has another problem.
        if selector.is_empty() || !selector.fits(workload.labels()) {
            continue;
        }
        let is_other = |other: &&Workload<'_>| {
            let is_same = other.kind() == workload.kind()
                && other.document.name() == workload.document.name();
            !is_same && other.selector().is_some()
        };
        let Some(other) = together
            .selected(workload.document, &selector)
            .find(is_other)
        else {
            continue;
        };
        // Of two that select each other, the second is one too many.
        let is_mutual = other
            .selector()
            .is_some_and(|of| of.fits(workload.labels()));
        if is_mutual && other.template.mark > workload.template.mark {
            continue;
        }
        let message = format!("this also fits the pods of {}", other.title());
        found.at(selector.mark, message);
    }
}
