//! `generate_configmap`.

use indexmap::IndexMap;
use k8sgen_templates::kind::ConfigMap;
use k8sgen_templates::names::{ConfigKey, DnsSubdomain};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fill::{Notes, Provenance};
use super::inputs::{Scope, document};
use super::{Inputs, Made, Tool};
use crate::inventory::Reference;
use crate::layout;
use crate::problem::Problems;

/// Makes one ConfigMap.
///
/// Fills in the inventory's keys, with Terraform's endpoints, ports and names in their places.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateConfigmap {
    /// Name of the ConfigMap in the inventory, such as `database-config`.
    #[schemars(example = &"database-config")]
    pub name: DnsSubdomain,
    /// Keys to set or to add.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    #[schemars(example = serde_json::json!({"LOG_FORMAT": "json"}))]
    pub data: IndexMap<ConfigKey, String>,
}

impl Tool for GenerateConfigmap {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let mut notes = Notes::default();
        let mut data = inputs.config(&self.name, Scope::Base)?;
        for (key, text) in &inputs.inventory.configmaps[&self.name] {
            let from = match text.sole_reference() {
                Some(Reference::Field(field)) => Provenance::Terraform(field),
                _ => inputs
                    .inventory
                    .origin(&["configmaps", self.name.as_str(), key.as_str()])
                    .into(),
            };
            if !self.data.contains_key(key) {
                notes.note(key.as_str(), &data[key], from);
            }
        }
        for (key, value) in &self.data {
            notes.note(key.as_str(), value, Provenance::Argument);
            data.insert(key.clone(), value.clone());
        }
        let map = ConfigMap {
            metadata: inputs.metadata(&self.name),
            data,
        };
        Ok(Made::document(
            layout::configmap(&self.name),
            document(&map),
            notes.finish(),
        ))
    }
}
