//! Objects that the trees do not have, with one thing wrong in each.

mod access;
mod entrances;
mod kustomize;
mod network;
mod refused;
mod syncs;

use crate::class::Class;
use crate::edit::Site;

/// All of them.
pub(super) const CLASSES: &[&[Class]] = &[
    entrances::CLASSES,
    network::CLASSES,
    access::CLASSES,
    syncs::CLASSES,
    kustomize::CLASSES,
    refused::CLASSES,
];

/// Whether an Ingress may be added, and no overlay will change it.
fn keeps_ingresses(site: &Site<'_>) -> bool {
    let mut kustomizations = site.tree.of_kinds("Kustomization");
    let targets = "patches * target kind";
    is_free(site) && kustomizations.all(|it| it.texts(targets).all(|kind| kind != "Ingress"))
}

/// Whether anything may be added: no project of Argo CD says which kinds there may be.
pub(super) fn is_free(site: &Site<'_>) -> bool {
    site.tree.is_golden || site.tree.of_kinds("AppProject").next().is_none()
}
