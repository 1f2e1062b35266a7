//! Health checks of what is not there.

use crate::problem::{nearest, shown};
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::{Leads, Synced, is_known};
use crate::validate::repository::{Presence, Repository};
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::{Scope, full_kind};
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG254",
    name: "missing-health-check-target",
    severity: Severity::Warning,
    finds: "A `healthChecks` entry of a Flux Kustomization for an object that nothing in the repository makes.",
    why: "The Kustomization waits until its timeout and fails, and what depends on it is never applied.",
    wrong: "\
# file: flux.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: shop
  namespace: flux-system
spec:
  interval: 10m
  path: ./overlays/dev
  prune: true
  sourceRef:
    kind: GitRepository
    name: shop
  healthChecks:
    - apiVersion: apps/v1
      kind: Deployment
      name: wbe
      namespace: shop-dev
# file: overlays/dev/kustomization.yaml
namespace: shop-dev
resources:
  - web.yaml
# file: overlays/dev/web.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.2.0
",
    right: "\
# file: flux.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: shop
  namespace: flux-system
spec:
  interval: 10m
  path: ./overlays/dev
  prune: true
  sourceRef:
    kind: GitRepository
    name: shop
  healthChecks:
    - apiVersion: apps/v1
      kind: Deployment
      name: web
      namespace: shop-dev
# file: overlays/dev/kustomization.yaml
namespace: shop-dev
resources:
  - web.yaml
# file: overlays/dev/web.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.2.0
",
    help: "name an object as it is called once it is applied, or write `wait: true`, which waits for all of them",
    check: Check::Applied(check),
};

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    for document in scope.of_kind("Kustomization.kustomize.toolkit.fluxcd.io") {
        let synced = Synced::of(repository, document);
        let overlay = synced
            .iter()
            .find_map(|synced| match repository.roots().find(synced)? {
                Leads::To(folder) => repository.overlay(&folder),
                _ => None,
            });
        // What Helm or an operator makes is not known.
        let Some(overlay) = overlay.filter(|overlay| overlay.is_whole) else {
            continue;
        };
        let makes_more = |document: &&Document| {
            let group = document.group();
            group.contains('.') && !group.ends_with("k8s.io")
        };
        let is_target_moved = document.at(["spec", "targetNamespace"]).is_some();
        for target in document
            .at(["spec", "healthChecks"])
            .map_or(&[][..], Node::items)
        {
            let text = |key: &str| target.at([key]).and_then(Node::text);
            let (Some(kind), Some(name)) = (text("kind"), text("name")) else {
                continue;
            };
            let group = text("apiVersion").and_then(|api| api.rsplit_once('/'));
            let full = full_kind(kind, group.map_or("", |(group, _)| group));
            let namespace = text("namespace").filter(|_| !is_target_moved);
            if !is_known(name) || namespace.is_some_and(|namespace| !is_known(namespace)) {
                continue;
            }
            let near = nearest(name, overlay.of_kind(&full).iter().map(|one| one.name()));
            if near.is_none() && overlay.documents().iter().any(makes_more) {
                continue;
            }
            if let Presence::Nowhere = repository.presence(overlay, &full, namespace, name) {
                let help = match overlay
                    .named(&full, name)
                    .first()
                    .and_then(|one| one.namespace())
                {
                    Some(namespace) => {
                        Some(format!("it is in the namespace `{}`", shown(namespace)))
                    }
                    None => near.map(|near| format!("did you mean `{}`?", shown(near))),
                };
                let mark = target.at(["name"]).map_or(target.mark, |name| name.mark);
                let message = format!("nothing makes the {} `{}`", shown(kind), shown(name));
                found.with_help(mark, message, help.as_deref());
            }
        }
    }
}
