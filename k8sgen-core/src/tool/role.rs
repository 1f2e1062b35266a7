//! `generate_role`.

use k8sgen_templates::kind::{Role, RoleRule};
use k8sgen_templates::names::DnsSubdomain;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fill::Notes;
use super::inputs::document;
use super::{Inputs, Made, Tool};
use crate::layout;
use crate::problem::Problems;

/// Makes one Role: what may be done in the namespace.
///
/// Fills in the rules of the inventory's role of that name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateRole {
    /// Name of the role in the inventory.
    #[schemars(example = &"viewer")]
    pub name: DnsSubdomain,
    /// Other rules than the inventory's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = serde_json::json!([{"api_groups": [""], "resources": ["pods"], "verbs": ["get"]}]))]
    pub rules: Option<Vec<RoleRule>>,
}

impl Tool for GenerateRole {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let mut notes = Notes::default();
        let role = Inputs::entry("role", &self.name, &inputs.inventory.roles)?;
        let origin = inputs
            .inventory
            .origin(&["roles", self.name.as_str(), "rules"]);
        let rules = notes.choose("rules", self.rules.as_ref(), (&role.rules, origin));
        let role = Role {
            metadata: inputs.metadata(&self.name),
            rules,
        };
        Ok(Made::document(
            layout::roles(),
            document(&role),
            notes.finish(),
        ))
    }
}
