//! A selector that Kubernetes refuses.

use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_misfits;
use crate::validate::shape::Wrong;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG111",
    name: "invalid-selector",
    severity: Severity::Error,
    finds: "A requirement of a selector whose operator and values do not fit: `In` and `NotIn` need values, \
        `Exists` and `DoesNotExist` take none.",
    why: "The API server refuses the object.",
    wrong: "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
spec:
  podSelector:
    matchExpressions:
      - key: app
        operator: In
",
    right: "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
spec:
  podSelector:
    matchExpressions:
      - key: app
        operator: In
        values: [web]
",
    help: "give `In` and `NotIn` their values, and take them from `Exists` and `DoesNotExist`",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    say_misfits(repository, Wrong::Selector, found);
}
