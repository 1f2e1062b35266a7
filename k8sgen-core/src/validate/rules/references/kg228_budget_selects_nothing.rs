//! A budget for no pods.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Lookout, Selector};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG228",
    name: "budget-selects-nothing",
    severity: Severity::Warning,
    finds: "A PodDisruptionBudget whose selector no pod of the repository fits, although there \
        are pods in the namespace with labels of the same keys, or one with the same values under others.",
    why: "It protects nothing: when nodes are drained, all pods may go at once.",
    wrong: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
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
          ports:
            - name: http
              containerPort: 8080
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: website
",
    right: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
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
          ports:
            - name: http
              containerPort: 8080
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: web
",
    help: "make the selector fit the labels of the pods' template",
    check: Check::Applied(check),
};

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let lookout = Lookout::new(repository, scope);
    for budget in scope.of_kind("PodDisruptionBudget") {
        let Some(selector) = budget.at(["spec", "selector"]).map(Selector::of) else {
            continue;
        };
        let nothing = lookout.selects_nothing(budget.namespace(), &selector);
        if let Some(nothing) = nothing.filter(|nothing| nothing.is_of_known_labels) {
            let instead = nothing.instead();
            let mark = nothing.nearest.map_or(selector.mark, |(_, miss)| miss.mark);
            let title = shown(budget.name());
            found.at(
                mark,
                format!("PodDisruptionBudget `{title}` selects no pods{instead}"),
            );
        }
    }
}
