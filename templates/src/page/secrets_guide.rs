//! Which secrets there must be, and how they get to the pods.

use askama::Template;
use indexmap::IndexMap;

use super::{Page, Shell};
use crate::markdown::filters;
use crate::mermaid::Flowchart;

/// `docs/secrets-management.md`. There is at least one secret.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "secrets-management.md")]
pub struct SecretsGuide {
    /// The project.
    pub project: String,
    /// What its commands are about.
    pub shell: Shell,
    /// The way of a value.
    pub picture: Flowchart,
    /// Name of the SecretStore.
    pub store: String,
    /// The service account that secrets are read as.
    pub account: String,
    /// Its IAM role.
    pub role: String,
    /// Path of its permissions policy.
    pub permissions: String,
    /// How often a secret is read again.
    pub refresh: String,
    /// Whether pods get files, not variables.
    pub as_files: bool,
    /// Whether Flux keeps the cluster as the repository says.
    pub is_flux: bool,
    /// The secrets.
    pub secrets: Vec<GuideSecret>,
}

/// A secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuideSecret {
    /// Its name in the cluster.
    pub name: String,
    /// Its name in AWS Secrets Manager.
    pub remote: String,
    /// Whether Terraform made it, and named it.
    pub by_terraform: bool,
    /// What must be in it.
    pub properties: Vec<String>,
    /// What it must look like: each property, and an empty value.
    pub shape: IndexMap<String, String>,
    /// Its keys in the cluster.
    pub keys: Vec<String>,
    /// Services that read it.
    pub readers: Vec<String>,
    /// What runs them, such as `deployment/web-ui`.
    pub workloads: Vec<String>,
    /// The object that copies it, such as `externalsecret/jwt`.
    pub object: String,
    /// A file for its values.
    pub file: String,
    /// That file as the AWS command line reads it.
    pub uri: String,
}

impl Page for SecretsGuide {}
