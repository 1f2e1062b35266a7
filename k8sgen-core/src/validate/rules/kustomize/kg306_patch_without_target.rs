//! Patches for nothing.

use crate::validate::finding::Severity;
use crate::validate::kustomize::What;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_notes;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG306",
    name: "patch-without-target",
    severity: Severity::Error,
    finds: "A patch for an object that is not there.",
    why: "kustomize refuses to build: a patch changes what is there, and makes nothing.",
    wrong: "\
# file: kustomization.yaml
resources:
  - web.yaml
patches:
  - patch: |-
      apiVersion: v1
      kind: Service
      metadata:
        name: wbe
# file: web.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
",
    right: "\
# file: kustomization.yaml
resources:
  - web.yaml
patches:
  - patch: |-
      apiVersion: v1
      kind: Service
      metadata:
        name: web
# file: web.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
",
    help: "write apiVersion, kind, name and namespace as the object itself has them",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    say_notes(repository, What::NoTarget, found);
}
