//! `generate_image_pull_policy`.

use std::collections::BTreeSet;

use k8sgen_templates::iam::{Policy, Resource, Statement};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fill::{Notes, Provenance};
use super::image::repository_name;
use super::inputs::{arn, gather};
use super::{Error, Inputs, Made, Tool, refuse};
use crate::context::{Field, registry_home};
use crate::layout;
use crate::problem::Problems;
use crate::tree::Document;

/// Makes the policy that allows pulling this project's images, and no others.
///
/// Fills in the ECR repositories that services use. It is for the role of the nodes: pods need nothing to be pulled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateImagePullPolicy {}

impl Tool for GenerateImagePullPolicy {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let mut notes = Notes::default();
        let what = "the policy for pulling images";
        let registry = inputs.context.container_registry.ecr_base_url.as_ref();
        let registry = Inputs::require(registry, Field::EcrBaseUrl, what)?;
        let Some((partition, region, account)) = registry_home(registry.as_str()) else {
            return Err(refuse(&Error::Unfit {
                what: what.to_owned(),
                why: format!("`{registry}` is not the host of an ECR registry"),
            }));
        };
        let used: BTreeSet<&str> = inputs
            .inventory
            .services
            .values()
            .filter(|service| service.image.is_none())
            .filter_map(|service| repository_name(inputs.context, service))
            .collect();
        notes.note(
            "repositories",
            &used,
            Provenance::Terraform(Field::Repositories),
        );
        let repositories = used.into_iter().map(|name| {
            let resource = format!("repository/{name}");
            let repository = arn(partition, "ecr", &region, &account, &resource, what)?;
            Ok(Resource::exact(&repository))
        });
        let policy = Policy::new(vec![
            Statement::allow(
                "LogInWhichIsOnNoRepository",
                &["ecr:GetAuthorizationToken"],
                vec![Resource::none_to_name()],
            ),
            Statement::allow(
                "PullImages",
                &[
                    "ecr:BatchCheckLayerAvailability",
                    "ecr:BatchGetImage",
                    "ecr:GetDownloadUrlForLayer",
                ],
                gather(repositories)?,
            ),
        ]);
        Ok(Made::document(
            layout::image_pull_policy(),
            Document::new("IamPolicy", "permissions", policy.to_json()),
            notes.finish(),
        ))
    }
}
