//! What a tree says about a place in it, read simply. With this the classes choose where a change does what it is meant
//! to; the validator is not asked.

use crate::edit::{Part, Site};
use crate::lines::{self, Document, Line};

impl<'a> Site<'a> {
    /// The document in which it is.
    pub(crate) fn document(&self) -> Option<&'a Document> {
        match self.part {
            Part::Entry(document, _) | Part::Item(document, _) | Part::Document(document) => {
                Some(document)
            }
            Part::File => None,
        }
    }

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

    /// The objects of a kind in its tree.
    pub(crate) fn objects(&self, kind: &'a str) -> impl Iterator<Item = &'a Document> + use<'a> {
        let documents = self
            .tree
            .sources
            .iter()
            .flat_map(|source| &source.documents);
        documents.filter(move |document| document.kind()[0] == kind)
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
    let mut scalers = site.objects("HorizontalPodAutoscaler");
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
    let mut services = site.objects("Service");
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
