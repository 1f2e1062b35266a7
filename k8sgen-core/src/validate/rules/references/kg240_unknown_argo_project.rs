//! Applications of a project that is not there.

use crate::problem::{nearest, shown};
use crate::validate::finding::Severity;
use crate::validate::objects::{argo_spec, is_known};
use crate::validate::repository::{Presence, Repository};
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG240",
    name: "unknown-argo-project",
    severity: Severity::Error,
    finds: "An Application or ApplicationSet of a project that no AppProject of the repository makes, although it makes others.",
    why: "Argo CD refuses to sync the Application: it is allowed nothing.",
    wrong: "\
# file: app.yaml
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: web
  namespace: argocd
spec:
  project: shpo
  source:
    repoURL: https://example.com/shop.git
    targetRevision: main
    path: overlays/dev
  destination:
    server: https://kubernetes.default.svc
    namespace: shop-dev
---
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata:
  name: shop
  namespace: argocd
spec:
  sourceRepos:
    - https://example.com/shop.git
  destinations:
    - server: https://kubernetes.default.svc
      namespace: shop-*
",
    right: "\
# file: app.yaml
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: web
  namespace: argocd
spec:
  project: shop
  source:
    repoURL: https://example.com/shop.git
    targetRevision: main
    path: overlays/dev
  destination:
    server: https://kubernetes.default.svc
    namespace: shop-dev
---
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata:
  name: shop
  namespace: argocd
spec:
  sourceRepos:
    - https://example.com/shop.git
  destinations:
    - server: https://kubernetes.default.svc
      namespace: shop-*
",
    help: "write the name of an AppProject, or add one; `default` is always there",
    check: Check::Applied(check),
};

const PROJECT: &str = "AppProject.argoproj.io";

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let projects = repository.written().of_kind(PROJECT);
    if projects.is_empty() {
        return;
    }
    for kind in ["Application.argoproj.io", "ApplicationSet.argoproj.io"] {
        for document in scope.of_kind(kind) {
            let Some(project) = argo_spec(document).and_then(|spec| spec.at(["project"])) else {
                continue;
            };
            let Some(name) = project
                .text()
                .filter(|name| is_known(name) && *name != "default")
            else {
                continue;
            };
            // Projects are in Argo CD's own namespace, wherever the Application is.
            if let Presence::Nowhere = repository.presence(scope, PROJECT, None, name) {
                let near = nearest(name, projects.iter().map(|project| project.name()));
                let help = near.map(|near| format!("did you mean `{}`?", shown(near)));
                let message = format!("there is no AppProject `{}`", shown(name));
                // Loose files need not be all that Argo CD knows.
                let is_certain = near.is_some() || scope.is_whole;
                let severity = if is_certain {
                    Severity::Error
                } else {
                    Severity::Warning
                };
                found.say(project.mark, severity, message, help.as_deref());
            }
        }
    }
}
