//! The identity that pods run as.

use askama::Template;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Manifest, Metadata};

/// A `ServiceAccount`. Its token is never mounted by default: a pod that talks to the Kubernetes API asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Template)]
#[template(path = "service-account.yaml")]
pub struct ServiceAccount {
    /// Name, labels, and for IRSA the annotation with the role's ARN.
    pub metadata: Metadata,
}

impl Manifest for ServiceAccount {
    const KIND: &'static str = "ServiceAccount";

    fn metadata(&self) -> &Metadata {
        &self.metadata
    }
}
