//! Folders that Argo CD or Flux shall apply, and that are not there.

use crate::problem::{nearest, shown};
use crate::validate::finding::Severity;
use crate::validate::objects::{Leads, SYNCS, Synced};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG241",
    name: "missing-sync-path",
    severity: Severity::Error,
    finds: "The `path` of an Argo CD Application or a Flux Kustomization that leads to no folder of this repository, where others of the same source lead to some.",
    why: "Nothing is applied: Argo CD says that the path does not exist, and the Flux Kustomization never becomes ready.",
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
    namespace: shop-dev
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: production
  namespace: argocd
spec:
  project: default
  source:
    repoURL: https://example.com/shop.git
    targetRevision: main
    path: overlays/prod
  destination:
    server: https://kubernetes.default.svc
    namespace: shop-production
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
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: production
  namespace: argocd
spec:
  project: default
  source:
    repoURL: https://example.com/shop.git
    targetRevision: main
    path: overlays/production
  destination:
    server: https://kubernetes.default.svc
    namespace: shop-production
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
    help: "write the folder's path from the root of the repository",
    check: Check::Applied(check),
};

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    for document in SYNCS.iter().flat_map(|kind| scope.of_kind(kind)) {
        for synced in Synced::of(repository, document) {
            let severity = match repository.roots().find(&synced) {
                Some(Leads::Beside) => Severity::Error,
                // Most of the path is unknown: it may be made elsewhere.
                Some(Leads::Astray) => Severity::Warning,
                Some(Leads::To(_)) | None => continue,
            };
            let path = synced.path.text().unwrap_or_default();
            let alike = repository.roots().alike(&synced);
            let plain = path.trim_start_matches("./").trim_end_matches('/');
            let near = nearest(plain, alike.iter().map(String::as_str));
            let help = near.map(|near| format!("did you mean `{}`?", shown(near)));
            let message = format!("there is no folder `{}`", shown(path));
            found.say(synced.path.mark, severity, message, help.as_deref());
        }
    }
}
