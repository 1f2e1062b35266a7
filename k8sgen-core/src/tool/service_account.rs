//! `generate_service_account`.

use k8sgen_templates::kind::ServiceAccount;
use k8sgen_templates::names::{Arn, DnsSubdomain};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fill::{Notes, Provenance};
use super::inputs::{document, fixed};
use super::{Error, Inputs, Made, Tool, refuse};
use crate::context::Field;
use crate::inventory::Identity;
use crate::problem::Problems;
use crate::{identity, layout};

/// Makes one ServiceAccount, the identity that pods run as.
///
/// Fills in the annotation with the ARN of its IAM role, for an account that needs AWS by IRSA. With EKS Pod Identity,
/// the role is associated in AWS, and the account needs no annotation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateServiceAccount {
    /// Name of the account, such as `backend-sa`.
    #[schemars(example = &"backend-sa")]
    pub name: DnsSubdomain,
    /// ARN of another IAM role than the inventory's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"arn:aws:iam::123456789012:role/backend")]
    pub role_arn: Option<Arn>,
}

impl Tool for GenerateServiceAccount {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let known = identity::accounts(inputs.inventory);
        if !known.contains(&self.name) {
            let known = known.iter().map(ToString::to_string).collect();
            return Err(refuse(&Error::Unknown {
                what: "service account",
                name: self.name.to_string(),
                known,
            }));
        }
        let mut notes = Notes::default();
        let mut metadata = inputs.metadata(&self.name);
        if let Some(role) = self.role(inputs, &mut notes)? {
            metadata
                .annotations
                .insert(fixed("eks.amazonaws.com/role-arn"), role.to_string());
        }
        Ok(Made::document(
            layout::service_accounts(),
            document(&ServiceAccount { metadata }),
            notes.finish(),
        ))
    }
}

impl GenerateServiceAccount {
    fn role(&self, inputs: &Inputs<'_>, notes: &mut Notes) -> Result<Option<Arn>, Problems> {
        if let Some(role) = &self.role_arn {
            notes.note("role_arn", role, Provenance::Argument);
            return Ok(Some(role.clone()));
        }
        let role = identity::role(inputs.inventory, &self.name);
        if role.is_none_or(|role| role.by != Identity::Irsa) {
            return Ok(None);
        }
        let what = format!("the service account `{}`", self.name);
        let account = Inputs::require(
            inputs.context.aws_account_id.as_ref(),
            Field::AwsAccountId,
            &what,
        )?;
        let partition = Inputs::require(inputs.context.partition, Field::Partition, &what)?;
        let Some(role) = identity::role_arn(inputs.inventory, &self.name, partition, account)
        else {
            let why = "its IAM role has a name that IAM does not take".to_owned();
            return Err(refuse(&Error::Unfit { what, why }));
        };
        notes.note(
            "role_arn",
            &role,
            Provenance::Terraform(Field::AwsAccountId),
        );
        Ok(Some(role))
    }
}
