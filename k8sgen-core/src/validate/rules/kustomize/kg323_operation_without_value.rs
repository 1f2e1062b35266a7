//! Operations of patches that do not say which value they set.

use crate::validate::finding::Severity;
use crate::validate::kustomize::What;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_notes;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG323",
    name: "operation-without-value",
    severity: Severity::Warning,
    finds: "An operation `add`, `replace` or `test` of a JSON patch that has no `value`.",
    why: "kustomize takes it for null: what the operation was to set is empty then, and the API server refuses it or takes \
        its own default.",
    wrong: "\
# file: kustomization.yaml
resources:
  - web.yaml
patches:
  - target:
      kind: Service
    patch: |-
      - op: replace
        path: /spec/type
# file: web.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: ClusterIP
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
      - op: replace
        path: /spec/type
        value: NodePort
# file: web.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: ClusterIP
  selector:
    app: web
  ports:
    - port: 80
",
    help: "give the operation a `value`, or write `op: remove`",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    say_notes(repository, What::Valueless, found);
}
