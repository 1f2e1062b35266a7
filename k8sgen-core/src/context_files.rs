//! The four files of the context folder: what Terraform made, what will be generated, the values that
//! templates fill in, and the services. For people, and for agents that go on from here.

mod sources;

use std::path::Path;

use k8sgen_templates::names::{DnsLabel, DnsSubdomain, RepoPath};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::context::{Context, Field, Record};
use crate::identity;
use crate::inventory::{Ask, ExtraContainer, Identity, Inventory, Kind, Probe, Service};
use crate::plan;
use crate::portable;
use crate::problem::Problems;
use crate::project::Project;
use crate::tool::{Inputs, image};
use crate::tree::{Document, Tree};

/// What Terraform made, field by field.
pub const OUTPUTS_SUMMARY: &str = "outputs-summary.yaml";
/// The plan of the repository.
pub const GENERATION_PLAN: &str = "k8s-generation-plan.yaml";
/// The values that templates fill in.
pub const TEMPLATE_VARIABLES: &str = "template-variables.yaml";
/// The services and what they need.
pub const SERVICE_INVENTORY: &str = "service-inventory.yaml";

/// The first line of the first.
const WHAT_TERRAFORM_MADE: &str = "What Terraform made, and where it said so.";

/// All four files.
///
/// # Errors
/// What the images of the services miss.
pub fn all(project: &Project) -> Result<Tree, Problems> {
    let Project {
        inventory,
        context,
        plan,
        ..
    } = project;
    let mut tree = Tree::default();
    let made = yaml(WHAT_TERRAFORM_MADE, &summary(context, Some(inventory)));
    let record = project.recipe().context;
    put(&mut tree, OUTPUTS_SUMMARY, &sources::noted(&made, &record));
    put(&mut tree, GENERATION_PLAN, &plan::to_yaml(plan, inventory));
    let variables = template_variables(context, inventory)?;
    put(
        &mut tree,
        TEMPLATE_VARIABLES,
        &yaml("The values that templates fill in.", &variables),
    );
    put(
        &mut tree,
        SERVICE_INVENTORY,
        &yaml(
            "The services, with everything filled in.",
            &services(inventory),
        ),
    );
    Ok(tree)
}

/// The one file that needs no inventory.
#[must_use]
pub fn summary_only(context: &Context) -> Tree {
    let mut tree = Tree::default();
    let made = yaml(WHAT_TERRAFORM_MADE, &summary(context, None));
    let record = Record::of(context, |file| portable::path(Path::new(""), file));
    put(&mut tree, OUTPUTS_SUMMARY, &sources::noted(&made, &record));
    tree
}

fn put(tree: &mut Tree, path: &str, text: &str) {
    let path: RepoPath = path.parse().expect("a path that stands in the code is one");
    let name = path.to_string();
    tree.put(path, Document::new("Context", name, text));
}

fn yaml(about: &str, value: &Value) -> String {
    format!("# {about}\n{}", crate::yaml::to_text(value))
}

/// `value` as JSON.
fn value(value: &impl Serialize) -> Value {
    serde_json::to_value(value).expect("a value that is written to memory")
}

/// The context; with an inventory, its repositories by tier.
fn summary(context: &Context, inventory: Option<&Inventory>) -> Value {
    let mut summary = value(context);
    if let (Some(inventory), Some(registry)) = (inventory, summary.get_mut("container_registry")) {
        registry["repositories"] = repositories(context, inventory);
    }
    summary
}

/// Services by tier, and the repositories that belong to none.
fn repositories(context: &Context, inventory: &Inventory) -> Value {
    let mut tiers = Map::new();
    let mut unused = context.container_registry.repositories.clone();
    for tier in &inventory.tiers {
        let names: Vec<&DnsLabel> = inventory
            .services_of(tier)
            .filter(|service| service.image.is_none())
            .map(|service| &service.name)
            .collect();
        for service in inventory.services_of(tier) {
            let repository = image::repository_name(context, service);
            unused.retain(|name| Some(name.as_str()) != repository);
        }
        tiers.insert(tier.to_string(), value(&names));
    }
    if !unused.is_empty() {
        tiers.insert("unassigned".to_owned(), value(&unused));
    }
    Value::Object(tiers)
}

fn template_variables(context: &Context, inventory: &Inventory) -> Result<Value, Problems> {
    let tree = Tree::default();
    let inputs = Inputs::new(context, inventory, &tree);
    let mut images = Map::new();
    let mut problems = Vec::new();
    for service in inventory.services.values() {
        match image::of(&inputs, service) {
            Ok(image) => {
                images.insert(service.name.as_str().replace('-', "_"), value(&image));
            }
            Err(more) => problems.extend(more),
        }
    }
    let values = [
        ("database_host", Field::DatabaseEndpoint),
        ("database_port", Field::DatabasePort),
        ("database_name", Field::DatabaseName),
        ("redis_host", Field::CachePrimaryEndpoint),
        ("redis_port", Field::CachePort),
        ("s3_bucket", Field::BucketName),
    ];
    let values: Map<String, Value> = values
        .into_iter()
        .filter_map(|(name, field)| {
            Some((
                name.to_owned(),
                Value::String(context.value(field)?.to_string()),
            ))
        })
        .collect();
    let roles = identity::accounts_with_role(inventory);
    let by_irsa = |account: &&DnsSubdomain| {
        identity::role(inventory, account).is_some_and(|role| role.by == Identity::Irsa)
    };
    let roles: Map<String, Value> = roles
        .iter()
        .filter(by_irsa)
        .filter_map(|account| {
            let arn = identity::role_arn(
                inventory,
                account,
                context.partition?,
                context.aws_account_id.as_ref()?,
            )?;
            Some((identity::purpose(account).replace('-', "_"), value(&arn)))
        })
        .collect();
    let variables = json!({
        "namespace": inventory.namespace,
        "environment": inventory.environment,
        "project_name": inventory.project,
        "images": images,
        "config_values": values,
        "irsa_roles": roles,
    });
    Problems::check(variables, problems)
}

fn services(inventory: &Inventory) -> Value {
    let services: Vec<Value> = inventory.services.values().map(service).collect();
    json!({ "total_services": services.len(), "services": services })
}

/// One service; what it does not have is left out.
fn service(service: &Service) -> Value {
    let probe = |probe: &Option<Probe>| {
        probe.as_ref().map(|probe| {
            let mut asked = ask(&probe.action);
            let numbers = json!({
                "initial_delay": probe.initial_delay,
                "period": probe.period,
                "timeout": probe.timeout,
                "failure_threshold": probe.failure_threshold,
            });
            asked.extend(numbers.as_object().cloned().unwrap_or_default());
            asked
        })
    };
    let probes = json!({
        "startup": probe(&service.probes.startup),
        "readiness": probe(&service.probes.readiness),
        "liveness": probe(&service.probes.liveness),
    });
    let ports: Map<String, Value> = service
        .all_ports()
        .map(|port| (port.name.to_string(), value(&port.port)))
        .collect();
    let names = |containers: &[ExtraContainer]| -> Value {
        containers.iter().map(|one| value(&one.name)).collect()
    };
    let autoscaling = service.autoscaling.map(|scaling| {
        json!({
            "min": scaling.min,
            "max": scaling.max,
            "cpu_percent": scaling.cpu_percent,
            "memory_percent": scaling.memory_percent,
        })
    });
    let env: Map<String, Value> = service
        .env
        .iter()
        .map(|(name, text)| (name.to_string(), Value::String(text.to_string())))
        .collect();
    filled(json!({
        "name": service.name,
        "kind": (service.kind != Kind::default()).then_some(service.kind),
        "schedule": service.schedule,
        "port": service.main_port().map(|port| port.port),
        "ports": (service.all_ports().count() > 1).then_some(ports),
        "tier": service.tier,
        "service_account": service.service_account,
        "replicas": service.kind.has_replicas().then_some(service.replicas),
        "calls": service.calls,
        "config": service.config,
        "secrets": service.secrets,
        "env": env,
        "resources": service.resources,
        "probes": probes,
        "strategy": has_strategy(service.kind).then_some(service.rolling_update),
        "min_ready_seconds": service.min_ready_seconds,
        "termination_grace_period_seconds": service.termination_grace_period_seconds,
        "pre_stop_sleep": service.pre_stop_sleep,
        "writable_paths": service.writable_paths,
        "volumes": service.volumes.keys().collect::<Vec<_>>(),
        "sidecars": names(&service.sidecars),
        "init_containers": names(&service.init_containers),
        "run_as_user": service.run_as_user,
        "autoscaling": autoscaling,
        "ingress_path": service.ingress_path,
    }))
}

/// Whether a new version replaces the old one pod by pod, in numbers that can be said.
fn has_strategy(kind: Kind) -> bool {
    matches!(kind, Kind::Deployment | Kind::DaemonSet)
}

/// How a probe asks, in the words of the inventory.
fn ask(action: &Ask) -> Map<String, Value> {
    let (form, asked) = match action {
        Ask::Http { path, port } if port.name == "http" => ("path", value(path)),
        Ask::Http { path, port } => ("http", json!({"path": path, "port": port.name})),
        Ask::Grpc { port, service } => ("grpc", json!({"port": port.name, "service": service})),
        Ask::Tcp { port } => ("tcp", json!({"port": port.name})),
        Ask::Exec { command } => ("exec", json!({"command": command})),
    };
    Map::from_iter([(form.to_owned(), asked)])
}

/// A value without the parts that are null or empty.
fn filled(value: Value) -> Value {
    match value {
        Value::Object(map) => map
            .into_iter()
            .map(|(key, value)| (key, filled(value)))
            .filter(|(_, value)| !is_empty(value))
            .collect::<Map<_, _>>()
            .into(),
        other => other,
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(map) => map.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}
