//! A deadline that comes before a pod can count as ready.

use crate::validate::finding::Severity;
use crate::validate::objects::number;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG412",
    name: "deadline-before-ready",
    severity: Severity::Error,
    finds: "A Deployment whose `progressDeadlineSeconds` is not more than its `minReadySeconds`.",
    why: "The API server refuses the object: every rollout would be late before its first pod counts. Without `progressDeadlineSeconds` the deadline is 600 seconds.",
    wrong: "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  minReadySeconds: 120
  progressDeadlineSeconds: 60
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
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  minReadySeconds: 120
  progressDeadlineSeconds: 600
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
    help: "give a rollout more time than a pod needs to count: `progressDeadlineSeconds` well above `minReadySeconds`",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for deployment in scope.of_kind("Deployment") {
        let deadline = deployment.at(["spec", "progressDeadlineSeconds"]);
        let ready = deployment.at(["spec", "minReadySeconds"]);
        let Some(at) = deadline.or(ready) else {
            continue;
        };
        let seconds = |node: Option<&Node>, usual| node.map_or(Some(usual), number);
        if let (Some(deadline), Some(ready)) = (seconds(deadline, 600), seconds(ready, 0))
            && deadline <= ready
        {
            let message = format!(
                "a pod counts as ready after {ready} seconds (`minReadySeconds`), and the rollout must get on within {deadline} (`progressDeadlineSeconds`)"
            );
            found.at(at.mark, message);
        }
    }
}
