//! `generate_architecture_doc`.

use k8sgen_templates::names::{HostName, Port};
use k8sgen_templates::page::{self, Architecture, Fact, Page, Tier, TierService, Wave};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::pictures::{self, Calls};
use super::{Inputs, Made, Tool, guide, ingress};
use crate::context::{Context, Field};
use crate::inventory::{ConnectsTo, Inventory, Kind, Reference, Service, Text};
use crate::problem::Problems;
use crate::tree::Document;
use crate::{layout, plan};

/// Makes docs/architecture.md: tiers, calls, AWS, and how a change gets to the cluster, with pictures.
///
/// Fills in services, calls and endpoints. Call it first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateArchitectureDoc {}

/// Something that Terraform made, and the services that use it.
#[derive(Debug)]
pub(super) struct Backing<'a> {
    /// What it is.
    pub(super) what: &'static str,
    /// Where it is.
    pub(super) address: String,
    /// Whether it is in the VPC, not a service of the region.
    pub(super) is_in_vpc: bool,
    /// Who uses it.
    pub(super) users: Vec<&'a Service>,
}

impl Backing<'_> {
    /// What it is, and below that its name: the first part of its address.
    pub(super) fn label(&self) -> String {
        let name = if self.is_in_vpc {
            let host = self.address.split(':').next().unwrap_or_default();
            let mut parts = host.split('.');
            parts.find(|part| *part != "master").unwrap_or(host)
        } else {
            &self.address
        };
        format!("{}\n{name}", self.what)
    }
}

impl Tool for GenerateArchitectureDoc {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let inventory = inputs.inventory;
        let backing = backing(inputs);
        let tiers = inventory.tiers.iter().map(|tier| Tier {
            name: tier.to_string(),
            services: inventory.services_of(tier).map(row).collect(),
        });
        let Calls {
            picture,
            is_counted,
            hubs,
        } = pictures::calls(inputs, &backing);
        let page = Architecture {
            project: inventory.project.to_string(),
            tiers: tiers.filter(|tier| !tier.services.is_empty()).collect(),
            calls: picture,
            is_counted,
            hubs,
            aws: pictures::aws(inputs, &backing),
            facts: facts(inputs.context),
            delivery: pictures::delivery(inventory),
            engine: guide::engine(inventory),
            waves: waves(inventory),
            has_ingress: !ingress::public_services(inputs).is_empty(),
            backing: backing
                .into_iter()
                .map(|store| page::Backing {
                    what: store.what.to_owned(),
                    address: store.address,
                    users: store
                        .users
                        .iter()
                        .map(|user| user.name.to_string())
                        .collect(),
                })
                .collect(),
        };
        let document = Document::new("Markdown", "architecture", page.to_markdown());
        Ok(Made::document(
            layout::architecture_doc(),
            document,
            Vec::new(),
        ))
    }
}

fn row(service: &Service) -> TierService {
    TierService {
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

/// What Argo CD applies in which wave: the levels with something in them.
fn waves(inventory: &Inventory) -> Vec<Wave> {
    let plan = plan::build(inventory);
    let levels = plan.levels().map(|(level, steps)| {
        let (mut root, mut environment): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
        for step in steps {
            let mut parts = step.path.split('/');
            match (parts.next(), parts.next()) {
                (Some(layout::BASE), Some(folder)) if !folder.contains('.') => {
                    environment.push(folder);
                }
                _ if step.tool == "generate_infrastructure" => root.push(layout::INFRASTRUCTURE),
                _ if step.id.starts_with("overlay/") => root.push("the environments"),
                _ => {}
            }
        }
        root.dedup();
        environment.dedup();
        Wave {
            number: level.into(),
            root: guide::list(&root),
            environment: guide::list(&environment),
        }
    });
    let is_empty = |wave: &Wave| wave.root.is_empty() && wave.environment.is_empty();
    levels.filter(|wave| !is_empty(wave)).collect()
}

/// The names of what Terraform made.
fn facts(context: &Context) -> Vec<Fact> {
    fn all<T: ToString>(names: &[T]) -> Vec<String> {
        names.iter().map(ToString::to_string).collect()
    }
    fn one<T: ToString>(name: Option<&T>) -> Vec<String> {
        name.map(ToString::to_string).into_iter().collect()
    }
    let (network, cluster) = (&context.networking, &context.kubernetes);
    let facts = [
        ("account", one(context.aws_account_id.as_ref())),
        ("region", one(context.region.as_ref())),
        ("VPC", {
            let mut vpc = one(network.vpc_id.as_ref());
            vpc.extend(one(network.vpc_cidr.as_ref()));
            vpc
        }),
        ("public subnets", all(&network.public_subnet_cidrs)),
        ("private subnets", all(&network.private_subnet_cidrs)),
        ("database subnets", all(&network.database_subnet_cidrs)),
        ("EKS cluster", one(cluster.cluster_name.as_ref())),
        ("Kubernetes", one(cluster.cluster_version.as_ref())),
        ("ECR", one(context.container_registry.ecr_base_url.as_ref())),
        ("certificate", one(context.certificate_arn.as_ref())),
    ];
    let facts = facts.into_iter().filter(|(_, names)| !names.is_empty());
    facts
        .map(|(what, names)| Fact {
            what: what.to_owned(),
            names,
        })
        .collect()
}

/// What Terraform made and somebody uses.
fn backing<'a>(inputs: &Inputs<'a>) -> Vec<Backing<'a>> {
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
    let address = |host: &Option<HostName>, port: Option<Port>| {
        let host = host.as_ref()?;
        Some(port.map_or_else(|| host.to_string(), |port| format!("{host}:{port}")))
    };
    let stores = [
        (
            "the database (RDS)",
            address(&context.database.endpoint, context.database.port),
            true,
            users(inputs, with_secret(ConnectsTo::Database)),
        ),
        (
            "the cache (ElastiCache)",
            address(&context.cache.primary_endpoint, context.cache.port),
            true,
            users(inputs, with_secret(ConnectsTo::Cache)),
        ),
        (
            "the bucket (S3)",
            context.storage.bucket_name.clone(),
            false,
            users(inputs, names_bucket),
        ),
    ];
    let stores = stores
        .into_iter()
        .filter_map(|(what, address, is_in_vpc, users)| {
            Some(Backing {
                what,
                address: address.filter(|_| !users.is_empty())?,
                is_in_vpc,
                users,
            })
        });
    stores.collect()
}

fn users<'a>(inputs: &Inputs<'a>, uses: impl Fn(&Service) -> bool) -> Vec<&'a Service> {
    let services = inputs.inventory.services.values();
    services.filter(|service| uses(service)).collect()
}
