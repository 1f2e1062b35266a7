//! What else is in a tree, by which a class chooses its places: there a change breaks something, elsewhere it does not.
//!
//! It reads names and lines, and asks the validator nothing.

use crate::edit::Site;
use crate::lines::Document;

/// The Service of other pods that a network policy lets these ones call.
pub(crate) fn called<'a>(site: &Site<'a>) -> Option<&'a Document> {
    let own = site.document()?.text(&["metadata", "name"]);
    let called = calls(site, own).next()?;
    let mut services = site.tree.of_kinds("Service");
    services.find(|service| service.text(&["metadata", "name"]) == called)
}

/// The names of the pods that a network policy lets these ones call.
fn calls<'a>(site: &Site<'a>, own: &str) -> impl Iterator<Item = &'a str> {
    let mut policies = site.tree.of_kinds("NetworkPolicy");
    let policy = policies.find(|policy| policy.text(&["metadata", "name"]) == own);
    let pattern = "spec egress * to * podSelector matchLabels app.kubernetes.io/name";
    policy
        .into_iter()
        .flat_map(move |policy| policy.texts(pattern))
}

/// Whether the tree's first Service is of other pods, and no network policy lets these ones call it.
pub(crate) fn may_not_call_first(site: &Site<'_>) -> bool {
    let own = site
        .document()
        .map_or("", |own| own.text(&["metadata", "name"]));
    let first = site.tree.of_kinds("Service").next();
    let first = first.map_or("", |first| first.text(&["metadata", "name"]));
    first != own && calls(site, own).all(|called| called != first)
}
