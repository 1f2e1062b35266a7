//! A key that a Secret does not have.

use crate::validate::finding::Severity;
use crate::validate::objects::{Holder, say_missing_keys};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG205",
    name: "missing-secret-key",
    severity: Severity::Error,
    finds: "A pod that reads a key of a Secret whose keys are all known, and this one is not \
        among them. An ExternalSecret says which keys its Secret has.",
    why: "The container does not start: CreateContainerConfigError, or a volume that is never \
        mounted.",
    wrong: "\
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: web
spec:
  secretStoreRef:
    name: vault
    kind: ClusterSecretStore
  target:
    name: web
  data:
    - secretKey: PASSWORD
      remoteRef:
        key: shop/PASSWORD
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
        - name: PASWORD
          valueFrom:
            secretKeyRef:
              name: web
              key: PASWORD
",
    right: "\
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: web
spec:
  secretStoreRef:
    name: vault
    kind: ClusterSecretStore
  target:
    name: web
  data:
    - secretKey: PASSWORD
      remoteRef:
        key: shop/PASSWORD
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
              name: web
              key: PASSWORD
",
    help: "add the key to what makes the Secret, mend its name, or say `optional: true` where \
        the pod does without it",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    say_missing_keys(found, scope, Holder::Secret);
}
