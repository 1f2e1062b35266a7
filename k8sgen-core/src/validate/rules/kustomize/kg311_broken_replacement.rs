//! Replacements that lead nowhere.

use crate::validate::finding::Severity;
use crate::validate::kustomize::What;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_notes;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG311",
    name: "broken-replacement",
    severity: Severity::Error,
    finds: "A replacement whose source, or a field of whose targets, is not there.",
    why: "`kustomize build` refuses the whole overlay.",
    wrong: "\
# file: kustomization.yaml
resources:
  - web.yaml
replacements:
  - source:
      kind: Secret
      name: nothing
    targets:
      - select:
          kind: Service
        fieldPaths: [metadata.labels.from]
        options:
          create: true
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
replacements:
  - source:
      kind: Service
      name: web
    targets:
      - select:
          kind: Service
        fieldPaths: [metadata.labels.from]
        options:
          create: true
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
    help: "name one object, and a field that it has; `create: true` makes a target's field",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    say_notes(repository, What::NoReplacement, found);
}
