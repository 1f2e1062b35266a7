//! A selector that does not select the pods of its own template.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG401",
    name: "selector-differs",
    severity: Severity::Error,
    finds: "A workload whose `selector` asks for a label that its pods' template does not have.",
    why: "The API server refuses the object: what it makes would not be its own.",
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
        app: web-ui
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
    help: "give the template the labels that the selector asks for",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        let Some(selector) = workload.selector() else {
            continue;
        };
        let Some(miss) = selector.misses(workload.labels()) else {
            continue;
        };
        let key = shown(miss.key);
        let wanted = match miss.wanted {
            Some(wanted) => format!("`{key}: {}`", shown(wanted)),
            None => format!("another `{key}`"),
        };
        let is = match miss.is {
            Some(is) => format!("has `{key}: {}`", shown(is)),
            None => "has no such label".to_owned(),
        };
        found.at(
            miss.mark,
            format!("the selector asks for {wanted}, and the template {is}"),
        );
    }
}
