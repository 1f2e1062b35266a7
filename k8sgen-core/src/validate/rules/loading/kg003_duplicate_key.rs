//! One key twice in one mapping.

use crate::validate::document::Break;
use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_broken;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG003",
    name: "duplicate-key",
    severity: Severity::Error,
    finds: "A key that stands twice in one mapping.",
    why: "Only one of the two counts, and which one depends on who reads the file. `kubectl` and kustomize \
        refuse it.",
    wrong: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  LEVEL: info
  LEVEL: debug
",
    right: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  LEVEL: debug
",
    help: "keep one of the two, or give one another name",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    say_broken(repository, Break::DuplicateKey, found);
}
