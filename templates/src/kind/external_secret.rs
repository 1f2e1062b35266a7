//! A Secret that External Secrets Operator copies from AWS Secrets Manager.

use askama::Template;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Manifest, Metadata};
use crate::names::{ConfigKey, DnsSubdomain, SecretsManagerName};

/// An `ExternalSecret` (`external-secrets.io/v1`). The Secret that it makes has its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Template)]
#[template(path = "external-secret.yaml")]
pub struct ExternalSecret {
    /// Name and labels.
    pub metadata: Metadata,
    /// The `SecretStore` to read from, in the same namespace.
    pub store: DnsSubdomain,
    /// How often the value is read again, such as `1h`.
    pub refresh_interval: String,
    /// The Secret's keys, and where each comes from.
    pub data: IndexMap<ConfigKey, RemoteRef>,
}

/// Where a key's value comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RemoteRef {
    /// Name of the secret in AWS Secrets Manager.
    pub key: SecretsManagerName,
    /// Property of that secret's JSON; the whole text if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub property: Option<String>,
}

impl Manifest for ExternalSecret {
    const KIND: &'static str = "ExternalSecret";

    fn metadata(&self) -> &Metadata {
        &self.metadata
    }
}
