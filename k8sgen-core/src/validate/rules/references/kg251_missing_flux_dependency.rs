//! Dependencies that Flux does not find.

use crate::problem::{nearest, shown};
use crate::validate::finding::Severity;
use crate::validate::objects::{DEPENDENTS, Dependency, dependencies};
use crate::validate::repository::{Presence, Repository};
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::{Scope, may_meet};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG251",
    name: "missing-flux-dependency",
    severity: Severity::Error,
    finds: "A `dependsOn` of a Flux Kustomization or HelmRelease that names none of its kind.",
    why: "Flux waits for what it depends on: it is never applied.",
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
  dependsOn:
    - name: infra
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: infrastructure
  namespace: flux-system
spec:
  interval: 10m
  path: ./overlays/dev
  prune: true
  sourceRef:
    kind: GitRepository
    name: shop
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
  dependsOn:
    - name: infrastructure
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: infrastructure
  namespace: flux-system
spec:
  interval: 10m
  path: ./overlays/dev
  prune: true
  sourceRef:
    kind: GitRepository
    name: shop
",
    help: "name one of the same kind, with its `namespace` if that is another one",
    check: Check::Applied(check),
};

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    for kind in DEPENDENTS {
        for document in scope.of_kind(kind) {
            for dependency in dependencies(document) {
                let Dependency {
                    name,
                    namespace,
                    mark,
                } = dependency;
                let Presence::Nowhere = repository.presence(scope, kind, namespace, name) else {
                    continue;
                };
                let written = repository.written();
                let others = written.of_kind(kind).iter();
                let others = others.filter(|other| may_meet(other.namespace(), namespace));
                let near = nearest(name, others.map(|other| other.name()));
                let in_another = written.named(kind, name).first();
                // All that a cluster has may come from several repositories.
                let (severity, help) = match (in_another.and_then(|one| one.namespace()), near) {
                    (Some(other), _) => {
                        let help = format!(
                            "there is one in the namespace `{}`: name it as `namespace`",
                            shown(other)
                        );
                        (Severity::Error, Some(help))
                    }
                    (None, Some(near)) => (
                        Severity::Error,
                        Some(format!("did you mean `{}`?", shown(near))),
                    ),
                    (None, None) => (Severity::Warning, None),
                };
                let message = format!(
                    "there is no {} `{}` to wait for",
                    document.kind(),
                    shown(name)
                );
                found.say(mark, severity, message, help.as_deref());
            }
        }
    }
}
