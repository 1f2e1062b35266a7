//! A program that gets no time to end.

use crate::validate::finding::Severity;
use crate::validate::objects::{Workload, number};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG424",
    name: "no-grace",
    severity: Severity::Warning,
    finds: "A StatefulSet, or as a word of advice a Deployment, with `terminationGracePeriodSeconds: 0`.",
    why: "Each rollout, drain and scale-down kills the containers at once: requests break off, and files may be left half written. Of a StatefulSet, two pods of one name may run at the same time, which can destroy its data.",
    wrong: "\
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      terminationGracePeriodSeconds: 0
      containers:
        - name: db
          image: db:1.2.0
",
    right: "\
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      terminationGracePeriodSeconds: 60
      containers:
        - name: db
          image: db:1.2.0
",
    help: "take it away, for 30 seconds, or give as many as the program needs",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    // Agents of a node, and pods that somebody makes by hand, may well end at once.
    let serves = |workload: &&Workload<'_>| matches!(workload.kind(), "Deployment" | "StatefulSet");
    for workload in scope.workloads().iter().filter(serves) {
        let grace = workload.spec.at(["terminationGracePeriodSeconds"]);
        if let Some(grace) = grace.filter(|grace| number(grace) == Some(0)) {
            let message = format!(
                "the pods of {} are killed without any time to end",
                workload.title()
            );
            let severity = match workload.kind() {
                "StatefulSet" => Severity::Warning,
                _ => Severity::Info,
            };
            found.say(grace.mark, severity, message, None);
        }
    }
}
