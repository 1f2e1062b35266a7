//! A ConfigMap that is not there.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Holder, Lookout, uses};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use std::collections::BTreeSet;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG202",
    name: "missing-config-map",
    severity: Severity::Error,
    finds: "A pod that reads a ConfigMap which nothing makes, in `env`, `envFrom` or a volume, \
        and that does not say `optional: true`.",
    why: "The pod waits for it and does not start: CreateContainerConfigError, or a volume that \
        is never mounted.",
    wrong: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.2.0
      envFrom:
        - configMapRef:
            name: web
",
    right: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
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
      envFrom:
        - configMapRef:
            name: web
",
    help: "add the ConfigMap to what is applied, mend its name, or say `optional: true` where \
        the pod does without it",
    check: Check::Applied(check),
};

/// ConfigMaps that are made in every namespace, or in `kube-system`.
const GIVEN: [&str; 4] = [
    "kube-root-ca.crt",
    "openshift-service-ca.crt",
    "istio-ca-root-cert",
    "extension-apiserver-authentication",
];

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let lookout = Lookout::new(repository, scope);
    for workload in scope.workloads() {
        let namespace = workload.namespace();
        let mut said = BTreeSet::new();
        for used in uses(workload) {
            let Some(name) = used.name.text() else {
                continue;
            };
            if used.holder != Holder::ConfigMap
                || used.is_optional
                || GIVEN.contains(&name)
                || !said.insert(name)
            {
                continue;
            }
            if let Some(severity) = lookout.misses("ConfigMap", namespace, name) {
                let help = lookout.suggestion("ConfigMap", namespace, name);
                let message = format!("there is no ConfigMap `{}`", shown(name));
                found.say(used.name.mark, severity, message, help.as_deref());
            }
        }
    }
}
