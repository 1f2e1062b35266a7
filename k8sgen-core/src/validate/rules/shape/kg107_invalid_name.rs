//! A name that Kubernetes refuses.

use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_misfits;
use crate::validate::shape::Wrong;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG107",
    name: "invalid-name",
    severity: Severity::Error,
    finds: "A name of an object, a namespace, a container or a volume, or a key of a ConfigMap or a Secret, that \
        Kubernetes refuses: most are lower-case letters, digits, `-` and `.`.",
    why: "The API server refuses the object.",
    wrong: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: Web_Settings
",
    right: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: web-settings
",
    help: "write lower-case letters, digits and `-`, with a letter or digit first and last",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    say_misfits(repository, Wrong::Name, found);
}
