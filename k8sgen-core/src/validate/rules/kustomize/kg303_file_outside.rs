//! Files that kustomize may not take in.

use crate::validate::finding::Severity;
use crate::validate::kustomize::What;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_notes;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG303",
    name: "file-outside",
    severity: Severity::Error,
    finds: "A file outside of the kustomization's own folder.",
    why: "kustomize takes in files from its own folder and below only; other folders must have a kustomization of their own.",
    wrong: "\
# file: overlay/kustomization.yaml
resources:
  - ../web.yaml
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
    help: "name the folder, and give it a kustomization.yaml",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    say_notes(repository, What::Outside, found);
}
