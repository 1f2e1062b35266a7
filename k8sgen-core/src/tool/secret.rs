//! `generate_secret`.

use k8sgen_templates::kind::Secret;
use k8sgen_templates::names::DnsSubdomain;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::inputs::document;
use super::{Inputs, Made, Tool};
use crate::layout;
use crate::problem::Problems;

/// Makes one Secret without a value, for a controller to fill.
///
/// For a value that stands in AWS Secrets Manager, call `generate_external_secret` instead: a value
/// can't be given here, and never belongs into Git.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateSecret {
    /// Name of the Secret.
    #[schemars(example = &"webhook-tls")]
    pub name: DnsSubdomain,
    /// Its type.
    #[serde(default = "opaque", rename = "type")]
    #[schemars(example = &"Opaque")]
    pub secret_type: String,
}

fn opaque() -> String {
    "Opaque".to_owned()
}

impl Tool for GenerateSecret {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let secret = Secret {
            metadata: inputs.metadata(&self.name),
            secret_type: self.secret_type.clone(),
        };
        Ok(Made::document(
            layout::secret(&self.name),
            document(&secret),
            Vec::new(),
        ))
    }
}
