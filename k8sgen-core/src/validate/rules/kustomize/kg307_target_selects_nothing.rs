//! Selectors that nothing fits.

use crate::validate::finding::Severity;
use crate::validate::kustomize::What;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_notes;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG307",
    name: "target-selects-nothing",
    severity: Severity::Warning,
    finds: "A `target` or `select` that no object fits.",
    why: "kustomize builds without a word, and nothing is changed.",
    wrong: "\
# file: kustomization.yaml
resources:
  - web.yaml
patches:
  - target:
      kind: Serivce
    patch: |-
      - op: add
        path: /metadata/labels
        value: {tier: web}
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
      - op: add
        path: /metadata/labels
        value: {tier: web}
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
    help: "mend the selector; its patterns must fit a whole name",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    say_notes(repository, What::Unselected, found);
}
