//! A tag that Kubernetes does not understand.

use crate::validate::document::Break;
use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_broken;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG006",
    name: "unknown-tag",
    severity: Severity::Error,
    finds: "A tag such as `!include` or `!Ref`.",
    why: "Kubernetes reads plain data. A tag is dropped or refused, never followed.",
    wrong: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  password: !vault secret/web
",
    right: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  password-of: secret/web
",
    help: "write the value itself: other files are not included, and nothing is run",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    say_broken(repository, Break::Tag, found);
}
