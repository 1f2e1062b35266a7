//! `generate_secret_store`.

use k8sgen_templates::kind::SecretStore;
use k8sgen_templates::names::DnsSubdomain;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fill::{Notes, Provenance};
use super::inputs::{document, fixed};
use super::{Inputs, Made, Tool};
use crate::context::Field;
use crate::problem::Problems;
use crate::{identity, layout};

/// Name of the store.
pub(super) const NAME: &str = "aws-secrets-manager";

/// Makes the SecretStore: where External Secrets Operator reads from, and as whom.
///
/// Fills in the region, and the service account whose IAM role may read the project's secrets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateSecretStore {
    /// Another service account to read as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"external-secrets-sa")]
    pub service_account: Option<DnsSubdomain>,
}

impl Tool for GenerateSecretStore {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let mut notes = Notes::default();
        let region = Inputs::require(
            inputs.context.region.clone(),
            Field::Region,
            "the secret store",
        )?;
        notes.note("region", &region, Provenance::Terraform(Field::Region));
        let service_account = self
            .service_account
            .clone()
            .unwrap_or_else(identity::secrets_reader);
        let store = SecretStore {
            metadata: inputs.metadata(&fixed(NAME)),
            region,
            service_account,
        };
        Ok(Made::document(
            layout::external_secrets(),
            document(&store),
            notes.finish(),
        ))
    }
}
