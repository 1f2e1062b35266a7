//! What the program itself refuses.

use crate::validate::finding::Severity;
use crate::validate::kustomize::What;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG330",
    name: "refused-by-kustomize",
    severity: Severity::Error,
    finds: "With `--build`: a kustomization that `kustomize build` refuses. A warning where it needs what is known \
        only to the network or to other programs, such as remote bases and Helm charts.",
    why: "Nothing of it can be applied: Argo CD, Flux and `kubectl apply -k` build it in the same way.",
    wrong: "\
# file: kustomization.yaml
resources:
  - web.yaml
",
    right: "\
# file: kustomization.yaml
resources:
  - config.yaml
# file: config.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
",
    help: "run `kustomize build` in this folder, and mend what it says",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    for overlay in &repository.overlays.overlays {
        let is = |what: What| overlay.notes.iter().filter(move |note| note.what == what);
        let severity = match is(What::Unknowable).next() {
            Some(_) => Severity::Warning,
            None => RULE.severity,
        };
        for note in is(What::RefusedOutside) {
            found.say(note.mark, severity, &note.message, None);
        }
    }
}
