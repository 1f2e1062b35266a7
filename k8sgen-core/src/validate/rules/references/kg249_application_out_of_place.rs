//! Applications where Argo CD does not look for them.

use std::collections::HashMap;

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::{argo_spec, is_known, may_fit};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::{Mark, Node};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG249",
    name: "application-out-of-place",
    severity: Severity::Warning,
    finds: "An Argo CD Application in another namespace than its AppProject, whose `sourceNamespaces` do not \
        name it; or, of a project that is not in the repository, in another one than all the others, of which \
        there are several.",
    why: "Argo CD looks for Applications in its own namespace, and in those that it is told of with \
        `--application-namespaces`. The project must name these as well. Elsewhere nothing is synced, and nobody \
        says so.",
    wrong: "\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: web
  namespace: default
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
    right: "\
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
    help: "put it into Argo CD's namespace, or name its own in the project's `sourceNamespaces`",
    check: Check::Applied(check),
};

const APPLICATION: &str = "Application.argoproj.io";
const PROJECT: &str = "AppProject.argoproj.io";
/// So many in one place are where Argo CD is.
const SEVERAL: usize = 3;

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let applications = scope.of_kind(APPLICATION);
    if applications.is_empty() {
        return;
    }
    let usual = usual(repository);
    for application in applications {
        let node = application.at(["metadata", "namespace"]);
        let Some((node, namespace)) = node.and_then(|node| Some((node, node.text()?))) else {
            continue;
        };
        let project = argo_spec(application).and_then(|spec| spec.text_of("project"));
        let project = project.unwrap_or("default");
        if !is_known(namespace) || !is_known(project) {
            continue;
        }
        let projects: Vec<&Document> = projects(repository, project).collect();
        if projects.is_empty() {
            if let Some(usual) = usual.filter(|usual| *usual != namespace) {
                let message = format!(
                    "the Application is in the namespace `{}`, and all others are in `{}`",
                    shown(namespace),
                    shown(usual)
                );
                found.at(node.mark, message);
            }
            continue;
        }
        if projects.iter().any(|project| lets_in(project, namespace)) {
            continue;
        }
        let place = projects[0].namespace().unwrap_or_default();
        let message = format!(
            "the Application is in the namespace `{}`, and its project `{}`, which does not name it, in `{}`",
            shown(namespace),
            shown(project),
            shown(place)
        );
        found.at(node.mark, message);
    }
}

/// The projects of a name, wherever they are applied.
fn projects<'r, 'a>(
    repository: &'r Repository<'a>,
    name: &'r str,
) -> impl Iterator<Item = &'a Document> + use<'r, 'a> {
    let scopes = repository.applied().iter();
    scopes
        .flat_map(move |scope| scope.named(PROJECT, name))
        .copied()
}

/// Whether a project takes Applications of a namespace.
fn lets_in(project: &Document, namespace: &str) -> bool {
    let Some(place) = project.namespace() else {
        return true;
    };
    let named = project.at(["spec", "sourceNamespaces"]);
    let mut named = named
        .map_or(&[][..], Node::items)
        .iter()
        .filter_map(Node::text);
    place == namespace
        || named.any(|pattern| {
            !is_known(pattern) || pattern.starts_with('/') || may_fit(pattern, namespace)
        })
}

/// The namespace that all Applications and projects are in but one.
fn usual<'a>(repository: &Repository<'a>) -> Option<&'a str> {
    let mut places: HashMap<&'a str, Vec<Mark>> = HashMap::new();
    for scope in repository.applied() {
        for document in [APPLICATION, PROJECT]
            .iter()
            .flat_map(|kind| scope.of_kind(kind))
        {
            let marks = places.entry(document.namespace()?).or_default();
            if !marks.contains(&document.mark()) {
                marks.push(document.mark());
            }
        }
    }
    let mut sizes: Vec<(usize, &str)> = places
        .iter()
        .map(|(place, marks)| (marks.len(), *place))
        .collect();
    sizes.sort_unstable();
    match sizes[..] {
        [(1, _), (many, usual)] if many >= SEVERAL => Some(usual),
        _ => None,
    }
}
