//! Generators that have nothing to work on.

use crate::validate::finding::Severity;
use crate::validate::kustomize::What;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_notes;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG312",
    name: "broken-generator",
    severity: Severity::Error,
    finds: "A generator that merges with nothing, or makes what is there already.",
    why: "`kustomize build` refuses the whole overlay.",
    wrong: "\
# file: kustomization.yaml
configMapGenerator:
  - name: settings
    behavior: merge
    literals: [LOG_LEVEL=debug]
",
    right: "\
# file: kustomization.yaml
configMapGenerator:
  - name: settings
    literals: [LOG_LEVEL=debug]
",
    help: "write the name and the namespace that the other one has, or another `behavior`",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    say_notes(repository, What::NoMerge, found);
}
