//! What linters find in a generated repository all the same, because the inventory says so.

use indexmap::IndexMap;
use k8sgen_templates::page::ReadmeWaiver;

use super::guide;
use crate::inventory::{Environment, Inventory, Kind, SecretsAs, Service};
use crate::layout;

/// One pod, and nothing that adds more.
fn is_single(environment: Option<&Environment>, service: &Service) -> bool {
    let is_scaled = environment.is_none_or(Environment::is_autoscaled);
    let pods = environment.map_or_else(
        || service.fewest_pods(),
        |environment| environment.fewest_pods(service),
    );
    service.kind == Kind::Deployment && pods == 1 && !(is_scaled && service.autoscaling.is_some())
}

/// An image that somebody can push anew under the same name.
fn is_tagged(environment: Option<&Environment>, service: &Service) -> bool {
    let image = service.image.as_ref();
    let is_pinned = image.is_some_and(|image| image.digest().is_some());
    let digest = match environment {
        Some(environment) => environment.image(service).1,
        None => service.image_digest.clone(),
    };
    let mut beside = service.extra_containers();
    let beside = beside.any(|extra| {
        let image = extra.image.as_ref();
        image.is_some_and(|image| image.digest().is_none())
    });
    beside || (!is_pinned && digest.is_none())
}

/// Secrets in variables.
fn has_variables(_: Option<&Environment>, service: &Service) -> bool {
    service.secrets_as == SecretsAs::Variables
        && service
            .extra_containers()
            .map(|extra| &extra.secrets)
            .chain([&service.secrets])
            .any(|secrets| secrets.values().any(|keys| !keys.is_empty()))
}

/// A linter's check, what it finds, and why that stays.
type Check = (
    &'static str,
    &'static str,
    fn(Option<&Environment>, &Service) -> bool,
    &'static str,
);

const CHECKS: [Check; 3] = [
    (
        "kube-score",
        "deployment-replicas",
        is_single,
        "k8sgen.yaml asks for one pod; replicas there settle it",
    ),
    (
        "checkov",
        "CKV_K8S_43",
        is_tagged,
        "k8sgen.yaml gives tags; an image_digest there settles it",
    ),
    (
        "checkov",
        "CKV_K8S_35",
        has_variables,
        "k8sgen.yaml hands out secrets as variables; secrets_as there settles it",
    ),
];

/// The findings, each with its reason.
pub(super) fn of(inventory: &Inventory) -> Vec<ReadmeWaiver> {
    let rows = CHECKS.into_iter().flat_map(|(tool, check, finds, why)| {
        let places = places(inventory, finds).into_iter();
        places.map(move |place| ReadmeWaiver {
            tool: tool.to_owned(),
            check: check.to_owned(),
            place,
            why: why.to_owned(),
        })
    });
    rows.collect()
}

/// Which services are found in which builds, builds of the same services together.
fn places(inventory: &Inventory, finds: fn(Option<&Environment>, &Service) -> bool) -> Vec<String> {
    let environments = inventory.environments.values().map(Some);
    // The base, and each environment.
    let builds: Vec<Option<&Environment>> = std::iter::once(None).chain(environments).collect();
    let mut groups: IndexMap<Vec<&str>, Vec<&str>> = IndexMap::new();
    for build in &builds {
        let services = inventory.services.values();
        let found = services.filter(|service| finds(*build, service));
        let names: Vec<&str> = found.map(|service| service.name.as_str()).collect();
        if !names.is_empty() {
            let name = build.map_or(layout::BASE, |environment| environment.name.as_str());
            groups.entry(names).or_default().push(name);
        }
    }
    let groups = groups.into_iter().map(|(services, folders)| {
        let which = if services.len() == inventory.services.len() {
            "every service".to_owned()
        } else {
            guide::list(&services)
        };
        if folders.len() == builds.len() {
            which
        } else {
            format!("{which} in {}", guide::list(&folders))
        }
    });
    groups.collect()
}
