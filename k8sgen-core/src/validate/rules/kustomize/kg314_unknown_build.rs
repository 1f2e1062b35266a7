//! What is known only elsewhere.

use crate::validate::finding::Severity;
use crate::validate::kustomize::What;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_notes;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG314",
    name: "unknown-build",
    severity: Severity::Info,
    finds: "Something in a kustomization that only the network or another program knows: remote bases, Helm charts, plugins, files that are too large to be looked at.",
    why: "The overlay is checked without it, so that what is wrong with it is not found.",
    wrong: "\
# file: kustomization.yaml
resources:
  - https://example.com/org/repo//base?ref=v1
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
    help: "check what comes out: `kustomize build FOLDER | k8sgen validate -`",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    say_notes(repository, What::Unknowable, found);
}
