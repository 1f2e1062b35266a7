//! Sources that Flux does not find.

use crate::problem::{nearest, shown};
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::is_known;
use crate::validate::repository::{Presence, Repository};
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::{Scope, may_meet};
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG250",
    name: "missing-flux-source",
    severity: Severity::Warning,
    finds: "A `sourceRef` or `chartRef` of a Flux Kustomization or HelmRelease that names no source of the repository.",
    why: "Flux waits for the source: nothing is applied, and what depends on it waits as well.",
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
    name: shpo
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: shop
  namespace: flux-system
spec:
  interval: 1m
  url: https://example.com/shop.git
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
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: shop
  namespace: flux-system
spec:
  interval: 1m
  url: https://example.com/shop.git
",
    help: "write kind, name and namespace of the source as it has them",
    check: Check::Applied(check),
};

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    for (kind, fields) in REFERRERS {
        for document in scope.of_kind(kind) {
            for field in fields {
                if let Some(node) = document.at(field.iter().copied()) {
                    judge(repository, scope, document, node, found);
                }
            }
        }
    }
}

/// Who names a source, and in which fields.
const REFERRERS: [(&str, &[&[&str]]); 3] = [
    (
        "Kustomization.kustomize.toolkit.fluxcd.io",
        &[&["spec", "sourceRef"]],
    ),
    (
        "HelmRelease.helm.toolkit.fluxcd.io",
        &[
            &["spec", "chart", "spec", "sourceRef"],
            &["spec", "chartRef"],
        ],
    ),
    (
        "HelmChart.source.toolkit.fluxcd.io",
        &[&["spec", "sourceRef"]],
    ),
];
/// The kinds of sources.
const SOURCES: [&str; 6] = [
    "Bucket",
    "ExternalArtifact",
    "GitRepository",
    "HelmChart",
    "HelmRepository",
    "OCIRepository",
];

fn judge<'a>(
    repository: &Repository<'a>,
    scope: &Scope<'a>,
    document: &Document,
    node: &Node,
    found: &mut Found<'_>,
) {
    let text = |key: &str| node.at([key]).and_then(Node::text);
    let (Some(kind), Some(name)) = (text("kind"), text("name")) else {
        return;
    };
    let namespace = text("namespace").or(document.namespace());
    if !SOURCES.contains(&kind) || !is_known(name) || namespace.is_some_and(|name| !is_known(name))
    {
        return;
    }
    let full = format!("{kind}.source.toolkit.fluxcd.io");
    let Presence::Nowhere = repository.presence(scope, &full, namespace, name) else {
        return;
    };
    let mark = node.at(["name"]).map_or(node.mark, |name| name.mark);
    let written = repository.written();
    let others = written.of_kind(&full).iter();
    let others = others.filter(|other| may_meet(other.namespace(), namespace));
    let near = nearest(name, others.map(|other| other.name()));
    let in_another = written.named(&full, name).first();
    let of_another = SOURCES.iter().find(|kind| {
        let full = format!("{kind}.source.toolkit.fluxcd.io");
        written.find(&full, namespace, name).is_some()
    });
    let help = if let Some(other) = of_another {
        format!("`{}` is of kind {other}", shown(name))
    } else if let Some(other) = in_another {
        let namespace = other.namespace().unwrap_or_default();
        format!(
            "there is one in the namespace `{}`: name it as `namespace`",
            shown(namespace)
        )
    } else if let Some(near) = near {
        format!("did you mean `{}`?", shown(near))
    } else if !scope.is_whole || scope.of_kind(&full).is_empty() {
        // `flux bootstrap` makes one that need not be in the repository, and so may others.
        return;
    } else {
        RULE.help.to_owned()
    };
    let message = format!("there is no {kind} `{}`", shown(name));
    found.with_help(mark, message, Some(&help));
}
