//! What several pages of the generated repository say about it, said once.

use k8sgen_templates::names::{Cidr, DnsLabel, HttpPath, Namespace, Port};
use k8sgen_templates::page::{Engine, Place, Shell};

use super::{Inputs, ingress};
use crate::inventory::{Ask, Environment, GitOps, Inventory, Kind, Service};
use crate::{identity, layout};

/// Somewhere that the application runs: an environment, or the base where there is none.
#[derive(Debug, Clone)]
pub(super) struct Target<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// Its namespace.
    pub(super) namespace: &'a Namespace,
    /// The folder that is built for it.
    pub(super) folder: String,
    /// The environment, if it is one.
    pub(super) environment: Option<&'a Environment>,
}

/// Where the application runs.
pub(super) fn targets(inventory: &Inventory) -> Vec<Target<'_>> {
    if inventory.environments.is_empty() {
        return vec![Target {
            name: layout::BASE,
            namespace: &inventory.namespace,
            folder: layout::BASE.to_owned(),
            environment: None,
        }];
    }
    let environments = inventory.environments.values();
    let environments = environments.map(|environment| Target {
        name: environment.name.as_str(),
        namespace: &environment.namespace,
        folder: folder(&environment.name),
        environment: Some(environment),
    });
    environments.collect()
}

/// The folder of an environment.
pub(super) fn folder(environment: &DnsLabel) -> String {
    format!("overlays/{environment}")
}

/// The shell that a page's commands are run in.
pub(super) fn shell(inputs: &Inputs<'_>) -> Shell {
    let places = targets(inputs.inventory).into_iter();
    let places = places.map(|target| Place {
        name: target.name.to_owned(),
        namespace: target.namespace.to_string(),
    });
    Shell {
        region: inputs.context.region.as_ref().map(ToString::to_string),
        cluster: inputs.context.kubernetes.cluster_name.clone(),
        places: places.collect(),
    }
}

/// What keeps the cluster as the repository says.
pub(super) fn engine(inventory: &Inventory) -> Option<Engine> {
    match inventory.gitops {
        GitOps::ArgoCd => Some(Engine::ArgoCd),
        GitOps::Flux => Some(Engine::Flux),
        GitOps::None => None,
    }
}

/// What runs a service, as `kubectl` names it.
pub(super) fn workload(service: &Service) -> String {
    format!("{}/{}", service.kind.as_str().to_lowercase(), service.name)
}

/// A service whose commands a page shows: one that runs all the time, best a Deployment.
pub(super) fn example(inventory: &Inventory) -> Option<&Service> {
    let running = || inventory.services.values().filter(|one| !one.kind.ends());
    let deployed = running().find(|one| one.kind == Kind::Deployment);
    deployed.or_else(|| running().next())
}

/// The path and the port that a service's readiness probe asks, where that is its main port and by HTTP.
pub(super) fn health(service: &Service) -> Option<(&HttpPath, Port)> {
    let probe = service.probes.readiness.as_ref()?;
    match &probe.action {
        Ask::Http { path, port } if Some(port) == service.main_port() => Some((path, port.port)),
        _ => None,
    }
}

/// Whether there is Terraform for IAM roles or policies.
pub(super) fn has_iam(inventory: &Inventory) -> bool {
    !identity::roles(inventory).is_empty() || identity::pulls_images(inventory)
}

/// The hosts that an environment answers at; none without a domain.
pub(super) fn hosts(inputs: &Inputs<'_>, environment: &Environment) -> Vec<String> {
    let Some(domain) = &environment.domain else {
        return Vec::new();
    };
    let hosts = ingress::public_services(inputs).into_iter();
    let hosts = hosts.map(|service| {
        let label = service.ingress_host.as_ref().unwrap_or(&service.name);
        format!("{label}.{domain}")
    });
    hosts.collect()
}

/// Who may open the load balancer of an environment, in words.
pub(super) fn allowed(environment: &Environment) -> String {
    let networks = &environment.allowed_cidrs;
    if networks.iter().any(Cidr::contains_everything) {
        "everybody".to_owned()
    } else if networks.is_empty() {
        "the VPC".to_owned()
    } else {
        list(networks)
    }
}

/// Names, as a sentence lists them.
pub(super) fn list<T: ToString>(names: &[T]) -> String {
    let names: Vec<String> = names.iter().map(ToString::to_string).collect();
    names.join(", ")
}
