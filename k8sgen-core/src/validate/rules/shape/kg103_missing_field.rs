//! A field that must be there.

use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_misfits;
use crate::validate::shape::Wrong;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG103",
    name: "missing-field",
    severity: Severity::Error,
    finds: "A field that the kind must have, and that is not there.",
    why: "The API server refuses the object.",
    wrong: "\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - name: http
",
    right: "\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
",
    help: "add the field; `kubectl explain` says what it means",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    say_misfits(repository, Wrong::Missing, found);
}
