//! Finalizers that Argo CD does not know.

use crate::problem::{nearest, shown};
use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG247",
    name: "unknown-argo-finalizer",
    severity: Severity::Warning,
    finds: "A finalizer of an Application or AppProject in Argo CD's own domain that Argo CD does not have.",
    why: "Nobody ever takes it away: once the object is deleted, it stays there for good, and with it what it keeps.",
    wrong: "\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: web
  namespace: argocd
  finalizers:
    - resource-finalizer.argocd.argoproj.io
spec:
  project: default
  source:
    repoURL: https://example.com/shop.git
    targetRevision: main
    path: overlays/dev
  destination:
    server: https://kubernetes.default.svc
    namespace: shop
",
    right: "\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: web
  namespace: argocd
  finalizers:
    - resources-finalizer.argocd.argoproj.io
spec:
  project: default
  source:
    repoURL: https://example.com/shop.git
    targetRevision: main
    path: overlays/dev
  destination:
    server: https://kubernetes.default.svc
    namespace: shop
",
    help: "write `resources-finalizer.argocd.argoproj.io`, or leave it out",
    check: Check::Applied(check),
};

const DOMAIN: &str = "argocd.argoproj.io";
const FINALIZERS: [&str; 7] = [
    "resources-finalizer.argocd.argoproj.io",
    "resources-finalizer.argocd.argoproj.io/background",
    "resources-finalizer.argocd.argoproj.io/foreground",
    "post-delete-finalizer.argocd.argoproj.io",
    "post-delete-finalizer.argocd.argoproj.io/cleanup",
    "pre-delete-finalizer.argocd.argoproj.io",
    "pre-delete-finalizer.argocd.argoproj.io/cleanup",
];

fn check<'a>(_: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let kinds = [
        "Application.argoproj.io",
        "ApplicationSet.argoproj.io",
        "AppProject.argoproj.io",
    ];
    for document in kinds.iter().flat_map(|kind| scope.of_kind(kind)) {
        let template: &[&str] = match document.kind() {
            "ApplicationSet" => &["spec", "template"],
            _ => &[],
        };
        let keys = template.iter().copied().chain(["metadata", "finalizers"]);
        for node in document.at(keys).map_or(&[][..], Node::items) {
            let finalizer = node.text().unwrap_or_default();
            let domain = finalizer.split('/').next().unwrap_or_default();
            if domain.ends_with(DOMAIN) && !FINALIZERS.contains(&finalizer) {
                let near = nearest(finalizer, FINALIZERS);
                let help = near.map(|near| format!("did you mean `{near}`?"));
                let message = format!("Argo CD has no finalizer `{}`", shown(finalizer));
                found.with_help(node.mark, message, help.as_deref());
            }
        }
    }
}
