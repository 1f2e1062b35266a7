//! Where External Secrets Operator reads from.

use askama::Template;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Manifest, Metadata};
use crate::names::{DnsSubdomain, Region};

/// A `SecretStore` (`external-secrets.io/v1`) on AWS Secrets Manager, read as a service account of its own namespace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Template)]
#[template(path = "secret-store.yaml")]
pub struct SecretStore {
    /// Name and labels.
    pub metadata: Metadata,
    /// Region of the secrets.
    pub region: Region,
    /// The service account whose IAM role may read them.
    pub service_account: DnsSubdomain,
}

impl Manifest for SecretStore {
    const KIND: &'static str = "SecretStore";

    fn metadata(&self) -> &Metadata {
        &self.metadata
    }
}
