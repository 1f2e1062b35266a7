//! Two disruption budgets for one pod.

use std::collections::HashMap;

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::{Selector, Together};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Mark;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG410",
    name: "two-budgets",
    severity: Severity::Error,
    finds: "Two PodDisruptionBudgets that select the pods of one workload.",
    why: "Kubernetes evicts no pod that has more than one budget: it answers with an error, and the drain of a node waits until somebody comes.",
    wrong: "\
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: web
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: all
spec:
  maxUnavailable: 1
  selector: {}
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
          image: web:1.2.0
",
    right: "\
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: web
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
          image: web:1.2.0
",
    help: "let each pod be selected by one budget",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    // What selects a workload first, by the place of its template.
    let mut first: HashMap<Mark, &Document> = HashMap::new();
    let together = Together::of(scope);
    for budget in scope.of_kind("PodDisruptionBudget") {
        let Some(node) = budget.at(["spec", "selector"]) else {
            continue;
        };
        let selector = Selector::of(node);
        for workload in together.selected(budget, &selector) {
            match first.get(&workload.template.mark) {
                Some(other) if other.name() != budget.name() => {
                    let message = format!(
                        "the pods of {} are in the budget `{}` as well",
                        workload.title(),
                        shown(other.name())
                    );
                    found.at(node.mark, message);
                    break;
                }
                Some(_) => {}
                None => {
                    first.insert(workload.template.mark, budget);
                }
            }
        }
    }
}
