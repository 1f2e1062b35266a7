//! What a field's value must look like, and how it is read out of what Terraform wrote.
//!
//! A name alone decides little: three modules have an output `cluster_endpoint`. The shape does.

mod read;
mod simple;
mod special;

use serde_json::Value;

use super::aws::Service;
use super::text::{describe, is_plain};
use crate::terraform::kind;

/// Service and beginning of the resource, for each sort of ARN.
pub(super) type Resource = (&'static str, &'static str);

pub(super) const RDS_INSTANCE: Resource = ("rds", "db:");
pub(super) const RDS_CLUSTER: Resource = ("rds", "cluster:");
pub(super) const BUCKET: Resource = ("s3", "");
pub(super) const IAM_POLICY: Resource = ("iam", "policy/");
pub(super) const EKS_CLUSTER: Resource = ("eks", "cluster/");
pub(super) const OIDC_PROVIDER: Resource = ("iam", "oidc-provider/");
pub(super) const CERTIFICATE: Resource = ("acm", "certificate/");
const REPOSITORY: Resource = ("ecr", "repository/");
const SECRET: Resource = ("secretsmanager", "secret:");

/// The shape of a value.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// Letters, digits, `.`, `_` and `-`.
    Name,
    Region,
    Account,
    Partition,
    /// An AWS id with that beginning.
    Id(&'static str),
    Ids(&'static str),
    Cidr,
    Cidrs,
    Port,
    /// A port under a name that others use, too: that of a cache, or of none.
    PortOf(Service),
    /// The host of `host` or `host:port`, of that service or of none that is known.
    Host(Service),
    /// The port of `host:port`.
    PortInEndpoint(Service),
    /// A name that some endpoint of that service begins with.
    Identifier(Service),
    /// The name that an endpoint of that service begins with.
    IdentifierInHost(Service),
    Arn(Resource),
    NameInArn(Resource),
    /// What every ARN says.
    AccountInArn,
    RegionInArn,
    PartitionInArn,
    /// An ARN, or the one object of a list that holds it as `secret_arn`.
    SecretArn,
    /// A name, or the name in an ARN.
    SecretName,
    Registry,
    /// A list or map of repositories: URLs, ARNs, names, or objects that hold them.
    Repositories,
    RegistryOfRepositories,
    ClusterEndpoint,
    Version,
    /// With `https://` or without.
    Issuer,
    IssuerInArn,
}

/// Why a value is not of a shape. Holds nothing of a value that may be a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Misfit {
    pub(super) found: String,
    pub(super) expected: &'static str,
    pub(super) why: Option<String>,
}

impl Misfit {
    /// The same, said of the list that the value is in.
    fn in_a_list(self) -> Self {
        Self {
            found: format!("a list with {} in it", self.found),
            ..self
        }
    }
}

/// Whether the name that the value goes by is the field's own, or used by others, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    Own,
    Shared,
}

impl Shape {
    /// What is expected, with its article.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::Name => "a name",
            Self::Region => "an AWS region",
            Self::Account => "an AWS account id",
            Self::Partition => "an AWS partition",
            Self::Id(_) => "an AWS id such as `vpc-0abc`",
            Self::Ids(_) => "a list of subnet ids",
            Self::Cidr => "a network such as `10.0.0.0/16`",
            Self::Cidrs => "a list of networks such as `10.0.0.0/24`",
            Self::Port => "a port",
            Self::PortOf(Service::Cache) => "the usual port of a cache",
            Self::PortOf(_) => "a port, and not that of a cache",
            Self::PortInEndpoint(_) => "`host:port`",
            Self::Host(Service::Rds) | Self::IdentifierInHost(Service::Rds) => {
                "the host of a database"
            }
            Self::Host(Service::Cache) | Self::IdentifierInHost(Service::Cache) => {
                "the host of a cache"
            }
            Self::Host(_) | Self::IdentifierInHost(_) => "a host",
            Self::Identifier(Service::Rds) => {
                "the identifier of a database whose endpoint is known"
            }
            Self::Identifier(_) => "the id of a cache whose endpoint is known",
            Self::Arn(resource) | Self::NameInArn(resource) => match resource {
                RDS_INSTANCE => "the ARN of an RDS instance",
                RDS_CLUSTER => "the ARN of an RDS cluster",
                BUCKET => "the ARN of an S3 bucket",
                IAM_POLICY => "the ARN of an IAM policy",
                EKS_CLUSTER => "the ARN of an EKS cluster",
                OIDC_PROVIDER => "the ARN of an IAM OIDC provider",
                CERTIFICATE => "the ARN of an ACM certificate",
                _ => "an ARN",
            },
            Self::AccountInArn | Self::RegionInArn | Self::PartitionInArn => "an ARN",
            Self::SecretArn => "the ARN of a secret in Secrets Manager",
            Self::SecretName => "the name of a secret in Secrets Manager",
            Self::Registry => "the host of an ECR registry",
            Self::Repositories | Self::RegistryOfRepositories => {
                "a list or map of ECR repository URLs"
            }
            Self::ClusterEndpoint => "the https:// endpoint of an EKS cluster",
            Self::Version => "a Kubernetes version such as `1.33`",
            Self::Issuer => "the URL of an OIDC issuer",
            Self::IssuerInArn => "the ARN of an IAM OIDC provider",
        }
    }

    /// Says what is there instead. A name or ARN of a secret may be the secret itself, by mistake, so nothing of it is shown.
    fn misfit(self, value: &Value, why: Option<String>) -> Misfit {
        let secret = matches!(self, Self::SecretArn | Self::SecretName);
        let shown = matches!(value, Value::String(text) if is_plain(text)) || !value.is_string();
        Misfit {
            found: if secret {
                kind(value).to_owned()
            } else {
                describe(value)
            },
            expected: self.noun(),
            why: why.filter(|_| shown && !secret),
        }
    }
}
