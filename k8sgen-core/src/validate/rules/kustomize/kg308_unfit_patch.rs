//! Patches that do not fit.

use crate::validate::finding::Severity;
use crate::validate::kustomize::What;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_notes;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG308",
    name: "unfit-patch",
    severity: Severity::Error,
    finds: "A patch, or another change, that does not fit the object that it is for.",
    why: "`kustomize build` refuses the whole overlay.",
    wrong: "\
# file: kustomization.yaml
resources:
  - web.yaml
patches:
  - target:
      kind: Service
    patch: |-
      - op: remove
        path: /spec/nothing
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
  - target:
      kind: Service
    patch: |-
      - op: remove
        path: /spec/selector
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
    help: "look at what the object has at that path",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    say_notes(repository, What::Unfit, found);
}
