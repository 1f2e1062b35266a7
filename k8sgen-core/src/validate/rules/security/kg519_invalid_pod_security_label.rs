//! A label of Pod Security that says nothing.

use crate::problem::{nearest, shown};
use crate::validate::finding::Severity;
use crate::validate::objects::{Labels, POD_SECURITY_LABEL, PodSecurity, is_placeholder};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG519",
    name: "invalid-pod-security-label",
    severity: Severity::Error,
    finds: "A namespace's label `pod-security.kubernetes.io/…` whose value is no level or no version. One whose \
        name is none of the known is a warning: nothing reads it.",
    why: "The API server refuses a namespace with such a value. A label with a misspelled name is taken, and \
        demands nothing.",
    wrong: "\
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: strict
    pod-security.kubernetes.io/enforce-version: \"1.33\"
",
    right: "\
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: restricted
    pod-security.kubernetes.io/enforce-version: v1.33
",
    help: "names are `enforce`, `warn` and `audit`, and the same with `-version`; levels are privileged, \
        baseline and restricted; a version is `latest` or one like v1.33",
    check: Check::Applied(check),
};

const MODES: [&str; 3] = ["enforce", "warn", "audit"];
const NAMES: [&str; 6] = [
    "enforce",
    "warn",
    "audit",
    "enforce-version",
    "warn-version",
    "audit-version",
];

fn is_version(text: &str) -> bool {
    let minor = text.strip_prefix("v1.");
    text == "latest" || minor.is_some_and(|minor| minor.parse::<u32>().is_ok())
}

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for namespace in scope.of_kind("Namespace") {
        let labels = Labels::of(&namespace.node).node();
        for label in labels.map_or(&[][..], Node::entries) {
            let (key, value) = (label.key.as_str(), &label.value);
            let Some(name) = key.strip_prefix(POD_SECURITY_LABEL) else {
                continue;
            };
            let Some(text) = value.text().filter(|text| !is_placeholder(text)) else {
                continue;
            };
            if !NAMES.contains(&name) {
                let meant = nearest(name, NAMES);
                let help =
                    meant.map(|meant| format!("did you mean `{POD_SECURITY_LABEL}{meant}`?"));
                let message = format!("nothing reads the label `{}`", shown(key));
                found.say(label.mark, Severity::Warning, message, help.as_deref());
            } else if !MODES.contains(&name) {
                if !is_version(text) {
                    let message = format!(
                        "`{key}`: `{}` is neither `latest` nor like v1.33",
                        shown(text)
                    );
                    found.at(value.mark, message);
                }
            } else if let Err(error) = text.parse::<PodSecurity>() {
                found.at(value.mark, format!("`{key}`: {error}"));
            }
        }
    }
}
