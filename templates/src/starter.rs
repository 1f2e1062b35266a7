//! A `k8sgen.yaml` to begin with: every value through the YAML escaper, and comments that teach.

use askama::Template;

use crate::names::Port;
use crate::scalar::filters;

/// The file.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "starter.yaml")]
pub struct Starter {
    /// The project.
    pub project: String,
    /// Terraform's name of what it made.
    pub environment: String,
    /// The base's namespace.
    pub namespace: String,
    /// Where Terraform's values are read from; at least one.
    pub sources: Vec<String>,
    /// ConfigMaps.
    pub configmaps: Vec<StarterConfigMap>,
    /// Secrets.
    pub secrets: Vec<StarterSecret>,
    /// What could be in it if Terraform said more, each with the reason.
    pub left_out: Vec<String>,
    /// The tag of all images.
    pub image_tag: String,
    /// The tiers; at least one.
    pub tiers: Vec<String>,
    /// The services; at least one.
    pub services: Vec<StarterService>,
    /// The environments; at least one.
    pub environments: Vec<StarterEnvironment>,
}

/// A ConfigMap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StarterConfigMap {
    /// Its name.
    pub name: String,
    /// Its keys and values; at least one.
    pub data: Vec<(String, String)>,
}

/// A Secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StarterSecret {
    /// Its name.
    pub name: String,
    /// Its name in AWS Secrets Manager.
    pub remote: String,
    /// Its keys, and the properties that they are copied from; at least one.
    pub keys: Vec<(String, String)>,
    /// What its readers connect to.
    pub connects_to: String,
}

/// A service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StarterService {
    /// Its name.
    pub name: String,
    /// Its tier.
    pub tier: String,
    /// The port that it listens on.
    pub port: Option<Port>,
    /// Its ECR repository, where its name does not lead there.
    pub repository: Option<String>,
}

/// An environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StarterEnvironment {
    /// Its name.
    pub name: String,
    /// Its namespace.
    pub namespace: String,
}

impl Starter {
    /// The file's text, ending in one newline.
    ///
    /// # Panics
    /// Never: the template writes to memory.
    #[must_use]
    pub fn to_yaml(&self) -> String {
        let mut text = self.render().expect("a template that writes to memory");
        text.push('\n');
        text
    }
}
