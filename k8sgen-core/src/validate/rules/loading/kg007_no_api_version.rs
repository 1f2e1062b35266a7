//! An object without an apiVersion.

use crate::validate::document::Break;
use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_broken;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG007",
    name: "no-api-version",
    severity: Severity::Error,
    finds: "A document with `kind` and `metadata`, and without `apiVersion`.",
    why: "The API server finds no kind by its name alone; nothing of the file is applied.",
    wrong: "\
kind: ConfigMap
metadata:
  name: settings
",
    right: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
",
    help: "add its `apiVersion`; `kubectl api-resources` lists them",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    say_broken(repository, Break::NoApiVersion, found);
}
