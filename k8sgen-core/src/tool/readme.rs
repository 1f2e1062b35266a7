//! `generate_readme`.

use k8sgen_templates::page::{Page, Readme, ReadmeEnvironment, ReadmeIam};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Inputs, Made, Tool, guide, ingress, waivers};
use crate::inventory::{Environment, Identity, Inventory};
use crate::problem::Problems;
use crate::tree::Document;
use crate::{identity, layout};

/// Makes README.md, the repository's front page: what is in it, and how to build it.
///
/// Fills in the project, its environments and services. Call it first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateReadme {}

impl Tool for GenerateReadme {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let inventory = inputs.inventory;
        let page = Readme {
            project: inventory.project.to_string(),
            terraform_environment: inventory.environment.to_string(),
            services: inventory.services.len(),
            cluster: inputs.context.kubernetes.cluster_name.clone(),
            region: inputs.context.region.as_ref().map(ToString::to_string),
            has_secrets: !inventory.secrets.is_empty(),
            has_ingress: !ingress::public_services(inputs).is_empty(),
            has_autoscaling: inventory
                .services
                .values()
                .any(|service| service.autoscaling.is_some()),
            infrastructure: inventory
                .infrastructure
                .keys()
                .map(ToString::to_string)
                .collect(),
            engine: guide::engine(inventory),
            iam: iam(inventory),
            namespace: inventory.namespace.to_string(),
            environments: inventory
                .environments
                .values()
                .map(|environment| row(inputs, environment))
                .collect(),
            waivers: waivers::of(inventory),
        };
        let document = Document::new("Markdown", "readme", page.to_markdown());
        Ok(Made::document(layout::readme(), document, Vec::new()))
    }
}

fn iam(inventory: &Inventory) -> Option<ReadmeIam> {
    let roles = identity::roles(inventory);
    if roles.iter().any(|role| role.by == Identity::PodIdentity) {
        Some(ReadmeIam::WithAgent)
    } else if !roles.is_empty() || identity::pulls_images(inventory) {
        Some(ReadmeIam::WithoutAgent)
    } else {
        None
    }
}

fn row(inputs: &Inputs<'_>, environment: &Environment) -> ReadmeEnvironment {
    let pods: u32 = inputs
        .inventory
        .services
        .values()
        .filter(|service| service.kind.has_replicas())
        .map(|service| environment.fewest_pods(service))
        .sum();
    ReadmeEnvironment {
        name: environment.name.to_string(),
        namespace: environment.namespace.to_string(),
        hosts: guide::hosts(inputs, environment),
        pods: match environment.replicas {
            Some(_) => format!("{pods}, fixed"),
            None if inputs
                .inventory
                .services
                .values()
                .any(|service| service.autoscaling.is_some()) =>
            {
                format!("{pods} and more, by load")
            }
            None => pods.to_string(),
        },
        allowed: guide::allowed(environment),
    }
}
