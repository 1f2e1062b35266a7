//! Layers become services; what is written becomes an inventory.

mod containers;
mod layers;
mod service;

use std::str::FromStr;

use indexmap::IndexMap;
use k8sgen_templates::names::{DnsLabel, InvalidName};

use super::Inventory;
use super::environment::{Environment, EnvironmentService};
use super::error::Error;
use super::file::{EnvironmentSettings, File};
use super::gitops;
use super::manifest::{self, Read};
use super::service::Service;
use crate::problem::{Place, Problem};
use crate::yaml::{self, Node, Segment};

pub(super) struct Resolver<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a str,
    pub(super) root: &'a Node,
    pub(super) builtin: &'a Node,
    /// Paths whose value was refused, or is there by another name. That has been reported.
    pub(super) refused: Vec<Vec<Segment>>,
    pub(super) problems: Vec<Problem>,
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

    pub(super) fn inventory(&mut self, file: File, files: Read<'_>) -> Inventory {
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
        let (manifests, beside, problems) =
            manifest::all(self.file, self.root, namespace.as_ref(), files);
        self.problems.extend(problems);
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
            manifests,
            environments,
            file: self.file.to_owned(),
            text: self.text.to_owned(),
            beside,
            root: self.root.clone(),
        }
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

/// A name that stands in the code.
fn fixed<T: FromStr<Err = InvalidName>>(name: &str) -> T {
    name.parse().expect("a name that stands in the code is one")
}
