//! What is named and not there.

use crate::validate::finding::Severity;
use crate::validate::kustomize::What;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_notes;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG302",
    name: "missing-file",
    severity: Severity::Error,
    finds: "A file or folder that a kustomization names and that is not there.",
    why: "`kustomize build` refuses the whole overlay.",
    wrong: "\
# file: kustomization.yaml
resources:
  - wbe.yaml
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
    help: "mend the path, or add the file; paths begin at the kustomization's own folder",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    say_notes(repository, What::NoSuchFile, found);
}
