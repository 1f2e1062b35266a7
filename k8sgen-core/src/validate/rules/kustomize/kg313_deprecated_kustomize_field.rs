//! Fields that are history.

use crate::validate::rules::say_notes;
use crate::validate::finding::Severity;
use crate::validate::kustomize::What;
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
    say_notes(repository, What::Deprecated, found);
}
