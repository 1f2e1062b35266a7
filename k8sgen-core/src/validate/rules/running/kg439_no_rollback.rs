//! A workload that keeps no earlier version.

use crate::validate::finding::Severity;
use crate::validate::objects::number;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG439",
    name: "no-rollback",
    severity: Severity::Warning,
    finds: "A workload with `revisionHistoryLimit: 0`.",
    why: "`kubectl rollout undo` has nothing to go back to: at night, with a broken version, there is one way less out.",
    wrong: "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  revisionHistoryLimit: 0
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
  revisionHistoryLimit: 3
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
    help: "keep at least 1; 10 are kept if it is not set",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        let limit = workload.document.at(["spec", "revisionHistoryLimit"]);
        if let Some(limit) = limit.filter(|limit| number(limit) == Some(0)) {
            let message = format!(
                "{} keeps nothing that a rollout could be undone to",
                workload.title()
            );
            found.at(limit.mark, message);
        }
    }
}
