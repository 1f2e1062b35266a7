//! Waves and weights that are no numbers.

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::is_placeholder;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG248",
    name: "invalid-sync-wave",
    severity: Severity::Warning,
    finds: "The annotation `argocd.argoproj.io/sync-wave` or `helm.sh/hook-weight` with a text that is no whole \
        number, also in the template of an ApplicationSet.",
    why: "Argo CD and Helm say nothing, and take it for 0: the object is applied before those that it waits for, \
        or after those that wait for it.",
    wrong: "\
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  annotations:
    argocd.argoproj.io/sync-wave: first
",
    right: "\
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  annotations:
    argocd.argoproj.io/sync-wave: \"-1\"
",
    help: "write a whole number in quotes, such as `\"-1\"`; the lowest comes first",
    check: Check::Applied(check),
};

const KEYS: [&str; 2] = ["argocd.argoproj.io/sync-wave", "helm.sh/hook-weight"];

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for document in scope.documents() {
        judge(document, &["metadata", "annotations"], found);
    }
    for set in scope.of_kind("ApplicationSet.argoproj.io") {
        judge(set, &["spec", "template", "metadata", "annotations"], found);
    }
}

fn judge(document: &Document, path: &[&str], found: &mut Found<'_>) {
    let Some(annotations) = document.at(path.iter().copied()) else {
        return;
    };
    for key in KEYS {
        let node = annotations.given(key);
        let Some((node, text)) = node.and_then(|node: &Node| Some((node, node.text()?))) else {
            continue;
        };
        let is_known = !is_placeholder(text) && !text.contains("{{");
        if is_known && text.parse::<i64>().is_err() {
            let message = format!(
                "`{key}: {}` is no whole number, and counts as 0",
                shown(text)
            );
            found.at(node.mark, message);
        }
    }
}
