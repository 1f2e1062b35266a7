//! An object that stands in one file twice.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use std::collections::HashSet;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG238",
    name: "applied-twice",
    severity: Severity::Warning,
    finds: "Two objects of one kind, name and namespace in one file that no kustomization takes \
        in.",
    why: "The second one is applied over the first, and takes away what only the first says.",
    wrong: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  LOG_LEVEL: info
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  REGION: eu-west-1
",
    right: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  LOG_LEVEL: info
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: web-region
data:
  REGION: eu-west-1
",
    help: "keep one of the two, or give one another name or namespace",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    if scope.folder.is_some() {
        return;
    }
    let mut seen = HashSet::new();
    for document in scope.documents() {
        let (kind, name) = (document.kind(), document.name());
        let object = (
            &*document.path,
            document.group(),
            kind,
            document.namespace(),
            name,
        );
        if !name.is_empty() && !seen.insert(object) {
            let message = format!(
                "there is a second {} `{}` in this file",
                shown(kind),
                shown(name)
            );
            found.at(document.mark(), message);
        }
    }
}
