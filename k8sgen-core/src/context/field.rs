//! The name of every field of a [`Context`](super::Context): one closed list, so that a plan, a mapping
//! and a `${database.endpoint}` can all name a field and none can misspell it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::problem::{nearest, shown};

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $path:literal,)*) => {
        /// A field of the context. Ordered as in `outputs-summary.yaml`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Field {
            $($(#[$doc])* $name,)*
        }

        impl Field {
            /// Every field, in order.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The field's path, as in `outputs-summary.yaml`.
            ///
            /// ```
            /// use k8sgen_core::context::Field;
            /// assert_eq!(Field::DatabaseEndpoint.path(), "database.endpoint");
            /// ```
            #[must_use]
            pub const fn path(self) -> &'static str {
                match self {
                    $(Self::$name => $path,)*
                }
            }
        }
    };
}

fields! {
    /// The project's name.
    ProjectName = "project_name",
    /// The environment's name.
    Environment = "environment",
    /// The AWS region.
    Region = "region",
    /// The AWS account's number, 12 digits.
    AwsAccountId = "aws_account_id",
    /// The AWS partition: `aws`, `aws-cn` or `aws-us-gov`.
    Partition = "partition",
    /// The VPC's id.
    VpcId = "networking.vpc_id",
    /// The VPC's range of addresses.
    VpcCidr = "networking.vpc_cidr",
    /// Ids of the private subnets.
    PrivateSubnetIds = "networking.private_subnet_ids",
    /// Ids of the public subnets.
    PublicSubnetIds = "networking.public_subnet_ids",
    /// Ranges of the private subnets.
    PrivateSubnetCidrs = "networking.private_subnet_cidrs",
    /// Ranges of the public subnets.
    PublicSubnetCidrs = "networking.public_subnet_cidrs",
    /// Ranges of the subnets that databases and caches live in.
    DatabaseSubnetCidrs = "networking.database_subnet_cidrs",
    /// The identifier of the RDS instance or cluster.
    DatabaseIdentifier = "database.identifier",
    /// The database's host.
    DatabaseEndpoint = "database.endpoint",
    /// The database's port.
    DatabasePort = "database.port",
    /// The name of the database on its server.
    DatabaseName = "database.database_name",
    /// The name of the database's secret in Secrets Manager.
    DatabaseSecretName = "database.secret_name",
    /// The ARN of the database's secret.
    DatabaseSecretArn = "database.secret_arn",
    /// The id of the cache's replication group.
    CacheReplicationGroupId = "cache.replication_group_id",
    /// The cache's host.
    CachePrimaryEndpoint = "cache.primary_endpoint",
    /// The cache's port.
    CachePort = "cache.port",
    /// The name of the cache's secret in Secrets Manager.
    CacheSecretName = "cache.secret_name",
    /// The ARN of the cache's secret.
    CacheSecretArn = "cache.secret_arn",
    /// The bucket's name.
    BucketName = "storage.bucket_name",
    /// The bucket's ARN.
    BucketArn = "storage.bucket_arn",
    /// The ARN of the policy that allows the bucket's use.
    StorageIamPolicyArn = "storage.iam_policy_arn",
    /// The host that the repositories' URLs begin with.
    EcrBaseUrl = "container_registry.ecr_base_url",
    /// Names of the ECR repositories.
    Repositories = "container_registry.repositories",
    /// The EKS cluster's name.
    ClusterName = "kubernetes.cluster_name",
    /// The URL of the cluster's API.
    ClusterEndpoint = "kubernetes.cluster_endpoint",
    /// The cluster's Kubernetes version.
    ClusterVersion = "kubernetes.cluster_version",
    /// The ARN of the cluster's OIDC provider in IAM.
    OidcProviderArn = "kubernetes.oidc_provider_arn",
    /// The URL of the cluster's OIDC issuer.
    OidcIssuerUrl = "kubernetes.oidc_issuer_url",
    /// The ARN of the certificate for the load balancer.
    CertificateArn = "certificate_arn",
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path())
    }
}

/// A path that no field has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{}` is not a field of the context{}", shown(given), .meant.map(|field| format!("; did you mean `{field}`?")).unwrap_or_default())]
pub struct UnknownField {
    /// What was given.
    pub given: String,
    /// The field that it may have meant.
    pub meant: Option<Field>,
}

impl FromStr for Field {
    type Err = UnknownField;

    fn from_str(path: &str) -> Result<Self, UnknownField> {
        let of = |wanted: &str| {
            Self::ALL
                .iter()
                .copied()
                .find(|field| field.path() == wanted)
        };
        of(path).ok_or_else(|| UnknownField {
            given: path.to_owned(),
            meant: nearest(path, Self::ALL.iter().map(|field| field.path())).and_then(of),
        })
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.path())
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let path = String::deserialize(deserializer)?;
        path.parse().map_err(serde::de::Error::custom)
    }
}

/// A field's value, whatever its type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FieldValue {
    /// A text.
    Text(String),
    /// A whole number: a port.
    Number(u16),
    /// A list of texts.
    List(Vec<String>),
}

impl fmt::Display for FieldValue {
    /// The text, the digits, or the list's items joined by `, `.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
            Self::List(items) => f.write_str(&items.join(", ")),
        }
    }
}
