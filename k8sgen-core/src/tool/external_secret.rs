//! `generate_external_secret`.

use k8sgen_templates::kind::{ExternalSecret, RemoteRef};
use k8sgen_templates::names::{DnsSubdomain, SecretsManagerName};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fill::{Notes, Provenance};
use super::inputs::{document, fixed};
use super::{Inputs, Made, Tool, secret_store};
use crate::layout;
use crate::problem::Problems;

/// How often a secret is read again.
pub(super) const REFRESH: &str = "1h";

/// Makes one ExternalSecret, which copies a secret from AWS Secrets Manager into the namespace.
///
/// Fills in the remote secret's name and the keys that workloads read. No value passes through here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateExternalSecret {
    /// Name of the secret in the inventory, such as `database-credentials`.
    #[schemars(example = &"database-credentials")]
    pub name: DnsSubdomain,
    /// Another name in AWS Secrets Manager than the inventory's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"shop/prod/database")]
    pub remote: Option<SecretsManagerName>,
}

impl Tool for GenerateExternalSecret {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let mut notes = Notes::default();
        let secret = Inputs::entry("secret", &self.name, &inputs.inventory.secrets)?;
        let key: SecretsManagerName = if let Some(remote) = &self.remote {
            notes.note("remote", remote, Provenance::Argument);
            remote.clone()
        } else {
            let remote = inputs.remote(&self.name)?;
            let path = ["secrets", self.name.as_str(), "remote"];
            let origin = inputs.inventory.origin(&path);
            notes.note("remote", &remote, origin.into());
            remote
        };
        let data = secret.keys.iter().map(|(name, property)| {
            (
                name.clone(),
                RemoteRef {
                    key: key.clone(),
                    property: Some(property.clone()),
                },
            )
        });
        let secret = ExternalSecret {
            metadata: inputs.metadata(&self.name),
            store: fixed(secret_store::NAME),
            refresh_interval: REFRESH.to_owned(),
            data: data.collect(),
        };
        Ok(Made::document(
            layout::external_secrets(),
            document(&secret),
            notes.finish(),
        ))
    }
}
