//! `generate_permissions_policy`.

use k8sgen_templates::iam::{Policy, Resource, Statement, load_balancer_controller};
use k8sgen_templates::names::{Arn, DnsSubdomain, SecretsManagerName};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fill::{Notes, Provenance};
use super::inputs::gather;
use super::{Inputs, Made, Tool};
use crate::context::Field;
use crate::identity::Grant;
use crate::inventory::S3Access;
use crate::layout;
use crate::problem::Problems;
use crate::tree::Document;

/// Makes the permissions policy of one IAM role: what it may do, and on exactly which resources.
///
/// Fills in what the inventory says that its service account needs: ARNs of the secrets, or of the bucket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GeneratePermissionsPolicy {
    /// Name of the service account that has the role, such as `external-secrets-sa`.
    #[schemars(example = &"external-secrets-sa")]
    pub name: DnsSubdomain,
}

impl Tool for GeneratePermissionsPolicy {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let mut notes = Notes::default();
        let role = inputs.role(&self.name)?;
        let what = format!("the permissions policy of `{}`", role.name);
        let path = layout::permissions_policy(&role.purpose);
        if role.grants.contains(&Grant::LoadBalancers) {
            let partition = Inputs::require(inputs.context.partition, Field::Partition, &what)?;
            let text = load_balancer_controller(partition);
            let document = Document::new("IamPolicy", "permissions", text);
            return Ok(Made::document(path, document, notes.finish()));
        }
        let statements = role
            .grants
            .iter()
            .map(|grant| statements(*grant, inputs, &what, &mut notes));
        let statements = gather(statements)?.concat();
        let text = Policy::new(statements).to_json();
        Ok(Made::document(
            path,
            Document::new("IamPolicy", "permissions", text),
            notes.finish(),
        ))
    }
}

fn statements(
    grant: Grant,
    inputs: &Inputs<'_>,
    what: &str,
    notes: &mut Notes,
) -> Result<Vec<Statement>, Problems> {
    match grant {
        Grant::Secrets => secrets(inputs, what, notes),
        Grant::Bucket(access) => bucket(access, inputs, what, notes),
        // A policy of its own, whole: see above.
        Grant::LoadBalancers => Ok(Vec::new()),
    }
}

/// Reads the secrets that are copied into the cluster.
fn secrets(inputs: &Inputs<'_>, what: &str, notes: &mut Notes) -> Result<Vec<Statement>, Problems> {
    let names = inputs.inventory.secrets.keys();
    let names = gather(names.map(|name| inputs.remote(name)))?;
    let mut resources: Vec<Resource> = Vec::new();
    for name in names {
        let resource = if let Some((arn, field)) = terraform_arn(inputs, &name) {
            notes.note("secret_arn", arn, Provenance::Terraform(field));
            Resource::exact(arn)
        } else {
            let arn = inputs.own_arn("secretsmanager", &format!("secret:{name}"), what)?;
            Resource::secret_named(&arn)
        };
        if !resources.contains(&resource) {
            resources.push(resource);
        }
    }
    Ok(vec![Statement::allow(
        "ReadSecrets",
        &[
            "secretsmanager:DescribeSecret",
            "secretsmanager:GetSecretValue",
        ],
        resources,
    )])
}

/// The ARN that Terraform gives for the secret of that name.
fn terraform_arn<'a>(inputs: &Inputs<'a>, name: &SecretsManagerName) -> Option<(&'a Arn, Field)> {
    let (database, cache) = (&inputs.context.database, &inputs.context.cache);
    let secrets = [
        (
            &database.secret_name,
            &database.secret_arn,
            Field::DatabaseSecretArn,
        ),
        (&cache.secret_name, &cache.secret_arn, Field::CacheSecretArn),
    ];
    secrets
        .into_iter()
        .find(|(known, ..)| known.as_ref() == Some(name))
        .and_then(|(_, arn, field)| Some((arn.as_ref()?, field)))
}

/// Uses the project's bucket.
fn bucket(
    access: S3Access,
    inputs: &Inputs<'_>,
    what: &str,
    notes: &mut Notes,
) -> Result<Vec<Statement>, Problems> {
    let bucket = inputs.context.storage.bucket_arn.as_ref();
    let bucket = Inputs::require(bucket, Field::BucketArn, what)?;
    notes.note(
        "bucket_arn",
        bucket,
        Provenance::Terraform(Field::BucketArn),
    );
    let (sid, actions): (_, &[&str]) = match access {
        S3Access::Read => ("ReadObjects", &["s3:GetObject"]),
        S3Access::ReadWrite => (
            "ReadAndWriteObjects",
            &["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
        ),
    };
    Ok(vec![
        Statement::allow(
            "ListBucket",
            &["s3:ListBucket"],
            vec![Resource::exact(bucket)],
        ),
        Statement::allow(sid, actions, vec![Resource::objects_in(bucket)]),
    ])
}
