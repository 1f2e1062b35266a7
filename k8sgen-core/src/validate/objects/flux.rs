//! What Flux waits for.

use super::is_known;
use crate::validate::document::Document;
use crate::yaml::{Mark, Node};

/// The kinds of which one can wait for another.
pub const DEPENDENTS: [&str; 2] = [
    "Kustomization.kustomize.toolkit.fluxcd.io",
    "HelmRelease.helm.toolkit.fluxcd.io",
];

/// An object of the same kind that must be ready before.
#[derive(Debug, Clone, Copy)]
pub struct Dependency<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its namespace: that of who waits for it, if it does not say another.
    pub namespace: Option<&'a str>,
    /// Where it is named.
    pub mark: Mark,
}

/// What a Kustomization or a HelmRelease of Flux waits for, as far as that is known.
#[must_use]
pub fn dependencies(document: &Document) -> Vec<Dependency<'_>> {
    let all = document
        .at(["spec", "dependsOn"])
        .map_or(&[][..], Node::items);
    all.iter()
        .filter_map(|node| dependency(document, node))
        .collect()
}

fn dependency<'a>(document: &'a Document, node: &'a Node) -> Option<Dependency<'a>> {
    let name = node.at(["name"])?;
    let namespace = node.at(["namespace"]).and_then(Node::text);
    let dependency = Dependency {
        name: name.text()?,
        namespace: namespace.or(document.namespace()),
        mark: name.mark,
    };
    let is_all_known = is_known(dependency.name) && dependency.namespace.is_none_or(is_known);
    is_all_known.then_some(dependency)
}
