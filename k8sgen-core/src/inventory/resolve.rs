//! Layers become services; the file becomes an inventory.

use std::str::FromStr;

use indexmap::IndexMap;
use k8sgen_templates::kind::RollingUpdate;
use k8sgen_templates::names::{ConfigKey, DnsLabel, DnsSubdomain, InvalidName};
use k8sgen_templates::pod::{ResourceList, Resources};

use super::Inventory;
use super::check;
use super::environment::{Environment, EnvironmentService};
use super::error::Error;
use super::file::{EnvironmentSettings, File};
use super::gitops;
use super::service::{Budget, Probe, Probes, Service};
use super::settings::{ProbeSettings, ResourceSettings, Settings};
use crate::problem::{Place, Problem, Problems};
use crate::yaml::{self, Layer, Node, Segment};

/// Reads the inventory in `text`; `file` is its name in messages.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(file: &str, text: &str) -> Result<Inventory, Problems> {
    let (builtin, _) = yaml::load("builtin.yaml", include_str!("builtin.yaml"), Layer::BuiltIn)?;
    let (root, mut problems) = yaml::load(file, text, Layer::File)?;
    if is_terraform_output(&root) {
        let error = Error::TerraformOutput;
        return Err(Problem::at(root.mark.place(file), &error).into());
    }
    let decoded = yaml::decode::<File>(&root);
    // What stands behind a tag has been reported with it.
    let places: Vec<Option<Place>> = problems
        .iter()
        .map(|problem| problem.place.clone())
        .collect();
    problems.extend(
        decoded
            .problems(file)
            .filter(|problem| !places.contains(&problem.place)),
    );
    let Some(written) = decoded.value else {
        return Err(Problems::from(problems));
    };
    let mut resolver = Resolver {
        file,
        text,
        root: &root,
        builtin,
        refused: decoded.refused,
        problems,
    };
    let inventory = resolver.inventory(written);
    let (mut problems, refused) = (resolver.problems, resolver.refused);
    check::all(&inventory, &root, &refused, &mut problems);
    Problems::check(inventory, problems)
}

/// Whether a file is what `terraform output -json` prints. Nothing of it may be shown.
fn is_terraform_output(root: &Node) -> bool {
    let is_output = |entry: &yaml::Entry| {
        let keys = ["sensitive", "type", "value"];
        keys.iter().all(|key| entry.value.entry(key).is_some())
    };
    !root.entries().is_empty() && root.entries().iter().all(is_output)
}

struct Resolver<'a> {
    file: &'a str,
    text: &'a str,
    root: &'a Node,
    builtin: Node,
    /// Paths whose value was refused, or is there by another name. That has been reported.
    refused: Vec<Vec<Segment>>,
    problems: Vec<Problem>,
}

impl Resolver<'_> {
    fn place(&self, path: &[&str]) -> Place {
        self.root
            .deepest(path.iter().copied())
            .mark
            .place(self.file)
    }

    fn has_refused(&self, path: &[&str]) -> bool {
        let path: Vec<Segment> = path.iter().map(|key| Segment::Key((*key).into())).collect();
        self.refused.iter().any(|refused| path.starts_with(refused))
    }

    /// `value`, or a note that it is missing.
    fn required<T>(&mut self, value: Option<T>, path: &[&str], help: &str) -> Option<T> {
        if value.is_none() && !self.has_refused(path) {
            let error = Error::Missing {
                path: path.join("."),
                help: help.to_owned(),
            };
            self.problems
                .push(Problem::at(self.place(&path[..path.len() - 1]), &error));
        }
        value
    }

    fn inventory(&mut self, file: File) -> Inventory {
        let project = self.required(
            file.project,
            &["project"],
            "write `project: my-project` at the top",
        );
        let environment = self.required(
            file.environment,
            &["environment"],
            "write Terraform's name of it: `environment: pre-prod`",
        );
        let namespace = self.required(
            file.namespace,
            &["namespace"],
            "write `namespace: my-project`",
        );
        self.resources_that_are_null();
        let log_level = file.log_level.unwrap_or_else(|| "info".to_owned());

        let mut services: Vec<Service> = Vec::with_capacity(file.services.len());
        for (name, own) in &file.services {
            services.extend(self.service(name, own, &file.defaults));
        }
        let mut tiers: Vec<DnsLabel> = file.tiers.keys().cloned().collect();
        for service in &services {
            if !tiers.contains(&service.tier) {
                tiers.push(service.tier.clone());
            }
        }
        services.sort_by_key(|service| tiers.iter().position(|tier| *tier == service.tier));

        let mut environments = IndexMap::new();
        for (name, settings) in file.environments {
            if let Some(environment) = self.environment(&name, settings, &log_level) {
                environments.insert(name, environment);
            }
        }
        let has_repository = file.repository.is_some() || self.has_refused(&["repository"]);
        let gitops = gitops::engine(file.gitops, has_repository);
        let infrastructure = gitops::infrastructure(
            file.infrastructure,
            gitops,
            !file.secrets.is_empty(),
            &services,
        );
        // What is missing has been reported, and must not hide what else is wrong.
        Inventory {
            gitops,
            infrastructure,
            project: project.unwrap_or_else(|| fixed("unknown")),
            environment: environment.unwrap_or_else(|| fixed("unknown")),
            namespace: namespace.unwrap_or_else(|| fixed("unknown")),
            log_level,
            terraform: file.terraform,
            repository: file.repository,
            identity: file.identity,
            monitoring: file.monitoring,
            ingress: file.ingress,
            configmaps: file.configmaps,
            secrets: file.secrets,
            service_accounts: file.service_accounts,
            roles: file.roles,
            tiers,
            services: services
                .into_iter()
                .map(|service| (service.name.clone(), service))
                .collect(),
            validate: file.validate,
            environments,
            file: self.file.to_owned(),
            text: self.text.to_owned(),
            root: self.root.clone(),
        }
    }

    fn service(&mut self, name: &DnsLabel, own: &Settings, defaults: &Settings) -> Option<Service> {
        let path = ["services", name.as_str()];
        let help = "write `tier: backend`, and define the tier under `tiers`";
        let tier = own.tier.clone().or_else(|| defaults.tier.clone());
        if tier.is_none() && self.has_refused(&["defaults", "tier"]) {
            return None;
        }
        let tier = self.required(tier, &["services", name.as_str(), "tier"], help)?;

        let merged = [&["defaults"][..], &["tiers", tier.as_str()], &path]
            .into_iter()
            .filter_map(|layer| self.root.at(layer.iter().copied()))
            .filter(|layer| layer.value != yaml::Value::Null)
            .fold(self.builtin.clone(), |under, over| under.overlaid(over));
        // What does not fit has been reported where it stands.
        let decoded = yaml::decode::<Settings>(&merged);
        let settings = decoded.value?;
        let mut refused = decoded.refused;
        if self.root.at(["tiers", tier.as_str()]).is_none() {
            // Nobody knows what that tier was to say.
            refused.push(Vec::new());
        }

        let resources = settings.resources.unwrap_or_default();
        let (requests, limits) = (amounts(resources.requests), amounts(resources.limits));
        if requests.is_none() || limits.is_none() {
            refused.push(vec![Segment::Key("resources".to_owned())]);
        }
        let (requests, limits) = (requests.unwrap_or_else(none), limits.unwrap_or_else(none));
        let probes = settings.probes.unwrap_or_default();
        let has_port = settings.port.is_some();
        let probe = |probe: Option<ProbeSettings>| probe.filter(|_| has_port).map(resolve_probe);
        let strategy = settings.strategy.unwrap_or_default();
        let replicas = settings.replicas.unwrap_or(1);
        let fewest = settings.autoscaling.map_or(replicas, |scaling| scaling.min);
        Some(Service {
            service_account: match settings.service_account {
                Some(account) => account,
                None => format!("{tier}-sa").parse::<DnsSubdomain>().ok()?,
            },
            name: name.clone(),
            tier,
            port: settings.port,
            image: settings.image,
            ecr_repository: settings.ecr_repository,
            image_tag: settings.image_tag,
            image_digest: settings.image_digest,
            replicas,
            calls: settings.calls.unwrap_or_default(),
            config: read_keys(settings.config),
            secrets: read_keys(settings.secrets),
            secrets_as: settings.secrets_as.unwrap_or_default(),
            env: settings.env.unwrap_or_default(),
            resources: Resources { requests, limits },
            probes: Probes {
                startup: probe(probes.startup),
                readiness: probe(probes.readiness),
                liveness: probe(probes.liveness),
            },
            rolling_update: RollingUpdate {
                max_surge: strategy.max_surge.unwrap_or(1),
                max_unavailable: strategy.max_unavailable.unwrap_or(0),
            },
            min_ready_seconds: settings.min_ready_seconds,
            termination_grace_period_seconds: settings
                .termination_grace_period_seconds
                .unwrap_or(30),
            pre_stop_sleep: settings.pre_stop_sleep,
            writable_paths: settings.writable_paths.unwrap_or_default(),
            run_as_user: settings.run_as_user.unwrap_or(10001),
            autoscaling: settings.autoscaling,
            budget: match settings.min_available {
                Some(pods) => Some(Budget::MinAvailable(pods)),
                None if fewest > 1 || self.has_more_somewhere(name) => {
                    Some(Budget::MaxUnavailable(1))
                }
                None => None,
            },
            ingress_path: settings.ingress_path,
            ingress_host: settings.ingress_host,
            aws: settings.aws.unwrap_or_default(),
            pod_annotations: settings.pod_annotations.unwrap_or_default(),
            merged,
            refused,
        })
    }

    /// Notes amounts of which somebody says that there are none.
    fn resources_that_are_null(&mut self) {
        let named = ["tiers", "services"].into_iter().flat_map(|section| {
            let entries = self.root.at([section]).map_or(&[][..], Node::entries);
            let path = move |entry: &yaml::Entry| format!("{section}.{}", entry.key);
            entries.iter().map(move |entry| (path(entry), &entry.value))
        });
        let defaults = self.root.at(["defaults"]).into_iter();
        let layers = defaults.map(|node| ("defaults".to_owned(), node));
        let layers = layers.chain(named);
        let nulls: Vec<(String, Place)> = layers
            .filter_map(|(path, layer)| Some((path, layer.entry("resources")?)))
            .flat_map(|(path, resources)| {
                let mut found = Vec::new();
                nulls(&format!("{path}.resources"), &resources.value, &mut found);
                found
            })
            .map(|(path, mark)| (path, mark.place(self.file)))
            .collect();
        for (path, place) in nulls {
            let help = "leave the line out for the default".to_owned();
            let error = Error::Missing { path, help };
            self.problems.push(Problem::at(place, &error));
        }
    }

    /// Whether some environment gives a service more than one pod.
    fn has_more_somewhere(&self, service: &DnsLabel) -> bool {
        let mut environments = self.root.deepest(["environments"]).entries().iter();
        environments.any(|environment| {
            let own = ["services", service.as_str(), "replicas"];
            let own = environment.value.at(own).and_then(Node::text);
            let pods = own.or_else(|| environment.value.at(["replicas"]).and_then(Node::text));
            pods.and_then(|pods| pods.parse::<u32>().ok())
                .is_some_and(|pods| pods > 1)
        })
    }

    fn environment(
        &mut self,
        name: &DnsLabel,
        settings: EnvironmentSettings,
        log_level: &str,
    ) -> Option<Environment> {
        let path = ["environments", name.as_str(), "namespace"];
        let namespace = self.required(
            settings.namespace,
            &path,
            "give the environment a namespace of its own",
        );
        let services = settings.services.into_iter().map(|(service, own)| {
            let own = EnvironmentService {
                replicas: own.replicas,
                image_tag: own.image_tag,
                image_digest: own.image_digest,
            };
            (service, own)
        });
        let open = settings
            .allowed_cidrs
            .iter()
            .find(|cidr| cidr.contains_everything());
        if let Some(open) = open.filter(|_| !settings.public) {
            let error = Error::Contradiction {
                path: format!("environments.{name}.allowed_cidrs"),
                why: format!("`{open}` opens the load balancer to the whole internet"),
                help: "if that is meant, say so a second time with `public: true`".to_owned(),
            };
            self.problems.push(Problem::at(
                self.place(&["environments", name.as_str(), "allowed_cidrs"]),
                &error,
            ));
        }
        Some(Environment {
            name: name.clone(),
            domain: settings.domain,
            certificate: settings.certificate,
            log_level: settings.log_level.unwrap_or_else(|| log_level.to_owned()),
            replicas: settings.replicas,
            resources_factor: settings.resources_factor,
            image_tag: settings.image_tag,
            network_policies: settings.network_policies,
            allowed_cidrs: settings.allowed_cidrs,
            services: services.collect(),
            namespace: namespace?,
        })
    }
}

/// Nulls in a layer's resources.
fn nulls(path: &str, node: &Node, found: &mut Vec<(String, yaml::Mark)>) {
    if node.value == yaml::Value::Null {
        found.push((path.to_owned(), node.mark));
    }
    for entry in node.entries() {
        nulls(&format!("{path}.{}", entry.key), &entry.value, found);
    }
}

/// All amounts. One that is missing was refused or is null, and has been reported.
fn amounts(amounts: ResourceSettings) -> Option<ResourceList> {
    Some(ResourceList {
        cpu: amounts.cpu?,
        memory: amounts.memory?,
        ephemeral_storage: amounts.ephemeral_storage?,
    })
}

fn none() -> ResourceList {
    ResourceList {
        cpu: fixed("0"),
        memory: fixed("0"),
        ephemeral_storage: fixed("0"),
    }
}

/// What a service reads. An empty list takes away what its tier or the defaults say.
fn read_keys(
    keys: Option<IndexMap<DnsSubdomain, Vec<ConfigKey>>>,
) -> IndexMap<DnsSubdomain, Vec<ConfigKey>> {
    keys.unwrap_or_default()
        .into_iter()
        .filter(|(_, keys)| !keys.is_empty())
        .collect()
}

/// A probe with Kubernetes' own defaults for what is not said.
fn resolve_probe(settings: ProbeSettings) -> Probe {
    Probe {
        path: settings.path.unwrap_or_else(|| fixed("/")),
        initial_delay: settings.initial_delay.unwrap_or(0),
        period: settings.period.unwrap_or(10),
        timeout: settings.timeout.unwrap_or(1),
        failure_threshold: settings.failure_threshold.unwrap_or(3),
    }
}

/// A name that stands in the code.
fn fixed<T: FromStr<Err = InvalidName>>(name: &str) -> T {
    name.parse().expect("a name that stands in the code is one")
}
