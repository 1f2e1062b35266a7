//! A key that a ConfigMap does not have.

use crate::validate::finding::Severity;
use crate::validate::objects::{Holder, say_missing_keys};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG203",
    name: "missing-config-map-key",
    severity: Severity::Error,
    finds: "A pod that reads a key of a ConfigMap which has other keys, but not this one.",
    why: "The container does not start: CreateContainerConfigError, or a volume that is never \
        mounted.",
    wrong: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  LOG_LEVEL: info
---
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.2.0
      env:
        - name: LOGLEVEL
          valueFrom:
            configMapKeyRef:
              name: web
              key: LOGLEVEL
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
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.2.0
      env:
        - name: LOG_LEVEL
          valueFrom:
            configMapKeyRef:
              name: web
              key: LOG_LEVEL
",
    help: "add the key to the ConfigMap, mend its name, or say `optional: true` where the pod \
        does without it",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    say_missing_keys(found, scope, Holder::ConfigMap);
}
