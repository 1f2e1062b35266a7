//! A Secret that nothing makes.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Holder, Lookout, uses};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use std::collections::BTreeSet;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG204",
    name: "missing-secret",
    severity: Severity::Warning,
    finds: "A pod that reads a Secret which is neither in the repository nor made by anything \
        there: an ExternalSecret, a SealedSecret, a Certificate, an operator.",
    why: "The pod does not start before somebody makes it by hand. It is only worth a word \
        where all Secrets are made elsewhere, and a warning where others are made here.",
    wrong: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: v1
kind: Secret
metadata:
  name: database
stringData:
  PASSWORD: ${PASSWORD}
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
        - name: PASSWORD
          valueFrom:
            secretKeyRef:
              name: databse
              key: PASSWORD
",
    right: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: v1
kind: Secret
metadata:
  name: database
stringData:
  PASSWORD: ${PASSWORD}
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
        - name: PASSWORD
          valueFrom:
            secretKeyRef:
              name: database
              key: PASSWORD
",
    help: "make the Secret, best by an ExternalSecret or another object that holds no secret \
        itself, or mend its name",
    check: Check::Applied(check),
};

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let lookout = Lookout::new(repository, scope);
    for workload in scope.workloads() {
        let namespace = workload.namespace();
        let mut said = BTreeSet::new();
        for used in uses(workload) {
            let Some(name) = used.name.text() else {
                continue;
            };
            if used.holder != Holder::Secret || used.is_optional || !said.insert(name) {
                continue;
            }
            if let Some(severity) = lookout.misses_secret(namespace, name) {
                let help = lookout.suggestion("Secret", namespace, name);
                let message = format!("there is no Secret `{}`", shown(name));
                found.say(used.name.mark, severity, message, help.as_deref());
            }
        }
    }
}
