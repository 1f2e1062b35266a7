//! `generate_architecture_doc`.

use k8sgen_templates::names::DnsLabel;
use k8sgen_templates::page::{Architecture, Backing, Page, Tier, TierService};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Inputs, Made, Tool};
use crate::context::Field;
use crate::inventory::{ConnectsTo, Kind, Reference, Service, Text};
use crate::layout;
use crate::problem::Problems;
use crate::tree::Document;

/// Makes docs/architecture.md: tiers, calls, and what stands behind them, with a picture.
///
/// Fills in services, calls and endpoints. Call it first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateArchitectureDoc {}

impl Tool for GenerateArchitectureDoc {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let services = &inputs.inventory.services;
        let number = |name: &DnsLabel| services.get_index_of(name);
        let calls = services.values().enumerate().flat_map(|(from, service)| {
            service
                .calls
                .iter()
                .filter_map(number)
                .map(move |to| (from, to))
        });
        let public = services
            .values()
            .enumerate()
            .filter(|(_, service)| service.ingress_path.is_some());
        let tiers = inputs.inventory.tiers.iter().map(|tier| Tier {
            name: tier.to_string(),
            services: inputs
                .inventory
                .services_of(tier)
                .filter_map(|service| Some(row(service, number(&service.name)?)))
                .collect(),
        });
        let page = Architecture {
            project: inputs.inventory.project.to_string(),
            tiers: tiers.filter(|tier| !tier.services.is_empty()).collect(),
            calls: calls.collect(),
            public: public.map(|(number, _)| number).collect(),
            backing: backing(inputs),
        };
        let document = Document::new("Markdown", "architecture", page.to_markdown());
        Ok(Made::document(
            layout::architecture_doc(),
            document,
            Vec::new(),
        ))
    }
}

fn row(service: &Service, number: usize) -> TierService {
    TierService {
        number,
        name: service.name.to_string(),
        ports: service.all_ports().map(|port| port.port.get()).collect(),
        account: service.service_account.to_string(),
        pods: match (service.kind, service.autoscaling, &service.schedule) {
            (Kind::DaemonSet, ..) => "one a node".to_owned(),
            (Kind::Job, ..) => "once a version".to_owned(),
            (Kind::CronJob, _, Some(schedule)) => schedule.to_string(),
            (_, Some(scaling), _) => format!("{} to {}", scaling.min, scaling.max),
            (_, None, _) => service.replicas.to_string(),
        },
        calls: service.calls.iter().map(ToString::to_string).collect(),
        file: format!(
            "../{}",
            layout::workload(service.kind, &service.tier, &service.name)
        ),
    }
}

/// What Terraform made and somebody uses.
fn backing(inputs: &Inputs<'_>) -> Vec<Backing> {
    let with_secret = |target: ConnectsTo| {
        move |service: &Service| {
            let mut secrets = service
                .all_secrets()
                .into_iter()
                .filter_map(|name| inputs.inventory.secrets.get(name));
            secrets.any(|secret| secret.connects_to == Some(target))
        }
    };
    let names_bucket = |service: &Service| {
        let mut references = service.variables().flat_map(Text::references);
        service.aws.s3.is_some()
            || references.any(|reference| reference == Reference::Field(Field::BucketName))
    };
    let context = inputs.context;
    let address = |host: &Option<_>, port: Option<k8sgen_templates::names::Port>| {
        let host: &k8sgen_templates::names::HostName = host.as_ref()?;
        Some(port.map_or_else(|| host.to_string(), |port| format!("{host}:{port}")))
    };
    let stores = [
        (
            "the database (RDS)",
            address(&context.database.endpoint, context.database.port),
            users(inputs, with_secret(ConnectsTo::Database)),
        ),
        (
            "the cache (ElastiCache)",
            address(&context.cache.primary_endpoint, context.cache.port),
            users(inputs, with_secret(ConnectsTo::Cache)),
        ),
        (
            "the bucket (S3)",
            context.storage.bucket_name.clone(),
            users(inputs, names_bucket),
        ),
    ];
    stores
        .into_iter()
        .filter_map(|(what, address, users)| {
            let address = address.filter(|_| !users.is_empty())?;
            let (users, user_names) = users
                .into_iter()
                .map(|(at, service)| (at, service.name.to_string()))
                .unzip();
            Some(Backing {
                what: what.to_owned(),
                address,
                users,
                user_names,
            })
        })
        .collect()
}

fn users<'a>(inputs: &Inputs<'a>, uses: impl Fn(&Service) -> bool) -> Vec<(usize, &'a Service)> {
    inputs
        .inventory
        .services
        .values()
        .enumerate()
        .filter(|(_, service)| uses(service))
        .collect()
}
