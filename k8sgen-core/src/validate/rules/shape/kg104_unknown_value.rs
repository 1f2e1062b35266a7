//! A text that its field does not take.

use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_misfits;
use crate::validate::shape::Wrong;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG104",
    name: "unknown-value",
    severity: Severity::Error,
    finds: "A text that is none of those that the field takes. In a custom resource also one that does not match the \
        pattern that its definition demands, and a number that is none of those that it lists.",
    why: "The API server refuses the object.",
    wrong: "\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: Loadbalancer
  selector:
    app: web
  ports:
    - port: 80
",
    right: "\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: LoadBalancer
  selector:
    app: web
  ports:
    - port: 80
",
    help: "write one of the values that the field takes",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    say_misfits(repository, Wrong::Choice, found);
    say_misfits(repository, Wrong::Pattern, found);
}
