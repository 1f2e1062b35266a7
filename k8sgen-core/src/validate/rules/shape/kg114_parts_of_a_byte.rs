//! Memory in thousandths of a byte.

use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_misfits;
use crate::validate::shape::Wrong;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG114",
    name: "parts-of-a-byte",
    severity: Severity::Warning,
    finds: "An amount of memory or storage with the unit `m`, which is a thousandth: `128m` is an eighth of a byte.",
    why: "It is taken. A limit like this kills each container as it starts, and a request asks for nothing.",
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
          resources:
            requests:
              memory: 128m
            limits:
              memory: 128m
",
    right: "\
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
          resources:
            requests:
              memory: 128Mi
            limits:
              memory: 128Mi
",
    help: "write `Mi` for megabytes",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    say_misfits(repository, Wrong::Fraction, found);
}
