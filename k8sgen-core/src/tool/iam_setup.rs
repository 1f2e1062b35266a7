//! `generate_iam_setup`.

use k8sgen_templates::page::{GuideRole, IamSetup, Page, RoleWorkload};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Error, Inputs, Made, Tool, guide, refuse};
use crate::context::Field;
use crate::identity::{self, Grant, Role};
use crate::inventory::{Identity, S3Access};
use crate::layout;
use crate::problem::Problems;
use crate::tree::Document;

/// Makes docs/iam-setup.md: the IAM roles, who takes on which and for what, and how to see that it works.
///
/// Fills in the roles. Call it first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateIamSetup {}

impl Tool for GenerateIamSetup {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let inventory = inputs.inventory;
        if !guide::has_iam(inventory) {
            return Err(refuse(&Error::Unfit {
                what: "the page about IAM".to_owned(),
                why: "nothing in the inventory needs an IAM role".to_owned(),
            }));
        }
        let roles = identity::roles(inventory);
        let roles = roles.iter().map(|role| entry(inputs, role));
        let provider = inputs.context.kubernetes.oidc_provider_arn.as_ref();
        let page = IamSetup {
            project: inventory.project.to_string(),
            shell: guide::shell(inputs),
            roles: super::inputs::gather(roles)?,
            image_pull: identity::pulls_images(inventory)
                .then(|| identity::image_pull_name(inventory)),
            oidc_provider: provider.map(ToString::to_string),
        };
        let document = Document::new("Markdown", "iam-setup", page.to_markdown());
        Ok(Made::document(layout::iam_setup(), document, Vec::new()))
    }
}

fn entry(inputs: &Inputs<'_>, role: &Role) -> Result<GuideRole, Problems> {
    let what = format!("the page about the role `{}`", role.name);
    let (inventory, context) = (inputs.inventory, inputs.context);
    let account = context.aws_account_id.as_ref();
    let account = Inputs::require(account, Field::AwsAccountId, &what)?;
    let partition = Inputs::require(context.partition, Field::Partition, &what)?;
    let arn = identity::role_arn(inventory, &role.account, partition, account);
    let mut users = inventory.services.values();
    let user =
        users.find(|service| service.service_account == role.account && !service.kind.ends());
    let is_addons = role.grants.contains(&Grant::LoadBalancers);
    Ok(GuideRole {
        name: role.name.clone(),
        arn: arn.map_or_else(String::new, |arn| arn.to_string()),
        account: role.account.to_string(),
        namespaces: role.namespaces.iter().map(ToString::to_string).collect(),
        fixed_namespace: role
            .namespaces
            .first()
            .filter(|_| is_addons)
            .map(ToString::to_string),
        by_irsa: role.by == Identity::Irsa,
        allows: allows(inputs, role),
        trust: layout::trust_policy(&role.purpose).to_string(),
        permissions: layout::permissions_policy(&role.purpose).to_string(),
        import: format!("aws_iam_role.this[\"{}\"]", role.purpose),
        workload: user.map(|service| RoleWorkload {
            service: service.name.to_string(),
            object: guide::workload(service),
        }),
    })
}

/// What a role allows, in words.
fn allows(inputs: &Inputs<'_>, role: &Role) -> String {
    let bucket = inputs.context.storage.bucket_name.as_deref();
    let bucket = bucket.unwrap_or("the project's");
    let secrets = inputs.inventory.secrets.len();
    let grants = role.grants.iter().map(|grant| match grant {
        Grant::Secrets if secrets == 1 => "read the project's secret".to_owned(),
        Grant::Secrets => format!("read the project's {secrets} secrets"),
        Grant::Bucket(S3Access::Read) => format!("list and read the bucket {bucket}"),
        Grant::Bucket(S3Access::ReadWrite) => format!("read and write the bucket {bucket}"),
        Grant::LoadBalancers => "make load balancers".to_owned(),
    });
    grants.collect::<Vec<_>>().join(", ")
}
