//! A key that a ConfigMap does not have.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Held, Holder, certainty, instead, is_placeholder, unhashed, uses};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use std::collections::BTreeMap;

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
    for workload in scope.workloads() {
        let mut known = BTreeMap::new();
        for used in uses(workload) {
            let Some(name) = used.name.text() else {
                continue;
            };
            if used.holder != Holder::ConfigMap || used.is_optional {
                continue;
            }
            let find = || Held::find(scope, Holder::ConfigMap, workload.namespace(), name);
            let Some(made) = known.entry(name).or_insert_with(find) else {
                continue;
            };
            for key in used.keys {
                let Some(text) = key.text().filter(|text| !made.keys.contains(text)) else {
                    continue;
                };
                if is_placeholder(text) {
                    continue;
                }
                let severity = certainty(scope, workload.document, made.by.iter().copied());
                let help = instead(text, "its keys are", made.keys.iter().copied());
                let message = format!(
                    "ConfigMap `{}` has no key `{}`",
                    shown(unhashed(name)),
                    shown(text)
                );
                found.say(key.mark, severity, message, help.as_deref());
            }
        }
    }
}
