//! The plan of an inventory.

mod access;
mod delivery;
mod networking;

use std::collections::BTreeSet;

use k8sgen_templates::names::RepoPath;
use serde_json::{Map, Value, json};

use super::{Level, Plan, Step};
use crate::context::Field;
use crate::inventory::{Inventory, Kind, Reference, Service, Text};
use crate::{identity, layout};

/// The plan that makes the whole repository of `inventory`.
#[must_use]
pub fn build(inventory: &Inventory) -> Plan {
    let mut planner = Planner {
        inventory,
        steps: Vec::new(),
    };
    planner.documentation();
    planner.structure();
    planner.manifests();
    planner.infrastructure();
    planner.rbac();
    planner.configuration();
    planner.services();
    planner.network_policies();
    planner.open_namespaces();
    planner.workloads();
    planner.ingress();
    planner.scaling();
    planner.kustomize();
    planner.gitops();
    Plan {
        steps: planner.steps,
    }
}

struct Planner<'a> {
    inventory: &'a Inventory,
    steps: Vec<Step>,
}

/// `{"name": name}`.
fn named(name: &(impl ToString + ?Sized)) -> Value {
    json!({ "name": name.to_string() })
}

/// The context fields that a text refers to.
fn fields(text: &Text) -> impl Iterator<Item = Field> {
    text.references().filter_map(|reference| match reference {
        Reference::Field(field) => Some(field),
        _ => None,
    })
}

/// The name of the step that makes a service's workload, such as `deployment/web-ui`.
fn workload(service: &Service) -> String {
    let kind = match service.kind {
        Kind::Deployment => "deployment",
        Kind::StatefulSet => "stateful-set",
        Kind::DaemonSet => "daemon-set",
        Kind::Job => "job",
        Kind::CronJob => "cron-job",
    };
    format!("{kind}/{}", service.name)
}

/// Whether a service has an address: what is called, and pods that have names of their own.
fn has_service(service: &Service) -> bool {
    service.has_port() || service.kind == Kind::StatefulSet
}

impl Planner<'_> {
    fn step(
        &mut self,
        id: impl Into<String>,
        tool: &str,
        args: Value,
        path: &RepoPath,
    ) -> &mut Step {
        let args = match args {
            Value::Object(args) => args,
            _ => Map::new(),
        };
        let level = Level::of(tool).expect("every tool that is planned has a level");
        let (requires, after) = (Vec::new(), Vec::new());
        let (id, tool, path) = (id.into(), tool.to_owned(), path.to_string());
        self.steps.push(Step {
            id,
            level,
            tool,
            args,
            path,
            requires,
            after,
            place: None,
        });
        let last = self.steps.len() - 1;
        &mut self.steps[last]
    }

    fn documentation(&mut self) {
        let inventory = self.inventory;
        let roles = identity::roles(inventory);
        self.page("readme", &layout::readme());
        self.page("architecture-doc", &layout::architecture_doc());
        self.page("deployment-guide", &layout::deployment_guide());
        if !roles.is_empty() || identity::pulls_images(inventory) {
            let step = self.page("iam-setup", &layout::iam_setup());
            if !roles.is_empty() {
                step.requires
                    .extend([Field::AwsAccountId, Field::Partition]);
            }
        }
        if !inventory.secrets.is_empty() {
            let remotes = inventory.secrets.values().map(|secret| &secret.remote);
            let requires: BTreeSet<Field> = remotes.flat_map(fields).collect();
            let step = self.page("secrets-guide", &layout::secrets_guide());
            step.requires.extend(requires);
        }
        self.page("troubleshooting", &layout::troubleshooting());
    }

    fn page(&mut self, id: &str, path: &RepoPath) -> &mut Step {
        let tool = format!("generate_{}", id.replace('-', "_"));
        self.step(id, &tool, json!({}), path)
    }

    fn structure(&mut self) {
        self.steps.push(Step {
            id: "directories".to_owned(),
            level: Level::Structure,
            tool: "create_directory_structure".to_owned(),
            args: Map::new(),
            path: ".".to_owned(),
            requires: Vec::new(),
            after: Vec::new(),
            place: None,
        });
        self.step(
            "namespace",
            "generate_namespace",
            json!({}),
            &layout::namespace(),
        );
    }

    fn manifests(&mut self) {
        for manifest in &self.inventory.manifests {
            let (kind, name) = (&manifest.kind, &manifest.name);
            let id = format!("manifest/{}/{name}", kind.to_lowercase());
            let args = json!({ "name": name.to_string(), "kind": kind });
            let path = layout::extra_manifest(kind, name);
            self.step(id, "generate_extra_manifest", args, &path);
        }
    }

    fn configuration(&mut self) {
        for (name, data) in &self.inventory.configmaps {
            let requires: BTreeSet<Field> = data.values().flat_map(fields).collect();
            let path = layout::configmap(name);
            let id = format!("configmap/{name}");
            let step = self.step(id, "generate_configmap", named(name), &path);
            step.after.push("namespace".to_owned());
            step.requires.extend(requires);
        }
        for (name, secret) in &self.inventory.secrets {
            let requires: BTreeSet<Field> = fields(&secret.remote).collect();
            let path = layout::external_secrets();
            let id = format!("external-secret/{name}");
            let step = self.step(id, "generate_external_secret", named(name), &path);
            step.after.push("secret-store".to_owned());
            step.requires.extend(requires);
        }
    }

    fn services(&mut self) {
        for service in self
            .inventory
            .services
            .values()
            .filter(|service| has_service(service))
        {
            let id = format!("service/{}", service.name);
            self.step(
                id,
                "generate_service",
                named(&service.name),
                &layout::services(),
            )
            .after
            .push("namespace".to_owned());
        }
    }

    fn workloads(&mut self) {
        let inventory = self.inventory;
        for service in inventory.services.values() {
            let mut requires: BTreeSet<Field> = service.variables().flat_map(fields).collect();
            if service.image.is_none() {
                requires.extend([Field::EcrBaseUrl, Field::Repositories]);
            }
            let path = layout::workload(service.kind, &service.tier, &service.name);
            let id = workload(service);
            let tool = match service.kind {
                Kind::Deployment => "generate_deployment",
                Kind::StatefulSet => "generate_stateful_set",
                Kind::DaemonSet => "generate_daemon_set",
                Kind::Job => "generate_job",
                Kind::CronJob => "generate_cron_job",
            };
            let step = self.step(id, tool, named(&service.name), &path);
            step.requires.extend(requires);
            step.after
                .push(format!("service-account/{}", service.service_account));
            let config_maps = service.config_maps().into_iter();
            let config_maps = config_maps.filter(|name| inventory.configmaps.contains_key(*name));
            step.after
                .extend(config_maps.map(|name| format!("configmap/{name}")));
            let secrets = service.all_secrets().into_iter();
            let secrets = secrets.filter(|name| inventory.secrets.contains_key(*name));
            step.after
                .extend(secrets.map(|name| format!("external-secret/{name}")));
            if has_service(service) {
                step.after.push(format!("service/{}", service.name));
            }
        }
    }

    fn scaling(&mut self) {
        for service in self
            .inventory
            .services
            .values()
            .filter(|service| service.autoscaling.is_some())
        {
            let id = format!("hpa/{}", service.name);
            self.step(id, "generate_hpa", named(&service.name), &layout::hpas())
                .after
                .push(workload(service));
        }
        for service in self
            .inventory
            .services
            .values()
            .filter(|service| service.budget.is_some())
        {
            let id = format!("pdb/{}", service.name);
            self.step(id, "generate_pdb", named(&service.name), &layout::pdbs())
                .after
                .push(workload(service));
        }
    }
}
