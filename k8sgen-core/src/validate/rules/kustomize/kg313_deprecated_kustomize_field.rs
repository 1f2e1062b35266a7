//! Fields that are history.

use crate::validate::finding::Severity;
use crate::validate::fix::Promise;
use crate::validate::kustomize::{What, rewrite};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG313",
    name: "deprecated-kustomize-field",
    severity: Severity::Warning,
    finds: "A field of kustomize that is deprecated.",
    why: "kustomize warns of it at each build, and will take it away.",
    wrong: "\
# file: kustomization.yaml
commonLabels:
  team: shop
",
    right: "\
# file: kustomization.yaml
labels:
  - pairs:
      team: shop
    includeSelectors: true
",
    help: "`kustomize edit fix` writes the newer field",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    let notes = repository.overlays.overlays.iter();
    for note in notes.flat_map(|overlay| &overlay.notes) {
        if note.what != What::Deprecated {
            continue;
        }
        found.at(note.mark, &note.message);
        let path = repository.path(note.mark);
        let mut files = repository.kustomizations();
        let Some(file) = files.find(|file| &*file.path == path) else {
            continue;
        };
        let mut entries = file.node.entries().iter();
        if let Some(entry) = entries.find(|entry| entry.mark == note.mark) {
            found.fix_with(Promise::Builds, note.mark, |text| {
                rewrite(text, &file.node, entry)
            });
        }
    }
}
