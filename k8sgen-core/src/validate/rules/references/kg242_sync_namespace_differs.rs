//! What is applied into another namespace than the one that is named.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Leads, SYNCS, Synced, argo_spec, is_known};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG242",
    name: "sync-namespace-differs",
    severity: Severity::Warning,
    finds: "A `destination.namespace` of an Argo CD Application, or a `targetNamespace` of a Flux Kustomization, that is another one than the kustomization in its path sets.",
    why: "Argo CD applies into the kustomization's namespace, and makes or watches the other one in vain. Flux moves everything into its own, where names in plain text do not follow.",
    wrong: "\
# file: apps.yaml
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: dev
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
# file: overlays/dev/kustomization.yaml
namespace: shop-dev
resources:
  - web.yaml
# file: overlays/dev/web.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
# file: overlays/production/kustomization.yaml
namespace: shop-production
resources:
  - web.yaml
# file: overlays/production/web.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
",
    right: "\
# file: apps.yaml
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: dev
  namespace: argocd
spec:
  project: default
  source:
    repoURL: https://example.com/shop.git
    targetRevision: main
    path: overlays/dev
  destination:
    server: https://kubernetes.default.svc
    namespace: shop-dev
# file: overlays/dev/kustomization.yaml
namespace: shop-dev
resources:
  - web.yaml
# file: overlays/dev/web.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
# file: overlays/production/kustomization.yaml
namespace: shop-production
resources:
  - web.yaml
# file: overlays/production/web.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
",
    help: "write one namespace in both",
    check: Check::Applied(check),
};

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    for document in SYNCS.iter().flat_map(|kind| scope.of_kind(kind)) {
        let (field, node) = if document.kind() == "Kustomization" {
            let node = document.at(["spec", "targetNamespace"]);
            ("targetNamespace", node)
        } else {
            let spec = argo_spec(document);
            let node = spec.and_then(|spec| spec.at(["destination", "namespace"]));
            ("destination.namespace", node)
        };
        let Some((node, said)) = node.and_then(|node| Some((node, node.text()?))) else {
            continue;
        };
        if !is_known(said) {
            continue;
        }
        for synced in Synced::of(repository, document) {
            let Some(Leads::To(folder)) = repository.roots().find(&synced) else {
                continue;
            };
            if let Some(set) = repository.overlay(&folder).and_then(namespace)
                && set != said
            {
                let message = format!(
                    "`{field}` is `{}`, and what is in `{}` goes into `{}`",
                    shown(said),
                    shown(synced.path.text().unwrap_or_default()),
                    shown(set)
                );
                found.at(node.mark, message);
            }
        }
    }
}

/// The one namespace of all objects that name one. What is for Argo CD or Flux is where they are.
fn namespace<'a>(scope: &Scope<'a>) -> Option<&'a str> {
    let mut only = None;
    for document in scope.documents() {
        let is_theirs = ["argoproj.io", "fluxcd.io"]
            .iter()
            .any(|end| document.group().ends_with(end));
        match (document.namespace(), only) {
            _ if is_theirs => {}
            (Some(namespace), _) if !is_known(namespace) => return None,
            (Some(namespace), Some(only)) if namespace != only => return None,
            (Some(namespace), _) => only = Some(namespace),
            (None, _) => {}
        }
    }
    only
}
