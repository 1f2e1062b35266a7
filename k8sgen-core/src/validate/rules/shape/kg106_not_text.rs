//! A boolean or a number where text is read.

use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_misfits;
use crate::validate::shape::Wrong;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG106",
    name: "not-text",
    severity: Severity::Error,
    finds: "A value without quotes that YAML reads as a boolean or a number, where the field is text. \
        Kubernetes reads YAML 1.1, to which `yes`, `no`, `on` and `off` are booleans, and `0644` and \
        `1e3` are numbers.",
    why: "The API server refuses the object, or the value becomes another one: `1.10` becomes `1.1`.",
    wrong: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  ENABLED: yes
  PORT: 8080
",
    right: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  ENABLED: \"yes\"
  PORT: \"8080\"
",
    help: "write the value in quotes",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    say_misfits(repository, Wrong::NotText, found);
}
