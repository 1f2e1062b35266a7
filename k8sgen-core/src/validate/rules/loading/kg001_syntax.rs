//! A file that is not YAML.

use crate::validate::document::Break;
use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_broken;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG001",
    name: "syntax",
    severity: Severity::Error,
    finds: "A document that is not YAML: brackets or quotes that are not closed, or lines that are indented \
        wrongly.",
    why: "Nobody can read it, so nothing of it is applied; kustomize and GitOps engines refuse everything \
        that stands with it.",
    wrong: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  a: [1, 2
",
    right: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  a: \"[1, 2]\"
",
    help: "look at this line and those before it: indentation, quotes, and brackets that are not closed",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    say_broken(repository, Break::Syntax, found);
}
