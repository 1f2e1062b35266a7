//! An object without a kind.

use crate::validate::document::Break;
use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_broken;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG008",
    name: "no-kind",
    severity: Severity::Error,
    finds: "A document with `apiVersion` and `metadata`, and without `kind`.",
    why: "Nobody knows what it is; nothing of the file is applied.",
    wrong: "\
apiVersion: v1
metadata:
  name: settings
",
    right: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
",
    help: "add its `kind`",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    say_broken(repository, Break::NoKind, found);
}
