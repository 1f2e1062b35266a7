//! Images that nobody uses.

use crate::validate::finding::Severity;
use crate::validate::kustomize::What;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_notes;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG309",
    name: "unused-image",
    severity: Severity::Warning,
    finds: "An entry of `images` whose name no container has.",
    why: "kustomize builds without a word, and the image stays what it was.",
    wrong: "\
# file: kustomization.yaml
resources:
  - pod.yaml
images:
  - name: ngnix
    newTag: 1.29.0
# file: pod.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: nginx:1.28.0
",
    right: "\
# file: kustomization.yaml
resources:
  - pod.yaml
images:
  - name: nginx
    newTag: 1.29.0
# file: pod.yaml
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: nginx:1.28.0
",
    help: "write the image's name as the container has it, without its tag",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    say_notes(repository, What::NoImage, found);
}
