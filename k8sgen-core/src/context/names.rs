//! **The table**: which output names mean which field, and what its value must look like.
//!
//! To teach the bridge a name, add it here:
//! - to `own`, if it can mean this field only: a value of another shape is then an error;
//! - to `shared`, if other modules use the name too: a value of another shape is then passed over;
//! - to `last`, if it counts only where nothing better is, with the reason, which is told to the user.

use super::Field;
use super::aws::Service::{Cache, Rds};
use super::shape::{self, Shape};

/// Output names of one field, and the shape of their values.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) field: Field,
    pub(super) shape: Shape,
    pub(super) own: &'static [&'static str],
    pub(super) shared: &'static [&'static str],
    pub(super) last: &'static [(&'static str, &'static str)],
}

const MASTER_SECRET: &str =
    "it is the secret that RDS manages and rotates; give the application one of its own";
const READER: &str = "it is the endpoint for readers; no other was found";
const INTRA: &str =
    "no subnets of databases were found, so the VPC's intra subnets are taken for them";

const fn row(
    field: Field,
    shape: Shape,
    own: &'static [&'static str],
    shared: &'static [&'static str],
) -> Row {
    Row {
        field,
        shape,
        own,
        shared,
        last: &[],
    }
}

/// Every name that is known.
pub(super) const ROWS: &[Row] = &[
    row(
        Field::ProjectName,
        Shape::Name,
        &["project_name"],
        &["project"],
    ),
    row(
        Field::Environment,
        Shape::Name,
        &["environment_name"],
        &["environment", "env"],
    ),
    row(Field::Region, Shape::Region, &["aws_region"], &["region"]),
    row(
        Field::AwsAccountId,
        Shape::Account,
        &["aws_account_id"],
        &["account_id", "repository_registry_id"],
    ),
    row(
        Field::Partition,
        Shape::Partition,
        &["aws_partition"],
        &["partition"],
    ),
    // The network.
    row(
        Field::VpcId,
        Shape::Id("vpc-"),
        &["vpc_id", "main_vpc_id"],
        &[],
    ),
    row(
        Field::VpcCidr,
        Shape::Cidr,
        &["vpc_cidr_block", "vpc_cidr"],
        &[],
    ),
    row(
        Field::PrivateSubnetIds,
        Shape::Ids("subnet-"),
        &["private_subnet_ids"],
        &["private_subnets"],
    ),
    row(
        Field::PublicSubnetIds,
        Shape::Ids("subnet-"),
        &["public_subnet_ids"],
        &["public_subnets"],
    ),
    row(
        Field::PrivateSubnetCidrs,
        Shape::Cidrs,
        &[
            "private_subnets_cidr_blocks",
            "private_subnet_cidr_blocks",
            "private_subnet_cidrs",
        ],
        &["private_subnets"],
    ),
    row(
        Field::PublicSubnetCidrs,
        Shape::Cidrs,
        &[
            "public_subnets_cidr_blocks",
            "public_subnet_cidr_blocks",
            "public_subnet_cidrs",
        ],
        &["public_subnets"],
    ),
    Row {
        field: Field::DatabaseSubnetCidrs,
        shape: Shape::Cidrs,
        own: &[
            "database_subnets_cidr_blocks",
            "elasticache_subnets_cidr_blocks",
            "database_subnet_cidr_blocks",
            "database_subnet_cidrs",
            "elasticache_subnet_cidrs",
            "cache_subnet_cidrs",
        ],
        shared: &["database_subnets", "elasticache_subnets"],
        last: &[("intra_subnets_cidr_blocks", INTRA)],
    },
    // The database. `cluster_...` is Aurora's here; EKS and ElastiCache use the same names.
    row(
        Field::DatabaseIdentifier,
        Shape::Name,
        &[
            "db_instance_identifier",
            "rds_identifier",
            "db_identifier",
            "database_identifier",
        ],
        &[],
    ),
    row(
        Field::DatabaseIdentifier,
        Shape::Identifier(Rds),
        &[],
        &["cluster_id", "db_instance_id"],
    ),
    row(
        Field::DatabaseIdentifier,
        Shape::NameInArn(shape::RDS_INSTANCE),
        &[],
        &["db_instance_arn", "rds_arn"],
    ),
    row(
        Field::DatabaseIdentifier,
        Shape::NameInArn(shape::RDS_CLUSTER),
        &[],
        &["cluster_arn"],
    ),
    Row {
        field: Field::DatabaseEndpoint,
        shape: Shape::Host(Rds),
        own: &[
            "db_instance_address",
            "db_instance_endpoint",
            "rds_endpoint",
            "rds_address",
            "db_endpoint",
            "db_host",
            "database_endpoint",
            "database_address",
            "database_host",
        ],
        shared: &["cluster_endpoint", "endpoint"],
        last: &[("cluster_reader_endpoint", READER)],
    },
    row(
        Field::DatabasePort,
        Shape::Port,
        &["db_instance_port", "rds_port", "db_port", "database_port"],
        &["cluster_port"],
    ),
    row(
        Field::DatabaseName,
        Shape::Name,
        &[
            "db_instance_name",
            "cluster_database_name",
            "rds_database_name",
            "db_name",
            "database_name",
        ],
        &[],
    ),
    row(
        Field::DatabaseSecretName,
        Shape::SecretName,
        &["database_secret_name", "rds_secret_name", "db_secret_name"],
        &[],
    ),
    Row {
        field: Field::DatabaseSecretArn,
        shape: Shape::SecretArn,
        own: &["database_secret_arn", "rds_secret_arn", "db_secret_arn"],
        shared: &[],
        last: &[
            ("db_instance_master_user_secret_arn", MASTER_SECRET),
            ("cluster_master_user_secret_arn", MASTER_SECRET),
            ("cluster_master_user_secret", MASTER_SECRET),
        ],
    },
    // The cache.
    row(
        Field::CacheReplicationGroupId,
        Shape::Name,
        &[
            "replication_group_id",
            "redis_replication_group_id",
            "cache_replication_group_id",
        ],
        &[],
    ),
    row(
        Field::CacheReplicationGroupId,
        Shape::Identifier(Cache),
        &[],
        &["cluster_id"],
    ),
    row(
        Field::CachePrimaryEndpoint,
        Shape::Host(Cache),
        &[
            "replication_group_primary_endpoint_address",
            "redis_endpoint",
            "redis_primary_endpoint",
            "redis_host",
            "cache_endpoint",
            "cache_primary_endpoint",
            "elasticache_endpoint",
            "elasticache_primary_endpoint",
        ],
        &[
            "primary_endpoint",
            "primary_endpoint_address",
            "replication_group_configuration_endpoint_address",
            "cluster_address",
            "cluster_configuration_endpoint",
            "cluster_endpoint",
            "endpoint",
        ],
    ),
    row(
        Field::CachePort,
        Shape::Port,
        &[
            "replication_group_port",
            "redis_port",
            "cache_port",
            "elasticache_port",
        ],
        &[],
    ),
    row(
        Field::CacheSecretName,
        Shape::SecretName,
        &[
            "redis_secret_name",
            "cache_secret_name",
            "elasticache_secret_name",
        ],
        &[],
    ),
    row(
        Field::CacheSecretArn,
        Shape::SecretArn,
        &[
            "redis_secret_arn",
            "cache_secret_arn",
            "elasticache_secret_arn",
        ],
        &[],
    ),
    // The bucket.
    row(
        Field::BucketName,
        Shape::Name,
        &["s3_bucket_id", "s3_bucket_name", "bucket_name"],
        &["bucket", "bucket_id"],
    ),
    row(
        Field::BucketArn,
        Shape::Arn(shape::BUCKET),
        &["s3_bucket_arn", "bucket_arn"],
        &[],
    ),
    row(
        Field::StorageIamPolicyArn,
        Shape::Arn(shape::IAM_POLICY),
        &[
            "iam_policy_arn",
            "s3_iam_policy_arn",
            "s3_policy_arn",
            "s3_access_policy_arn",
        ],
        &[],
    ),
    // The registry.
    row(
        Field::EcrBaseUrl,
        Shape::Registry,
        &["ecr_base_url", "ecr_registry_url", "ecr_registry"],
        &["registry_url"],
    ),
    row(
        Field::Repositories,
        Shape::Repositories,
        &[
            "repository_url",
            "repository_urls",
            "ecr_repository_url",
            "ecr_repository_urls",
            "ecr_repositories",
            "ecr_repository_name",
            "ecr_repository_names",
            "ecr_repository_arns",
        ],
        &["repository_arn", "repository_arns"],
    ),
    // The cluster.
    row(
        Field::ClusterName,
        Shape::Name,
        &["cluster_name", "eks_cluster_name"],
        &[],
    ),
    row(
        Field::ClusterName,
        Shape::NameInArn(shape::EKS_CLUSTER),
        &[],
        &["cluster_arn", "eks_cluster_arn"],
    ),
    row(
        Field::ClusterEndpoint,
        Shape::ClusterEndpoint,
        &["eks_cluster_endpoint"],
        &["cluster_endpoint"],
    ),
    row(
        Field::ClusterVersion,
        Shape::Version,
        &[],
        &[
            "cluster_version",
            "eks_cluster_version",
            "kubernetes_version",
        ],
    ),
    row(
        Field::OidcProviderArn,
        Shape::Arn(shape::OIDC_PROVIDER),
        &["oidc_provider_arn", "eks_oidc_provider_arn"],
        &[],
    ),
    row(
        Field::OidcIssuerUrl,
        Shape::Issuer,
        &[
            "cluster_oidc_issuer_url",
            "oidc_issuer_url",
            "eks_oidc_issuer_url",
            "oidc_provider_url",
        ],
        &["oidc_provider"],
    ),
    row(
        Field::CertificateArn,
        Shape::Arn(shape::CERTIFICATE),
        &["acm_certificate_arn", "certificate_arn"],
        &[],
    ),
];

/// Every output name of a field, in the order of the table.
pub(super) fn of(field: Field) -> impl Iterator<Item = &'static str> {
    let rows = ROWS.iter().filter(move |row| row.field == field);
    rows.flat_map(|row| {
        let last = row.last.iter().map(|(name, _)| *name);
        row.own.iter().chain(row.shared).copied().chain(last)
    })
}

/// Output names of a field whose values look the same.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct KnownNames {
    /// The field.
    pub field: Field,
    /// What the value must be, with its article: `a port`.
    pub value: &'static str,
    /// Names that can mean this field only: a value of another shape is an error.
    pub own: &'static [&'static str],
    /// Names that other modules use too: a value of another shape is passed over.
    pub shared: &'static [&'static str],
    /// Names that count only where nothing better is, each with the reason.
    pub last: &'static [(&'static str, &'static str)],
}

/// Every output name that is known, in the order of the table. A field may have several rows.
pub fn known_names() -> impl Iterator<Item = KnownNames> {
    ROWS.iter().map(|row| KnownNames {
        field: row.field,
        value: row.shape.noun(),
        own: row.own,
        shared: row.shared,
        last: row.last,
    })
}
