//! A disruption budget that lets no pod go.

use crate::validate::finding::Severity;
use crate::validate::objects::{Amount, Autoscalers, Selector, Together, Workload};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG409",
    name: "budget-blocks-drains",
    severity: Severity::Warning,
    finds: "A PodDisruptionBudget that never lets a pod be evicted: `maxUnavailable: 0`, or a `minAvailable` of as many pods as there are.",
    why: "A node with such a pod can't be drained: upgrades of the cluster and autoscalers of nodes wait for it, some for ever. Often an overlay has one replica, and the base's budget stays.",
    wrong: "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
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
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  minAvailable: 1
  selector:
    matchLabels:
      app: web
",
    right: "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
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
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  minAvailable: 1
  selector:
    matchLabels:
      app: web
",
    help: "run one pod more than must be there, set `maxUnavailable: 1`, or leave the budget out of environments with one pod",
    check: Check::Applied(check),
};

/// Nobody writes a budget for so many workloads.
const MANY: usize = 100;

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    let together = Together::of(scope);
    let autoscalers = Autoscalers::of(scope);
    for budget in scope.of_kind("PodDisruptionBudget") {
        let amount = |field| {
            let node = budget.at(["spec", field])?;
            Some((node.mark, node.text()?, Amount::of(node)?))
        };
        if let Some((mark, text, may_miss)) = amount("maxUnavailable")
            && may_miss.is_zero()
        {
            let message = format!("`maxUnavailable: {text}` lets no pod go");
            found.at(mark, message);
        }
        let Some((mark, text, must_be)) = amount("minAvailable") else {
            continue;
        };
        if must_be == Amount::Percent(100) {
            found.at(mark, "`minAvailable: 100%` lets no pod go");
            continue;
        }
        let Some(node) = budget.at(["spec", "selector"]) else {
            continue;
        };
        let selector = Selector::of(node);
        let selected = together.selected(budget, &selector).take(MANY);
        let fewest: Option<Vec<u64>> = selected
            .map(|workload| fewest(scope, &autoscalers, workload))
            .collect();
        let fewest = fewest.filter(|fewest| fewest.len() < MANY);
        let pods: u64 = fewest.unwrap_or_default().iter().sum();
        if pods > 0 && must_be.up(pods) >= pods {
            let noun = if pods == 1 { "pod" } else { "pods" };
            let message = format!("`minAvailable: {text}` of {pods} {noun} lets none go");
            found.at(mark, message);
        }
    }
}

/// The fewest pods that a workload runs with; nothing if nobody knows.
fn fewest<'a>(
    scope: &Scope<'a>,
    autoscalers: &Autoscalers<'a>,
    workload: &Workload<'a>,
) -> Option<u64> {
    if let Some(autoscaler) = autoscalers.scaling(scope, workload).first() {
        return autoscaler.least();
    }
    // Where not all is known, an autoscaler may be among the rest.
    let is_known = scope.is_whole || workload.document.at(["spec", "replicas"]).is_some();
    workload.replicas().filter(|_| is_known)
}
