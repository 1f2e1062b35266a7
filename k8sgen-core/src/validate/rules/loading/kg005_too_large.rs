//! A file that unfolds to more than anybody writes.

use crate::validate::document::Break;
use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_broken;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG005",
    name: "too-large",
    severity: Severity::Error,
    finds: "A file whose aliases unfold to more values than anybody writes, such as a YAML bomb.",
    why: "Readers run out of memory, or refuse it: `kubectl` and the API server have limits of their own.",
    wrong: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: bomb
data:
  # a: &a [x, x], b: &b [*a, *a], and so on, sixty times
  a: b
",
    right: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  a: b
",
    help: "write out what is meant; what an alias repeats counts every time",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    say_broken(repository, Break::TooLarge, found);
}
