//! `generate_troubleshooting`.

use std::collections::BTreeSet;

use k8sgen_templates::page::{
    Demand, ExampleCall, ExampleProbe, LoadBalancer, Openness, Page, Troubleshooting, WritablePaths,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::guide::Target;
use super::{Inputs, Made, Tool, guide, image, ingress, secret_store};
use crate::inventory::{Environment, GitOps, Inventory, PolicyMode, Service};
use crate::layout;
use crate::problem::Problems;
use crate::tree::Document;

/// Makes docs/troubleshooting.md: what one sees, what to look at, and what to do.
///
/// Fills in the objects to look at. Call it first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateTroubleshooting {}

impl Tool for GenerateTroubleshooting {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let inventory = inputs.inventory;
        let services = || inventory.services.values();
        let named = |is: fn(&Environment) -> bool| -> Vec<String> {
            let environments = inventory.environments.values().filter(|one| is(one));
            environments.map(|one| one.name.to_string()).collect()
        };
        let scaled = services().find(|service| service.autoscaling.is_some());
        let users: BTreeSet<u32> = services().map(|service| service.run_as_user).collect();
        let project = &inventory.project;
        let page = Troubleshooting {
            project: project.to_string(),
            shell: guide::shell(inputs),
            engine: guide::engine(inventory),
            root: match inventory.gitops {
                GitOps::ArgoCd => format!("application/{project}"),
                GitOps::Flux => format!("{project}-root"),
                GitOps::None => String::new(),
            },
            git: inventory
                .repository
                .as_ref()
                .map_or_else(String::new, |repository| repository.url.clone()),
            has_iam: guide::has_iam(inventory),
            has_secrets: !inventory.secrets.is_empty(),
            store: format!("secretstore/{}", secret_store::NAME),
            repository: services()
                .find_map(|service| image::repository_name(inputs.context, service))
                .map(str::to_owned),
            example: guide::example(inventory).map(guide::workload),
            probe: services().find_map(probe),
            call: services().find_map(call),
            demands: guide::targets(inventory)
                .iter()
                .map(|target| demand(inventory, target))
                .collect(),
            writable: services()
                .filter(|service| !service.writable_paths.is_empty())
                .map(|service| WritablePaths {
                    name: service.name.to_string(),
                    paths: service
                        .writable_paths
                        .iter()
                        .map(ToString::to_string)
                        .collect(),
                })
                .filter(|service| service.paths != ["/tmp"])
                .collect(),
            users: guide::list(&users.into_iter().collect::<Vec<_>>()),
            open: named(|one| one.network_policies == PolicyMode::Namespace),
            without_budget: named(|one| one.replicas == Some(1)),
            autoscaled: scaled.map(|service| format!("horizontalpodautoscaler/{}", service.name)),
            fixed: named(|one| !one.is_autoscaled()),
            ingress: load_balancer(inputs),
        };
        let document = Document::new("Markdown", "troubleshooting", page.to_markdown());
        Ok(Made::document(
            layout::troubleshooting(),
            document,
            Vec::new(),
        ))
    }
}

fn probe(service: &Service) -> Option<ExampleProbe> {
    let (path, port) = guide::health(service)?;
    Some(ExampleProbe {
        object: guide::workload(service),
        port: port.get(),
        path: path.to_string(),
    })
}

fn call(service: &Service) -> Option<ExampleCall> {
    let callee = service.calls.first()?;
    Some(ExampleCall {
        from: service.name.to_string(),
        to: callee.to_string(),
        policy: format!("networkpolicy/{callee}"),
    })
}

/// The requests of all pods of which there is a number, at their fewest.
fn demand(inventory: &Inventory, target: &Target<'_>) -> Demand {
    let (mut pods, mut cpu, mut memory) = (0, 0, 0);
    let services = inventory.services.values();
    for service in services.filter(|service| service.kind.has_replicas()) {
        let fewest = target
            .environment
            .map_or_else(|| service.fewest_pods(), |one| one.fewest_pods(service));
        let factor = target.environment.and_then(|one| one.resources_factor);
        let amount = |quantity: &k8sgen_templates::names::Quantity| {
            let scaled = factor.map(|factor| quantity.scaled(factor));
            scaled.as_ref().unwrap_or(quantity).milli() * i128::from(fewest)
        };
        pods += fewest;
        let sidecars = service.sidecars.iter().map(|sidecar| &sidecar.resources);
        for resources in std::iter::once(&service.resources).chain(sidecars) {
            cpu += amount(&resources.requests.cpu);
            memory += amount(&resources.requests.memory);
        }
    }
    let mebi = memory / (1000 * 1024 * 1024);
    Demand {
        name: target.name.to_owned(),
        pods,
        cpu: format!("{}.{:02}", cpu / 1000, cpu % 1000 / 10),
        memory: format!("{mebi} MiB"),
    }
}

fn load_balancer(inputs: &Inputs<'_>) -> Option<LoadBalancer> {
    let inventory = inputs.inventory;
    if ingress::public_services(inputs).is_empty() {
        return None;
    }
    let environments = inventory.environments.values();
    Some(LoadBalancer {
        object: format!("ingress/{}", inventory.project),
        has_tls: environments.clone().any(|one| one.domain.is_some()),
        environments: environments
            .map(|one| Openness {
                name: one.name.to_string(),
                allowed: guide::allowed(one),
            })
            .collect(),
    })
}
