//! An autoscaler that measures against nothing.

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::{Autoscalers, Place, Workload};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::{Scope, may_meet};
use crate::yaml::Mark;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG407",
    name: "autoscaler-without-requests",
    severity: Severity::Warning,
    finds: "An autoscaler that measures CPU or memory in percent of what the pods ask for, where one of their containers asks for none.",
    why: "The autoscaler can't compute the percentage, of all containers of the pod together: it says `FailedGetResourceMetric`, and the number of pods stays as it is.",
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
          resources:
            requests:
              cpu: 250m
        - name: proxy
          image: proxy:1.2.0
---
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
          image: web:1.2.0
          resources:
            requests:
              cpu: 250m
        - name: proxy
          image: proxy:1.2.0
          resources:
            requests:
              cpu: 50m
---
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
",
    help: "give every container `resources.requests` of it, or measure one container (`type: ContainerResource`)",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    let autoscalers = Autoscalers::of(scope);
    if autoscalers.as_slice().is_empty() {
        return;
    }
    for workload in scope.workloads() {
        // A LimitRange fills in what is not there.
        let fills = |range: &&Document| may_meet(range.namespace(), workload.namespace());
        let autoscalers = autoscalers.scaling(scope, workload);
        if autoscalers.is_empty() || scope.of_kind("LimitRange").iter().any(fills) {
            continue;
        }
        for autoscaler in autoscalers {
            for metric in autoscaler.metrics() {
                without(
                    workload,
                    metric.resource,
                    metric.container,
                    metric.node.mark,
                    found,
                );
            }
            if autoscaler.is_usual() {
                let name = autoscaler.target.at(["name"]).unwrap_or(autoscaler.target);
                without(workload, "cpu", None, name.mark, found);
            }
        }
    }
}

/// Says which container does not ask for what is measured.
fn without(
    workload: &Workload<'_>,
    resource: &str,
    only: Option<&str>,
    mark: Mark,
    found: &mut Found<'_>,
) {
    let of_pod = |list| workload.spec.at(["resources", list, resource]);
    if of_pod("requests").or_else(|| of_pod("limits")).is_some() {
        return;
    }
    let mut containers = workload.containers();
    let lacking = containers.find(|container| {
        container.place == Place::Main
            && only.is_none_or(|only| only == container.name())
            && container.resource("requests", resource).is_none()
    });
    if let Some(container) = lacking {
        let message = format!(
            "`{}` is measured in percent of what is asked for, and container `{}` of {} asks for none",
            shown(resource),
            shown(container.name()),
            workload.title()
        );
        found.at(mark, message);
    }
}
