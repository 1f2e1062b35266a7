//! A label or an annotation that Kubernetes refuses.

use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_misfits;
use crate::validate::shape::Wrong;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG108",
    name: "invalid-label",
    severity: Severity::Error,
    finds: "A key of a label or an annotation, or a label's value, that Kubernetes refuses.",
    why: "The API server refuses the object.",
    wrong: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  labels:
    team: platform team
",
    right: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  labels:
    team: platform-team
",
    help: "a value has at most 63 letters, digits, `-`, `_` and `.`; longer or freer text goes into an \
        annotation",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    say_misfits(repository, Wrong::Label, found);
}
