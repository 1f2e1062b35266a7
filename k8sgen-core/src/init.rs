//! A `k8sgen.yaml` to begin with, from Terraform alone. What nobody but its author can know is guessed, and marked so;
//! what comes out generates at once.
//!
//! Whether it does is not reasoned about but tried: each part that needs something of Terraform's is put in,
//! planned, and left out again if a step requires what is not there.

mod error;
mod guess;

pub use error::InitError;

use k8sgen_templates::names::{DnsLabel, Namespace, Port};
use k8sgen_templates::starter::{
    Starter, StarterConfigMap, StarterEnvironment, StarterSecret, StarterService,
};

use crate::context::{Context, Field, Mapping, Needs};
use crate::inventory::{self, Inventory};
use crate::plan;
use crate::problem::{Problem, Problems};
use crate::terraform::Facts;

/// What images are called until somebody says it.
const IMAGE_TAG: &str = "1.0.0";

/// The inventory's name in messages, should it ever be wrong.
const FILE: &str = "k8sgen.yaml";

/// How long the name of a project is at most, so that IAM still takes `PROJECT-aws-load-balancer-controller-role`, the
/// longest name that is made of one: 64 characters.
const PROJECT_LENGTH: usize = 30;

/// How long another name is at most: a little less than Kubernetes takes, for what is added to some.
const NAME_LENGTH: usize = 50;

/// The text of an inventory for what Terraform made. `sources` are the paths that it was read from, as they look from
/// the folder where the inventory will be, and `environment` is the one that was chosen of several.
///
/// # Errors
/// Terraform without an image repository, and everything that is wrong with what it says of those.
pub fn inventory(
    facts: &Facts,
    sources: Vec<String>,
    environment: Option<&str>,
) -> Result<String, Problems> {
    let context = Context::bridge(facts, &Mapping::default(), &Needs::default())?;
    if context.container_registry.repositories.is_empty() {
        let files = facts.files().to_vec();
        return Err(Problem::new(&InitError::NoRepositories { files }).into());
    }
    let mut starter = begun(&context, sources, environment);
    // What even the smallest one needs, Terraform must say.
    Context::bridge(facts, &Mapping::default(), &needs(&starter)?)?;
    for part in Part::ALL {
        let with = part.put(&starter);
        let missing: Vec<Field> = needs(&with)?
            .fields()
            .filter(|field| context.value(*field).is_none())
            .collect();
        match missing.as_slice() {
            [] => starter = with,
            _ if !part.is_meant(&context) => {}
            missing => {
                let missing: Vec<&str> = missing.iter().map(|field| field.path()).collect();
                let line = format!("{}: {} is not known", part.name(), missing.join(", "));
                starter.left_out.push(line);
            }
        }
    }
    Ok(starter.to_yaml())
}

/// What generating it would need of Terraform.
fn needs(starter: &Starter) -> Result<Needs, Problems> {
    let inventory: Inventory = inventory::read(FILE, &starter.to_yaml())?;
    Ok(plan::build(&inventory).needs())
}

/// The smallest one: services in an environment.
fn begun(context: &Context, sources: Vec<String>, chosen: Option<&str>) -> Starter {
    let (project, guessed) = project(context);
    let environment = chosen
        .and_then(|name| label(name, NAME_LENGTH))
        .unwrap_or(guessed);
    let services = services(context);
    let has = |tier: &&str| services.iter().any(|service| service.tier == *tier);
    let tiers = guess::TIERS.into_iter().filter(has);
    let namespace = format!("{project}-{environment}");
    // A namespace is no longer than a label, and two names together may be.
    let namespace = match namespace.parse::<Namespace>() {
        Ok(namespace) => namespace.to_string(),
        Err(_) => environment.clone(),
    };
    Starter {
        namespace: project.clone(),
        project,
        sources,
        configmaps: Vec::new(),
        secrets: Vec::new(),
        left_out: Vec::new(),
        image_tag: IMAGE_TAG.to_owned(),
        tiers: tiers.map(str::to_owned).collect(),
        services,
        environments: vec![StarterEnvironment {
            name: environment.clone(),
            namespace,
        }],
        environment,
    }
}

/// The project's name and the environment's, from what other things are called.
fn project(context: &Context) -> (String, String) {
    let fields = [
        Field::ClusterName,
        Field::DatabaseIdentifier,
        Field::CacheReplicationGroupId,
        Field::DatabaseSecretName,
        Field::CacheSecretName,
        Field::BucketName,
    ];
    let names: Vec<String> = fields
        .into_iter()
        .filter_map(|field| Some(context.value(field)?.to_string()))
        .collect();
    let found = names.iter().find_map(|name| guess::environment(name));
    let environment = found.map_or(guess::ENVIRONMENT, |(_, environment)| environment);
    let of_repositories = context.container_registry.shared_name();
    let before = found
        .map(|(before, _)| before)
        .filter(|name| !name.is_empty());
    let candidates = [of_repositories, before, names.first().map(String::as_str)];
    let mut candidates = candidates.into_iter().flatten();
    let project = candidates.find_map(|name| label(name, PROJECT_LENGTH));
    let project = project.unwrap_or_else(|| "my-project".to_owned());
    (project, environment.to_owned())
}

/// A service for each repository.
fn services(context: &Context) -> Vec<StarterService> {
    let registry = &context.container_registry;
    let mut services: Vec<StarterService> = Vec::new();
    for repository in &registry.repositories {
        let own = registry.own_name(repository);
        let name = label(own, NAME_LENGTH).unwrap_or_else(|| "service".to_owned());
        let is_free = |name: &String| services.iter().all(|service| service.name != *name);
        let numbered = (2..).map(|n| format!("{name}-{n}"));
        let mut names = std::iter::once(name.clone()).chain(numbered);
        let name = names.find(is_free).unwrap_or(name);
        let (tier, port) = guess::service(&name);
        services.push(StarterService {
            tier: tier.to_owned(),
            port: port.and_then(|port| Port::try_from(port).ok()),
            repository: (registry.repository_of(&name) != Some(repository.as_str()))
                .then(|| repository.clone()),
            name,
        });
    }
    services
}

/// A name as Kubernetes takes it, as near to the given one as that is possible.
fn label(name: &str, length: usize) -> Option<String> {
    let lower = name.to_lowercase();
    let sign = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let name: String = lower.chars().map(sign).collect();
    let mut name = name.trim_matches('-').to_owned();
    // An address of a Service begins with a letter.
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert_str(0, "s-");
    }
    name.truncate(length);
    let name = name.trim_end_matches('-');
    name.parse::<DnsLabel>().is_ok().then(|| name.to_owned())
}

/// What is put in where Terraform says enough for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    DatabaseConfig,
    RedisConfig,
    StorageConfig,
    DatabaseSecret,
    RedisSecret,
}

impl Part {
    const ALL: [Self; 5] = [
        Self::DatabaseConfig,
        Self::RedisConfig,
        Self::StorageConfig,
        Self::DatabaseSecret,
        Self::RedisSecret,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::DatabaseConfig => "database-config",
            Self::RedisConfig => "redis-config",
            Self::StorageConfig => "storage-config",
            Self::DatabaseSecret => "database-credentials",
            Self::RedisSecret => "redis-credentials",
        }
    }

    /// Whether there is such a thing at all, so that it is worth a word why it is not there.
    fn is_meant(self, context: &Context) -> bool {
        let field = match self {
            Self::DatabaseConfig => Field::DatabaseEndpoint,
            Self::RedisConfig => Field::CachePrimaryEndpoint,
            Self::StorageConfig => Field::BucketName,
            Self::DatabaseSecret => Field::DatabaseSecretName,
            Self::RedisSecret => Field::CacheSecretName,
        };
        context.value(field).is_some()
    }

    fn put(self, starter: &Starter) -> Starter {
        let mut starter = starter.clone();
        let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            let pairs = pairs
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
            pairs.collect()
        };
        let map = |data: &[(&str, &str)]| StarterConfigMap {
            name: self.name().to_owned(),
            data: pairs(data),
        };
        let secret = |remote: &str, keys: &[(&str, &str)], connects_to: &str| StarterSecret {
            name: self.name().to_owned(),
            remote: remote.to_owned(),
            keys: pairs(keys),
            connects_to: connects_to.to_owned(),
        };
        match self {
            Self::DatabaseConfig => starter.configmaps.push(map(&[
                ("DB_HOST", "${database.endpoint}"),
                ("DB_PORT", "${database.port}"),
            ])),
            Self::RedisConfig => starter.configmaps.push(map(&[
                ("REDIS_HOST", "${cache.primary_endpoint}"),
                ("REDIS_PORT", "${cache.port}"),
            ])),
            Self::StorageConfig => starter.configmaps.push(map(&[
                ("S3_BUCKET", "${storage.bucket_name}"),
                ("S3_REGION", "${region}"),
            ])),
            Self::DatabaseSecret => starter.secrets.push(secret(
                "${database.secret_name}",
                &[("DB_USER", "username"), ("DB_PASSWORD", "password")],
                "database",
            )),
            Self::RedisSecret => starter.secrets.push(secret(
                "${cache.secret_name}",
                &[("REDIS_PASSWORD", "password")],
                "cache",
            )),
        }
        starter
    }
}
