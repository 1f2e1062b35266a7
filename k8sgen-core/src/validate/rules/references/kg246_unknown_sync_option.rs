//! Sync options that Argo CD does not know.

use crate::problem::{nearest, shown};
use crate::validate::finding::Severity;
use crate::validate::objects::{argo_spec, is_placeholder};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG246",
    name: "unknown-sync-option",
    severity: Severity::Warning,
    finds: "An entry of `syncOptions`, or of the annotation `argocd.argoproj.io/sync-options`, that is spelled otherwise than the option that is meant, or that has no value.",
    why: "Argo CD passes over what it does not know, without a word: the namespace is not made, the apply is not server-side.",
    wrong: "\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: web
  namespace: argocd
spec:
  project: default
  source:
    repoURL: https://example.com/shop.git
    targetRevision: main
    path: overlays/dev
  destination:
    server: https://kubernetes.default.svc
    namespace: shop
  syncPolicy:
    syncOptions:
      - CreateNamespaces=true
",
    right: "\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: web
  namespace: argocd
spec:
  project: default
  source:
    repoURL: https://example.com/shop.git
    targetRevision: main
    path: overlays/dev
  destination:
    server: https://kubernetes.default.svc
    namespace: shop
  syncPolicy:
    syncOptions:
      - CreateNamespace=true
",
    help: "write `Option=true` as Argo CD spells it",
    check: Check::Applied(check),
};

const OPTIONS: [&str; 16] = [
    "ApplyOutOfSyncOnly",
    "ClientSideApplyMigration",
    "CreateNamespace",
    "Delete",
    "DisableClientSideApplyMigration",
    "FailOnSharedResource",
    "Force",
    "Prune",
    "PruneLast",
    "PrunePropagationPolicy",
    "Replace",
    "RespectIgnoreDifferences",
    "ServerSideApply",
    "SkipDryRunOnMissingResource",
    "SkipSchemaValidation",
    "Validate",
];
const ANNOTATION: [&str; 3] = ["metadata", "annotations", "argocd.argoproj.io/sync-options"];

fn check<'a>(_: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    for kind in ["Application.argoproj.io", "ApplicationSet.argoproj.io"] {
        for document in scope.of_kind(kind) {
            let options =
                argo_spec(document).and_then(|spec| spec.at(["syncPolicy", "syncOptions"]));
            for option in options.map_or(&[][..], Node::items) {
                judge(option, option.text().unwrap_or_default(), found);
            }
        }
    }
    for document in scope.documents() {
        if let Some(node) = document.at(ANNOTATION) {
            for option in node.text().unwrap_or_default().split(',') {
                judge(node, option.trim(), found);
            }
        }
    }
}

fn judge(node: &Node, option: &str, found: &mut Found<'_>) {
    if option.is_empty() || option.contains("{{") || is_placeholder(option) {
        return;
    }
    let (name, value) = option.split_once('=').unwrap_or((option, ""));
    let shown_name = shown(name);
    if OPTIONS.contains(&name) {
        if value.is_empty() {
            let message = format!("the option `{shown_name}` has no value");
            let help = format!("write `{shown_name}=true`");
            found.with_help(node.mark, message, Some(&help));
        }
    } else if let Some(near) = nearest(name, OPTIONS) {
        let message = format!("there is no sync option `{shown_name}`");
        let help = format!("did you mean `{near}`?");
        found.with_help(node.mark, message, Some(&help));
    }
}
