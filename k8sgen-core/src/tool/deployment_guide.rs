//! `generate_deployment_guide`.

use k8sgen_templates::page::{
    Bootstrap, BuiltImages, ChartRelease, DeploymentGuide, ExampleService, GitAddress, GitSecret,
    GuideEnvironment, Page,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Inputs, Made, Tool, flux_source, guide, image, ingress};
use crate::addon::{self, Chart};
use crate::inventory::{Addon, GitOps, GitRepository, Identity, Inventory, Kind, Service};
use crate::problem::Problems;
use crate::tree::Document;
use crate::{identity, layout};

/// Makes docs/deployment-guide.md: the first deployment from nothing, a new version, back again, and the end.
///
/// Fills in the cluster, the environments, and how the GitOps engine is begun with. Call it first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateDeploymentGuide {}

impl Tool for GenerateDeploymentGuide {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let inventory = inputs.inventory;
        let public = ingress::public_services(inputs);
        let roles = identity::roles(inventory);
        let preview = preview(inventory);
        let account = inputs.context.aws_account_id.as_ref();
        let addons = inventory.infrastructure.keys();
        let paths = public.iter().filter_map(|one| one.ingress_path.as_ref());
        let page = DeploymentGuide {
            project: inventory.project.to_string(),
            shell: guide::shell(inputs),
            account: account.map(ToString::to_string),
            has_iam: guide::has_iam(inventory),
            has_secrets: !inventory.secrets.is_empty(),
            has_autoscaling: inventory
                .services
                .values()
                .any(|one| one.autoscaling.is_some()),
            needs_agent: roles.iter().any(|role| role.by == Identity::PodIdentity),
            registry: registry(inputs),
            by_hand: by_hand(inventory, !public.is_empty()),
            infrastructure: addons.map(ToString::to_string).collect(),
            repository: inventory.repository.as_ref().map(|repository| GitAddress {
                url: repository.url.clone(),
                revision: repository.revision.clone(),
                path: repository.path.as_ref().map(ToString::to_string),
            }),
            engine: bootstrap(inventory),
            environments: environments(inputs),
            ingress: (!public.is_empty()).then(|| inventory.project.to_string()),
            paths: paths.map(ToString::to_string).collect(),
            has_deployments: inventory
                .services
                .values()
                .any(|one| one.kind == Kind::Deployment),
            example: example(inventory),
            preview_namespace: format!("{}-{preview}", inventory.project),
            preview,
        };
        let document = Document::new("Markdown", "deployment-guide", page.to_markdown());
        Ok(Made::document(
            layout::deployment_guide(),
            document,
            Vec::new(),
        ))
    }
}

/// The images that the project builds, if it builds some.
fn registry(inputs: &Inputs<'_>) -> Option<BuiltImages> {
    let built = |service: &&Service| service.image.is_none();
    let services = || inputs.inventory.services.values().filter(built);
    let example = services().find_map(|service| image::of(inputs, service).ok())?;
    Some(BuiltImages {
        host: inputs
            .context
            .container_registry
            .ecr_base_url
            .as_ref()?
            .to_string(),
        built: services().count(),
        example: example.to_string(),
    })
}

/// What the cluster needs, where nothing here installs it.
fn by_hand(inventory: &Inventory, has_ingress: bool) -> Vec<String> {
    let needed = [
        (Addon::ExternalSecrets, !inventory.secrets.is_empty()),
        (Addon::AwsLoadBalancerController, has_ingress),
    ];
    let missing = needed
        .into_iter()
        .filter(|(addon, is_needed)| *is_needed && !inventory.infrastructure.contains_key(addon));
    let text = missing.map(|(addon, _)| {
        let Chart {
            repository,
            name,
            version,
            namespace,
            ..
        } = addon::chart(addon);
        format!("{name} {version} of {repository}, to the namespace {namespace}")
    });
    text.collect()
}

fn bootstrap(inventory: &Inventory) -> Option<Bootstrap> {
    let project = &inventory.project;
    let names = inventory.environments.keys();
    let environments = names.map(|name| format!("{project}-{name}"));
    let GitRepository { url, .. } = inventory.repository.as_ref()?;
    match inventory.gitops {
        GitOps::None => None,
        GitOps::ArgoCd => Some(Bootstrap::ArgoCd {
            chart: inventory.infrastructure.get(&Addon::ArgoCd).map(|version| {
                let chart = addon::chart(Addon::ArgoCd);
                let version = version.clone().unwrap_or_else(|| chart.version());
                ChartRelease {
                    repository: chart.repository.to_owned(),
                    name: chart.name.to_owned(),
                    version: version.to_string(),
                }
            }),
            secret: format!("{project}-git"),
            ssh: !url.starts_with("http"),
            root: format!("application/{project}"),
            environments: environments
                .map(|name| format!("application/{name}"))
                .collect(),
        }),
        GitOps::Flux => {
            let url = flux_source::address(url);
            let secret = flux_source::secret(inventory, &url);
            Some(Bootstrap::Flux {
                secret: secret.map(|name| GitSecret {
                    name: name.to_string(),
                    url,
                }),
                has_infrastructure: !inventory.infrastructure.is_empty(),
                root: format!("{project}-root"),
                environments: environments.collect(),
            })
        }
    }
}

fn environments(inputs: &Inputs<'_>) -> Vec<GuideEnvironment> {
    let targets = guide::targets(inputs.inventory).into_iter();
    let environments = targets.map(|target| GuideEnvironment {
        name: target.name.to_owned(),
        namespace: target.namespace.to_string(),
        folder: target.folder,
        tag: target
            .environment
            .and_then(|environment| environment.image_tag.as_ref())
            .map(ToString::to_string),
        urls: target.environment.map_or_else(Vec::new, |environment| {
            let hosts = guide::hosts(inputs, environment).into_iter();
            hosts.map(|host| format!("https://{host}/")).collect()
        }),
    });
    environments.collect()
}

/// The first service that says by HTTP whether it works, or else the first that runs all the time.
fn example(inventory: &Inventory) -> Option<ExampleService> {
    let mut services = inventory.services.values();
    let asked = services.find(|one| guide::health(one).is_some());
    let service = asked.or_else(|| guide::example(inventory))?;
    let health = guide::health(service);
    Some(ExampleService {
        workload: guide::workload(service),
        service: format!("service/{}", service.name),
        port: health.map(|(_, port)| port.get()),
        health: health.map_or_else(|| "/".to_owned(), |(path, _)| path.to_string()),
    })
}

/// Name of an environment that there is not yet.
fn preview(inventory: &Inventory) -> String {
    let is_free = |name: &String| !inventory.environments.contains_key(name.as_str());
    let numbered = (2..).map(|number| format!("preview-{number}"));
    let mut names = std::iter::once("preview".to_owned()).chain(numbered);
    names.find(is_free).unwrap_or_default()
}
