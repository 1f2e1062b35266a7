//! The context itself: plain, typed data with the fields and the order of `outputs-summary.yaml`.
//!
//! Every field is optional, because projects differ: one has no cache, one no bucket. What must not be
//! absent is said by [`Needs`](super::Needs), once, so that whoever fills a manifest finds what it asked for.

use std::collections::BTreeMap;

use k8sgen_templates::names::{
    AccountId, Arn, Cidr, HostName, Partition, Port, Region, SecretsManagerName,
};
use serde::Serialize;

use super::{Field, Origin};

/// What Terraform made, as far as Kubernetes manifests care.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Context {
    /// The project's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project_name: Option<String>,
    /// The environment's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
    /// The AWS region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
    /// The AWS account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aws_account_id: Option<AccountId>,
    /// The AWS partition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partition: Option<Partition>,
    /// The network.
    #[serde(skip_serializing_if = "is_empty")]
    pub networking: Networking,
    /// The relational database.
    #[serde(skip_serializing_if = "is_empty")]
    pub database: Database,
    /// The cache.
    #[serde(skip_serializing_if = "is_empty")]
    pub cache: Cache,
    /// The object store.
    #[serde(skip_serializing_if = "is_empty")]
    pub storage: Storage,
    /// The image registry.
    #[serde(skip_serializing_if = "is_empty")]
    pub container_registry: ContainerRegistry,
    /// The cluster.
    #[serde(skip_serializing_if = "is_empty")]
    pub kubernetes: Kubernetes,
    /// The load balancer's certificate in ACM.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate_arn: Option<Arn>,

    #[serde(skip)]
    pub(super) origins: BTreeMap<Field, Origin>,
    #[serde(skip)]
    pub(super) notes: Vec<String>,
}

/// The network.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Networking {
    /// The VPC's id: `vpc-0abc`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_id: Option<String>,
    /// The VPC's range of addresses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_cidr: Option<Cidr>,
    /// Ids of the private subnets, in Terraform's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub private_subnet_ids: Vec<String>,
    /// Ids of the public subnets, in Terraform's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub public_subnet_ids: Vec<String>,
    /// Ranges of the private subnets, in Terraform's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub private_subnet_cidrs: Vec<Cidr>,
    /// Ranges of the public subnets, in Terraform's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub public_subnet_cidrs: Vec<Cidr>,
    /// Ranges of the subnets that databases and caches live in, sorted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub database_subnet_cidrs: Vec<Cidr>,
}

/// The relational database.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Database {
    /// The identifier of the RDS instance or cluster.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// The host, without a port.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<HostName>,
    /// The port.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<Port>,
    /// The name of the database on that server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_name: Option<String>,
    /// The name of its secret in Secrets Manager.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret_name: Option<SecretsManagerName>,
    /// The ARN of its secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret_arn: Option<Arn>,
}

/// The cache.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Cache {
    /// The id of the replication group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replication_group_id: Option<String>,
    /// The host, without a port.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_endpoint: Option<HostName>,
    /// The port.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<Port>,
    /// The name of its secret in Secrets Manager.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret_name: Option<SecretsManagerName>,
    /// The ARN of its secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret_arn: Option<Arn>,
}

/// The object store.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Storage {
    /// The bucket's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bucket_name: Option<String>,
    /// The bucket's ARN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bucket_arn: Option<Arn>,
    /// The ARN of the policy that allows its use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iam_policy_arn: Option<Arn>,
}

/// The image registry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ContainerRegistry {
    /// The host that every repository's URL begins with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ecr_base_url: Option<HostName>,
    /// The repositories' names, sorted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub repositories: Vec<String>,
}

impl ContainerRegistry {
    /// The URL of one of the repositories, to put a tag behind. Nothing if there is no such repository.
    #[must_use]
    pub fn url(&self, repository: &str) -> Option<String> {
        let base = self.ecr_base_url.as_ref()?;
        let known = self.repositories.iter().any(|name| name == repository);
        known.then(|| format!("{base}/{repository}"))
    }

    /// The repository of a service: the one of that name, or else the one whose name ends with it, behind a `/`
    /// or behind what all names begin with: `demo/web-ui` or `demo-web-ui` for `web-ui`.
    #[must_use]
    pub fn repository_of(&self, service: &str) -> Option<&str> {
        let prefix = self.common_prefix();
        let whole = |name: &&String| name.as_str() == service;
        let in_folder = |name: &&String| name.rsplit('/').next() == Some(service);
        let behind_prefix = |name: &&String| name.get(prefix..) == Some(service);
        let names = &self.repositories;
        let found = names.iter().find(whole);
        let found = found.or_else(|| names.iter().find(in_folder));
        let found = found.or_else(|| names.iter().find(behind_prefix));
        found.map(String::as_str)
    }

    /// What all names begin with, without the sign behind it. Nothing if that is nothing.
    pub(crate) fn shared_name(&self) -> Option<&str> {
        let shared = self.repositories.first()?.get(..self.common_prefix())?;
        Some(shared.trim_end_matches(['/', '-'])).filter(|name| !name.is_empty())
    }

    /// A repository's name without what all names begin with.
    pub(crate) fn own_name<'a>(&self, repository: &'a str) -> &'a str {
        repository.get(self.common_prefix()..).unwrap_or(repository)
    }

    /// Length of what all names begin with, up to and with a `/` or `-`, in bytes. One name alone says nothing.
    fn common_prefix(&self) -> usize {
        let Some((first, others)) = self.repositories.split_first() else {
            return 0;
        };
        let first = first.as_bytes();
        if others.is_empty() {
            return first
                .iter()
                .rposition(|b| *b == b'/')
                .map_or(0, |at| at + 1);
        }
        let shared = others.iter().fold(first.len(), |shared, other| {
            let pairs = first.iter().zip(other.as_bytes()).take(shared);
            pairs.take_while(|(a, b)| a == b).count()
        });
        let end = |b: &u8| matches!(b, b'/' | b'-');
        first[..shared].iter().rposition(end).map_or(0, |at| at + 1)
    }
}

/// The cluster.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Kubernetes {
    /// The cluster's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cluster_name: Option<String>,
    /// The URL of the cluster's API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cluster_endpoint: Option<String>,
    /// The Kubernetes version: `1.33`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cluster_version: Option<String>,
    /// The ARN of the OIDC provider in IAM.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oidc_provider_arn: Option<Arn>,
    /// The URL of the OIDC issuer, with `https://`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oidc_issuer_url: Option<String>,
}

fn is_empty<T: Default + PartialEq>(section: &T) -> bool {
    *section == T::default()
}
