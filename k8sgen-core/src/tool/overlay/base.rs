//! A Deployment of the base as it was made: arguments in a plan can make it other than the inventory says,
//! and an overlay changes what is there.

use k8sgen_templates::names::{EnvVarName, ImageRef, LabelKey};

use crate::inventory::Service;
use crate::layout;
use crate::tool::Inputs;
use crate::yaml::{self, Layer, Node};

/// A Deployment of the base; unknown if it has not been made yet.
pub(super) struct Deployed<'a> {
    text: Option<&'a str>,
}

impl<'a> Deployed<'a> {
    pub(super) fn of(inputs: &Inputs<'a>, service: &Service) -> Self {
        let path = layout::deployment(&service.tier, &service.name);
        let documents = inputs.tree.documents(&path).unwrap_or_default();
        let document = documents
            .iter()
            .find(|document| document.name == service.name.as_str());
        Self {
            text: document.map(|document| document.text.as_str()),
        }
    }

    /// Whether it runs an image of this repository.
    pub(super) fn runs(&self, repository: &ImageRef) -> bool {
        self.text.is_none_or(|text| {
            let mut images = text
                .lines()
                .filter_map(|line| line.trim_start().strip_prefix("image: "));
            let image = images
                .next()
                .and_then(|image| image.parse::<ImageRef>().ok());
            image.is_some_and(|image| image.repository() == repository.repository())
        })
    }

    /// Whether its pods have this annotation.
    pub(super) fn annotates(&self, key: &LabelKey) -> bool {
        self.text.is_none_or(|text| {
            let mut keys = text
                .lines()
                .filter_map(|line| line.trim_start().split_once(": "));
            keys.any(|(found, _)| found == key.as_str())
        })
    }

    /// Where among its variables the one with this value is; nowhere if an argument gave it another.
    pub(super) fn place_of(&self, variable: &EnvVarName, value: &str) -> Option<usize> {
        // The text is our own, so it can be read.
        let (root, _) = yaml::load("base", self.text?, Layer::BuiltIn).ok()?;
        let containers = root.at(["spec", "template", "spec", "containers"])?;
        let env = containers.items().first()?.at(["env"])?;
        env.items().iter().position(|entry| {
            let text = |key| entry.at([key]).and_then(Node::text);
            text("name") == Some(variable.as_str()) && text("value") == Some(value)
        })
    }
}
