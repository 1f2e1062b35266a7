//! Two autoscalers that pull at one workload.

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::{Autoscaler, Autoscalers};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG408",
    name: "two-autoscalers",
    severity: Severity::Error,
    finds: "Two autoscalers of one workload; as a warning, one that changes the number of pods beside a VerticalPodAutoscaler that changes what they ask for.",
    why: "A HorizontalPodAutoscaler whose pods are another one's stops with `AmbiguousSelector`: both do, and nothing is scaled. KEDA's ScaledObject makes such an autoscaler. A VerticalPodAutoscaler changes the requests that the other one measures against, and so both chase each other.",
    wrong: "\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web-cpu
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  maxReplicas: 5
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: 70
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web-memory
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  maxReplicas: 5
  metrics:
    - type: Resource
      resource:
        name: memory
        target:
          type: Utilization
          averageUtilization: 80
",
    right: "\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  maxReplicas: 5
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: 70
    - type: Resource
      resource:
        name: memory
        target:
          type: Utilization
          averageUtilization: 80
",
    help: "put all metrics into one autoscaler, which takes the largest number that one of them asks for",
    check: Check::Applied(check),
};

const TAKES_OVER: &str = "scaledobject.keda.sh/transfer-hpa-ownership";

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    let autoscalers = Autoscalers::of(scope);
    for autoscaler in autoscalers.as_slice() {
        // The first of them is left alone: each of the others is one too many.
        let Some(first) = autoscalers.beside(scope, autoscaler).first() else {
            continue;
        };
        let is_itself = first.document.kind() == autoscaler.document.kind()
            && first.document.name() == autoscaler.document.name();
        let takes_over = |one: &Autoscaler<'_>| {
            one.document
                .at(["metadata", "annotations", TAKES_OVER])
                .is_some()
        };
        if is_itself || takes_over(first) || takes_over(autoscaler) {
            continue;
        }
        if let Some((kind, name)) = autoscaler.scales() {
            let (kind, name) = (shown(kind), shown(name));
            let message = format!("{kind} `{name}` is scaled by {} as well", first.title());
            let (one, other) = (
                scope.place(first.document),
                scope.place(autoscaler.document),
            );
            let severity = if one == other {
                Severity::Error
            } else {
                Severity::Warning
            };
            let at = autoscaler.target.at(["name"]).unwrap_or(autoscaler.target);
            found.say(at.mark, severity, message, None);
        }
    }
    for vertical in scope.of_kind("VerticalPodAutoscaler") {
        beside_vertical(scope, &autoscalers, vertical, found);
    }
}

/// Says so if an autoscaler measures against what this one changes.
fn beside_vertical<'a>(
    scope: &Scope<'a>,
    autoscalers: &Autoscalers<'a>,
    vertical: &'a Document,
    found: &mut Found<'_>,
) {
    let Some(target) = vertical.at(["spec", "targetRef"]) else {
        return;
    };
    let mode = vertical.text_at(["spec", "updatePolicy", "updateMode"]);
    let policies = vertical.at(["spec", "resourcePolicy", "containerPolicies"]);
    let changes = |resource: &str| {
        let policies = policies.map_or(&[][..], Node::items).iter();
        let mut of_all = policies
            .filter(|policy| policy.at(["containerName"]).and_then(Node::text) == Some("*"));
        !of_all.any(|policy| {
            let controlled = policy.at(["controlledResources"]);
            let is_off = policy.at(["mode"]).and_then(Node::text) == Some("Off");
            is_off
                || controlled
                    .is_some_and(|of| of.items().iter().all(|item| item.text() != Some(resource)))
        })
    };
    let as_scaler = Autoscaler {
        document: vertical,
        target,
    };
    let measures =
        |autoscaler: &&Autoscaler<'_>| autoscaler.measures().iter().any(|of| changes(of));
    let beside = autoscalers.beside(scope, &as_scaler).iter().find(measures);
    if let Some(beside) = beside.filter(|_| mode != Some("Off")) {
        let message = format!(
            "this changes what pods ask for, and {} measures against it",
            beside.title()
        );
        let help = "set `updateMode: \"Off\"` to be advised only, or let the other one scale by something else";
        let at = target.at(["name"]).unwrap_or(target);
        found.say(at.mark, Severity::Warning, message, Some(help));
    }
}
