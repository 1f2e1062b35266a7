//! A number of pods that two decide.

use crate::validate::finding::Severity;
use crate::validate::objects::{Autoscalers, number, set};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG405",
    name: "replicas-under-autoscaler",
    severity: Severity::Warning,
    finds: "A workload with `replicas` that an autoscaler scales.",
    why: "Each time that the manifest is applied, the number goes back to what is written, in the middle of the day's load, until the autoscaler sets it again. With Argo CD or Flux both fight without end.",
    wrong: "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
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
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  minReplicas: 3
  maxReplicas: 10
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
  minReplicas: 3
  maxReplicas: 10
",
    help: "take `replicas` away: the autoscaler's lower bound is what counts",
    check: Check::Applied(check),
};

fn check(repository: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    let autoscalers = Autoscalers::of(scope);
    if autoscalers.as_slice().is_empty() || leaves_replicas(repository) {
        return;
    }
    for workload in scope.workloads() {
        let Some(spec) = workload.document.at(["spec"]) else {
            continue;
        };
        if let Some(entry) = set(spec, &["replicas"]).next()
            && let Some(replicas) = number(&entry.value)
            && let Some(autoscaler) = autoscalers.scaling(scope, workload).first()
        {
            let message = format!(
                "`replicas` is {replicas}, and {} decides how many there are",
                autoscaler.title()
            );
            found.at(entry.value.mark, message);
        }
    }
}

/// Whether an Application of Argo CD is told to leave `replicas` as it finds them.
fn leaves_replicas(repository: &Repository<'_>) -> bool {
    let mut applications = repository
        .written()
        .of_kind("Application.argoproj.io")
        .iter();
    applications.any(|application| {
        let ignored = application
            .at(["spec", "ignoreDifferences"])
            .map_or(&[][..], Node::items);
        let lists = ignored.iter().flat_map(|ignored| {
            [
                ignored.at(["jsonPointers"]),
                ignored.at(["jqPathExpressions"]),
            ]
        });
        let mut paths = lists.flatten().flat_map(Node::items).filter_map(Node::text);
        paths.any(|path| matches!(path, "/spec/replicas" | ".spec.replicas"))
    })
}
