//! `generate_iam_terraform`.

use k8sgen_templates::terraform::{Association, IamRole, IamRoles};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fill::{Notes, Provenance};
use super::{Inputs, Made, Tool};
use crate::context::Field;
use crate::identity::{self, Role};
use crate::inventory::Identity;
use crate::layout;
use crate::problem::Problems;
use crate::tree::Document;

/// Makes `iam/roles.tf`: Terraform that makes the IAM roles of all service accounts from their policies' files.
///
/// Fills in the roles that the manifests name, and the associations of EKS Pod Identity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateIamTerraform {}

impl Tool for GenerateIamTerraform {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let mut notes = Notes::default();
        let (inventory, context) = (inputs.inventory, inputs.context);
        let what = "Terraform for the IAM roles";
        let account = context.aws_account_id.clone();
        let account = Inputs::require(account, Field::AwsAccountId, what)?;
        let from = Provenance::Terraform(Field::AwsAccountId);
        notes.note("account_id", &account, from);

        let roles = identity::roles(inventory);
        let associations: Vec<Association> = roles
            .iter()
            .filter(|role| role.by == Identity::PodIdentity)
            .flat_map(associations)
            .collect();
        let cluster = if associations.is_empty() {
            None
        } else {
            let name = context.kubernetes.cluster_name.clone();
            Some(Inputs::require(name, Field::ClusterName, what)?)
        };
        let file = IamRoles {
            account,
            cluster,
            mixed: roles.iter().any(|role| role.by == Identity::Irsa),
            roles: roles.iter().map(entry).collect(),
            associations,
            image_pull: identity::pulls_images(inventory)
                .then(|| identity::image_pull_name(inventory)),
        };
        Ok(Made::document(
            layout::iam_roles(),
            Document::new("Terraform", "roles", file.to_hcl()),
            notes.finish(),
        ))
    }
}

fn entry(role: &Role) -> IamRole {
    IamRole {
        folder: role.purpose.clone(),
        name: role.name.clone(),
        description: format!("What the service account {} needs of AWS", role.account),
    }
}

/// Each namespace that has the role's account.
fn associations(role: &Role) -> impl Iterator<Item = Association> {
    role.namespaces.iter().map(|namespace| Association {
        role: role.purpose.clone(),
        namespace: namespace.clone(),
        account: role.account.clone(),
        key: format!("{namespace}/{}", role.account),
    })
}
