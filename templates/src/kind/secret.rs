//! A Secret that somebody else fills.

use askama::Template;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Manifest, Metadata};

/// A `Secret` without a value: what a controller or an operator writes into it never stands in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Template)]
#[template(path = "secret.yaml")]
pub struct Secret {
    /// Name and labels. A `kubernetes.io/service-account-token` names its account in an annotation.
    pub metadata: Metadata,
    /// The secret's type, such as `Opaque` or `kubernetes.io/tls`.
    pub secret_type: String,
}

impl Manifest for Secret {
    const KIND: &'static str = "Secret";

    fn metadata(&self) -> &Metadata {
        &self.metadata
    }
}
