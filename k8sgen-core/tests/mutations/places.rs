//! What else is in a tree, by which a class chooses its places: there a change breaks something, elsewhere it does not.
//!
//! It reads names and lines, and asks the validator nothing.

use crate::edit::{Part, Site};
use crate::lines::{self, Document, Line};

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

impl<'a> Site<'a> {
    /// What its document says at such a place.
    pub(crate) fn says(&self, path: &str) -> Option<&'a str> {
        value(self.document()?.lines.iter(), path)
    }

    /// What its container says below a path.
    pub(crate) fn container_says(&self, path: &str) -> Option<&'a str> {
        let (Part::Entry(document, line) | Part::Item(document, line)) = self.part else {
            return None;
        };
        let at = line.path.iter().position(|step| step == "containers")?;
        let container = line.path.get(..at + 2)?;
        let own = document.lines.iter();
        let own = own.filter(|line| line.path.starts_with(container));
        value(own, &format!("** containers * {path}"))
    }

    /// Whether its document's text has such words.
    pub(crate) fn has(&self, words: &str) -> bool {
        let lines = self.text.lines().enumerate();
        let is_within = |number: usize| {
            (self.document()).is_none_or(|own| (own.from..own.to).contains(&number))
        };
        lines
            .filter(|(number, _)| is_within(*number))
            .any(|(_, line)| line.contains(words))
    }

    /// Whether some overlay of its tree says nothing of such words, and leaves what the base says of them.
    pub(crate) fn is_left_by_an_overlay(&self, words: &str) -> bool {
        let overlays = self.tree.sources.iter();
        let mut overlays = overlays.filter(|source| source.path.starts_with("overlays/"));
        overlays.any(|overlay| !overlay.text.contains(words))
    }
}

/// The value of the first line that fits.
fn value<'a>(mut lines: impl Iterator<Item = &'a Line>, path: &str) -> Option<&'a str> {
    let words: Vec<&str> = path.split(' ').collect();
    let line = lines.find(|line| lines::fits(&words, &line.path))?;
    Some(lines::unquoted(&line.value))
}

/// Whether an autoscaler decides how many of its pods there are.
pub(crate) fn is_autoscaled(site: &Site<'_>) -> bool {
    let name = site.says("metadata name");
    let mut scalers = site.tree.of_kinds("HorizontalPodAutoscaler");
    scalers.any(|scaler| Some(scaler.text(&["spec", "scaleTargetRef", "name"])) == name)
}

/// Whether an autoscaler measures its pods, and no overlay gives them other resources.
pub(crate) fn is_measured(site: &Site<'_>) -> bool {
    is_autoscaled(site) && keeps_resources(site)
}

/// Whether its resources are those that some overlay's pods have.
pub(crate) fn keeps_resources(site: &Site<'_>) -> bool {
    site.is_left_by_an_overlay("/resources")
}

/// Whether a Service leads to its pods.
pub(crate) fn is_served(site: &Site<'_>) -> bool {
    const NAME: &str = "app.kubernetes.io/name";
    let name = site.says(&format!("** template metadata labels {NAME}"));
    let mut services = site.tree.of_kinds("Service");
    services.any(|service| Some(service.text(&["spec", "selector", NAME])) == name)
}

/// Whether its pods do something before they end.
pub(crate) fn has_pre_stop(site: &Site<'_>) -> bool {
    site.has("preStop:")
}

/// Whether nothing happens in its pods before they end.
pub(crate) fn has_no_pre_stop(site: &Site<'_>) -> bool {
    !has_pre_stop(site)
}

/// Whether its pods have no annotations.
pub(crate) fn has_no_annotations(site: &Site<'_>) -> bool {
    site.says("** template metadata annotations").is_none()
}
