//! Lines that are indented with tabs.

use crate::validate::document::Break;
use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_broken;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG002",
    name: "tab-indentation",
    severity: Severity::Error,
    finds: "A line that is indented with a tab where YAML wants spaces.",
    why: "YAML forbids tabs there, because editors disagree on how wide they are. The file can't be read.",
    wrong: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
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
    help: "indent with spaces, and have your editor do so in YAML files",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    say_broken(repository, Break::Tab, found);
}
