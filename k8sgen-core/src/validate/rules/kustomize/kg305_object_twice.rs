//! Two objects that are called the same.

use crate::validate::finding::Severity;
use crate::validate::kustomize::What;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_notes;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG305",
    name: "object-twice",
    severity: Severity::Error,
    finds: "Two objects of one kind, name and namespace in one overlay.",
    why: "kustomize can't tell which one is meant, and refuses to build.",
    wrong: "\
# file: kustomization.yaml
resources:
  - one.yaml
  - one-again.yaml
# file: one.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: one
# file: one-again.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: one
",
    right: "\
# file: kustomization.yaml
resources:
  - one.yaml
# file: one.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: one
",
    help: "keep one of the two, or give one another name or namespace",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    say_notes(repository, What::Twice, found);
}
