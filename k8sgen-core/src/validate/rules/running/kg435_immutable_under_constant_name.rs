//! An object that can't change, under a name that doesn't.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::is_placeholder;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG435",
    name: "immutable-under-constant-name",
    severity: Severity::Info,
    finds: "A ConfigMap or Secret with `immutable: true` whose name holds no version and no hash.",
    why: "Kubernetes refuses the next change of its data: the object must be deleted first, and pods that start in between find nothing.",
    wrong: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: web-config
immutable: true
data:
  LEVEL: aW5mbw==
",
    right: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: web-config-v2
immutable: true
data:
  LEVEL: aW5mbw==
",
    help: "let the name change with the data: a version at its end, or a generator of kustomize, which appends a hash",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for kind in ["ConfigMap", "Secret"] {
        for document in scope.of_kind(kind) {
            let Some(at) = document.at(["immutable"]) else {
                continue;
            };
            let name = document.name();
            if at.text() == Some("true")
                && !name.is_empty()
                && !is_placeholder(name)
                && !changes(name)
            {
                let message = format!(
                    "`{}` can't be changed, and its name holds no version",
                    shown(name)
                );
                found.at(at.mark, message);
            }
        }
    }
}

/// Whether a name ends with a version, a date or a hash.
fn changes(name: &str) -> bool {
    let last = name.rsplit(['-', '.']).next().unwrap_or_default();
    let has = |test: fn(&u8) -> bool| last.bytes().any(|byte| test(&byte));
    let number = last.trim_start_matches(['v', 'r']);
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number || last.len() >= 6 && has(u8::is_ascii_digit)
}
