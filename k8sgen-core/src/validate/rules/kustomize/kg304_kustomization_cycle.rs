//! Kustomizations that take in themselves.

use crate::validate::finding::Severity;
use crate::validate::kustomize::What;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_notes;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG304",
    name: "kustomization-cycle",
    severity: Severity::Error,
    finds: "A kustomization that takes in itself, directly or by others.",
    why: "`kustomize build` refuses it.",
    wrong: "\
# file: overlay/kustomization.yaml
resources:
  - ../base
# file: base/kustomization.yaml
resources:
  - ../overlay
",
    right: "\
# file: overlay/kustomization.yaml
resources:
  - ../base
# file: base/kustomization.yaml
resources:
  - web.yaml
# file: base/web.yaml
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
    help: "take the path out in one of the two",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    say_notes(repository, What::Cycle, found);
    say_notes(repository, What::TooLarge, found);
}
