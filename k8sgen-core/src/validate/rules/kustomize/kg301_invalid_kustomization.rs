//! What kustomize can't read.

use crate::validate::finding::Severity;
use crate::validate::kustomize::What;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_notes;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG301",
    name: "invalid-kustomization",
    severity: Severity::Error,
    finds: "A kustomization, or a file that it takes in, which kustomize can't read: an unknown field, a value of another type, an object without kind or name.",
    why: "`kustomize build` refuses the whole overlay, and nothing of it is applied.",
    wrong: "\
# file: kustomization.yaml
resource:
  - web.yaml
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
    help: "look at the field's name and at what it holds; `kustomize` knows no others",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    say_notes(repository, What::Invalid, found);
}
