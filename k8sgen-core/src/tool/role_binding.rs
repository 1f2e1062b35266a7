//! `generate_role_binding`.

use k8sgen_templates::kind::{RoleBinding, Subject};
use k8sgen_templates::names::DnsSubdomain;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::inputs::document;
use super::{Inputs, Made, Tool};
use crate::layout;
use crate::problem::Problems;

/// Makes one RoleBinding: who has a role.
///
/// Fills in the groups and service accounts of the inventory's role of that name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateRoleBinding {
    /// Name of the role in the inventory.
    #[schemars(example = &"viewer")]
    pub name: DnsSubdomain,
}

impl Tool for GenerateRoleBinding {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let role = Inputs::entry("role", &self.name, &inputs.inventory.roles)?;
        let groups = role.groups.iter().cloned().map(Subject::Group);
        let accounts = role
            .service_accounts
            .iter()
            .map(|name| Subject::ServiceAccount {
                name: name.clone(),
                namespace: inputs.inventory.namespace.clone(),
            });
        let binding = RoleBinding {
            metadata: inputs.metadata(&self.name),
            role: self.name.clone(),
            subjects: groups.chain(accounts).collect(),
        };
        Ok(Made::document(
            layout::role_bindings(),
            document(&binding),
            Vec::new(),
        ))
    }
}
