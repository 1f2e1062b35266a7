//! A ConfigMap or Secret that can't be changed, under a name that stays.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{has_hash, is_placeholder};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG457",
    name: "immutable-without-hash",
    severity: Severity::Warning,
    finds: "A ConfigMap or Secret with `immutable: true` whose name has neither a hash nor a version in it.",
    why: "The next change of its data is refused, and with it the whole deployment; somebody has to delete the \
        object by hand first, while pods still read it.",
    wrong: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
immutable: true
data:
  LOG_LEVEL: info
",
    right: "\
# file: kustomization.yaml
configMapGenerator:
  - name: settings
    literals:
      - LOG_LEVEL=info
    options:
      immutable: true
",
    help: "make it with a generator, so that each version has a name of its own, or take `immutable` away",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for kind in ["ConfigMap", "Secret"] {
        for object in scope.of_kind(kind) {
            let (name, immutable) = (object.name(), object.at(["immutable"]));
            let Some(immutable) = immutable.filter(|node| node.text() == Some("true")) else {
                continue;
            };
            let has_version = name.chars().any(|c| c.is_ascii_digit());
            if name.is_empty() || has_version || has_hash(name) || is_placeholder(name) {
                continue;
            }
            let message = format!(
                "{kind} `{}` can't be changed, and its name has no hash: the next change is refused",
                shown(name)
            );
            found.at(immutable.mark, message);
        }
    }
}
