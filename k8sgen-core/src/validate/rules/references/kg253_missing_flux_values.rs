//! ConfigMaps and Secrets that Flux does not find.

use crate::problem::{nearest, shown};
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::is_known;
use crate::validate::repository::{Presence, Repository};
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::{Scope, may_meet};
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG253",
    name: "missing-flux-values",
    severity: Severity::Warning,
    finds: "A `substituteFrom`, `valuesFrom`, `decryption` or `kubeConfig` that names no ConfigMap or Secret, where one of nearly this name is there, or one of this name in another namespace.",
    why: "Flux applies nothing while it is missing, unless it is `optional`: then its variables are left empty.",
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
  postBuild:
    substituteFrom:
      - kind: ConfigMap
        name: cluster-var
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: cluster-vars
  namespace: flux-system
data:
  REGION: eu-central-1
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
  postBuild:
    substituteFrom:
      - kind: ConfigMap
        name: cluster-vars
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: cluster-vars
  namespace: flux-system
data:
  REGION: eu-central-1
",
    help: "write its name as it has it; it must be in the namespace of the Flux object itself",
    check: Check::Applied(check),
};

/// Who names ConfigMaps and Secrets.
const KINDS: [&str; 2] = [
    "Kustomization.kustomize.toolkit.fluxcd.io",
    "HelmRelease.helm.toolkit.fluxcd.io",
];
/// Lists of references, with a kind each.
const LISTS: [&[&str]; 2] = [
    &["spec", "postBuild", "substituteFrom"],
    &["spec", "valuesFrom"],
];
/// References to Secrets.
const SECRETS: [&[&str]; 2] = [
    &["spec", "decryption", "secretRef"],
    &["spec", "kubeConfig", "secretRef"],
];

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    for document in KINDS.iter().flat_map(|kind| scope.of_kind(kind)) {
        let lists = LISTS
            .iter()
            .filter_map(|path| document.at(path.iter().copied()));
        for item in lists.flat_map(Node::items) {
            if let Some(kind @ ("ConfigMap" | "Secret")) = item.at(["kind"]).and_then(Node::text) {
                judge(repository, scope, document, kind, item, found);
            }
        }
        for item in SECRETS
            .iter()
            .filter_map(|path| document.at(path.iter().copied()))
        {
            judge(repository, scope, document, "Secret", item, found);
        }
    }
}

fn judge<'a>(
    repository: &Repository<'a>,
    scope: &Scope<'a>,
    document: &Document,
    kind: &str,
    reference: &Node,
    found: &mut Found<'_>,
) {
    let Some((node, name)) = reference
        .at(["name"])
        .and_then(|node| Some((node, node.text()?)))
    else {
        return;
    };
    let namespace = document.namespace();
    if !is_known(name) {
        return;
    }
    let is_there = match kind {
        "Secret" => scope.secrets().find(namespace, name).next().is_some(),
        _ => matches!(
            repository.presence(scope, kind, namespace, name),
            Presence::Here(_) | Presence::Elsewhere(_)
        ),
    };
    if is_there {
        return;
    }
    let named = named(repository, kind);
    let meets = |one: &&(&str, Option<&str>)| may_meet(one.1, namespace);
    if named.iter().filter(meets).any(|(other, _)| *other == name) {
        return;
    }
    let near = nearest(name, named.iter().filter(meets).map(|(other, _)| *other));
    let elsewhere = named.iter().find(|(other, _)| *other == name);
    let help = match (elsewhere.and_then(|(_, namespace)| *namespace), near) {
        (Some(other), _) => format!(
            "there is one in the namespace `{}`; it must be in that of the {} itself",
            shown(other),
            document.kind()
        ),
        (None, Some(near)) => format!("did you mean `{}`?", shown(near)),
        // It may be made by hand, or by Terraform: nothing speaks for a mistake.
        (None, None) => return,
    };
    found.with_help(
        node.mark,
        format!("there is no {kind} `{}`", shown(name)),
        Some(&help),
    );
}

/// The names and namespaces of all ConfigMaps or Secrets, whoever makes them.
fn named<'a>(repository: &'a Repository<'_>, kind: &str) -> Vec<(&'a str, Option<&'a str>)> {
    let mut named = Vec::new();
    for scope in repository.applied() {
        if kind == "Secret" {
            let sources = scope.secrets().iter();
            named.extend(sources.flat_map(|(name, sources)| {
                sources.iter().map(move |source| (name, source.namespace))
            }));
        } else {
            let documents = scope.of_kind(kind).iter();
            named.extend(documents.map(|document| (document.name(), document.namespace())));
        }
    }
    named
}
