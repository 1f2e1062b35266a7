//! **The table**: which output names and which attributes of resources mean which field, and what its value must
//! look like.
//!
//! To teach the bridge the name of an output, add it here:
//! - to `own`, if it can mean this field only: a value of another shape is then an error;
//! - to `shared`, if other modules use the name too: a value of another shape is then passed over;
//! - to `last`, if it counts only where nothing better is, with the reason, which is told to the user.
//!
//! To teach it an attribute of a resource, add it to `from`: with `sure`, if the type of the resource says
//! what it is; with `likely`, if there may be others of the type, and what it is about tells them apart.
//! Only the attributes that stand here are ever read out of a state.

use super::Field;
use super::about::About::{self, Any, Copies, Eks, Subnets, Words};
use super::about::Subnet::{Database, Intra, Private, Public};
use super::aws::Service::{Cache, Rds};
use super::shape::{self, Shape};
use crate::terraform::AllowList;

/// Output names of one field, and the shape of their values.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) field: Field,
    pub(super) shape: Shape,
    pub(super) own: &'static [&'static str],
    pub(super) shared: &'static [&'static str],
    pub(super) last: &'static [(&'static str, &'static str)],
    pub(super) from: &'static [Attribute],
}

/// An attribute of a resource that says a field.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attribute {
    /// The type of the resource.
    pub(super) kind: &'static str,
    /// The attribute; inside of others, with the whole way to it.
    pub(super) name: &'static str,
    /// Which resources of the type are meant.
    pub(super) about: About,
    pub(super) weight: Weight,
}

/// How surely an attribute is the field's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// The type says so: an output that says otherwise is a conflict.
    Sure,
    /// There may be others of the type: it counts where no output says the field.
    Likely,
    /// It counts only where nothing else is; why is told to the user.
    Last(&'static str),
}

const fn sure(kind: &'static str, name: &'static str) -> Attribute {
    only(kind, name, Any)
}

const fn only(kind: &'static str, name: &'static str, about: About) -> Attribute {
    Attribute {
        kind,
        name,
        about,
        weight: Weight::Sure,
    }
}

const fn likely(kind: &'static str, name: &'static str, about: About) -> Attribute {
    Attribute {
        kind,
        name,
        about,
        weight: Weight::Likely,
    }
}

const fn last(
    kind: &'static str,
    name: &'static str,
    about: About,
    why: &'static str,
) -> Attribute {
    Attribute {
        kind,
        name,
        about,
        weight: Weight::Last(why),
    }
}

const DATABASE: About = Words(&[
    "aurora",
    "database",
    "db",
    "mariadb",
    "mysql",
    "pg",
    "postgres",
    "postgresql",
    "rds",
]);
const CACHE: About = Words(&["cache", "elasticache", "redis", "valkey"]);
const BUCKET: About = Words(&["bucket", "s3", "storage"]);
const REPLICA: About = Copies("replicate_source_db");
const MEMBER: About = Copies("replication_group_id");

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
        from: &[],
    }
}

impl Row {
    /// The same row, whose field is also told by these attributes.
    const fn from(self, from: &'static [Attribute]) -> Self {
        Self { from, ..self }
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
    row(Field::AwsAccountId, Shape::AccountInArn, &[], &[]).from(&[
        likely("aws_eks_cluster", "arn", Any),
        likely("aws_iam_role", "arn", Any),
        likely("aws_eks_pod_identity_association", "association_arn", Any),
    ]),
    row(Field::Region, Shape::RegionInArn, &[], &[]).from(&[
        likely("aws_eks_cluster", "arn", Any),
        likely("aws_vpc", "arn", Any),
        likely("aws_eks_pod_identity_association", "association_arn", Any),
    ]),
    row(Field::Partition, Shape::PartitionInArn, &[], &[]).from(&[
        likely("aws_iam_role", "arn", Any),
        likely("aws_route53_zone", "arn", Any),
    ]),
    // The network.
    row(
        Field::VpcId,
        Shape::Id("vpc-"),
        &["vpc_id", "main_vpc_id"],
        &[],
    )
    .from(&[sure("aws_vpc", "id")]),
    row(
        Field::VpcCidr,
        Shape::Cidr,
        &["vpc_cidr_block", "vpc_cidr"],
        &[],
    )
    .from(&[sure("aws_vpc", "cidr_block")]),
    row(
        Field::PrivateSubnetIds,
        Shape::Ids("subnet-"),
        &["private_subnet_ids"],
        &["private_subnets"],
    )
    .from(&[likely("aws_subnet", "id", Subnets(Private))]),
    row(
        Field::PublicSubnetIds,
        Shape::Ids("subnet-"),
        &["public_subnet_ids"],
        &["public_subnets"],
    )
    .from(&[likely("aws_subnet", "id", Subnets(Public))]),
    row(
        Field::PrivateSubnetCidrs,
        Shape::Cidrs,
        &[
            "private_subnets_cidr_blocks",
            "private_subnet_cidr_blocks",
            "private_subnet_cidrs",
        ],
        &["private_subnets"],
    )
    .from(&[likely("aws_subnet", "cidr_block", Subnets(Private))]),
    row(
        Field::PublicSubnetCidrs,
        Shape::Cidrs,
        &[
            "public_subnets_cidr_blocks",
            "public_subnet_cidr_blocks",
            "public_subnet_cidrs",
        ],
        &["public_subnets"],
    )
    .from(&[likely("aws_subnet", "cidr_block", Subnets(Public))]),
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
        from: &[
            likely("aws_subnet", "cidr_block", Subnets(Database)),
            last("aws_subnet", "cidr_block", Subnets(Intra), INTRA),
        ],
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
    )
    .from(&[
        only("aws_db_instance", "identifier", REPLICA),
        sure("aws_rds_cluster", "cluster_identifier"),
    ]),
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
    )
    .from(&[only("aws_db_instance", "arn", REPLICA)]),
    row(
        Field::DatabaseIdentifier,
        Shape::NameInArn(shape::RDS_CLUSTER),
        &[],
        &["cluster_arn"],
    )
    .from(&[sure("aws_rds_cluster", "arn")]),
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
        from: &[
            only("aws_db_instance", "address", REPLICA),
            only("aws_db_instance", "endpoint", REPLICA),
            sure("aws_rds_cluster", "endpoint"),
        ],
    },
    row(
        Field::DatabasePort,
        Shape::Port,
        &["db_instance_port", "rds_port", "db_port", "database_port"],
        &[],
    )
    .from(&[
        only("aws_db_instance", "port", REPLICA),
        sure("aws_rds_cluster", "port"),
    ]),
    row(
        Field::DatabasePort,
        Shape::PortOf(Rds),
        &[],
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
    )
    .from(&[
        only("aws_db_instance", "db_name", REPLICA),
        sure("aws_rds_cluster", "database_name"),
    ]),
    row(
        Field::DatabaseSecretName,
        Shape::SecretName,
        &["database_secret_name", "rds_secret_name", "db_secret_name"],
        &[],
    )
    .from(&[likely("aws_secretsmanager_secret", "name", DATABASE)]),
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
        from: &[
            likely("aws_secretsmanager_secret", "arn", DATABASE),
            last(
                "aws_db_instance",
                "master_user_secret.0.secret_arn",
                REPLICA,
                MASTER_SECRET,
            ),
            last(
                "aws_rds_cluster",
                "master_user_secret.0.secret_arn",
                Any,
                MASTER_SECRET,
            ),
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
    )
    .from(&[
        sure("aws_elasticache_replication_group", "replication_group_id"),
        only("aws_elasticache_cluster", "cluster_id", MEMBER),
    ]),
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
            "cache_host",
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
    )
    .from(&[
        sure(
            "aws_elasticache_replication_group",
            "primary_endpoint_address",
        ),
        sure(
            "aws_elasticache_replication_group",
            "configuration_endpoint_address",
        ),
        only("aws_elasticache_cluster", "configuration_endpoint", MEMBER),
        only("aws_elasticache_cluster", "cache_nodes.0.address", MEMBER),
    ]),
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
    )
    .from(&[
        sure("aws_elasticache_replication_group", "port"),
        only("aws_elasticache_cluster", "port", MEMBER),
    ]),
    row(
        Field::CachePort,
        Shape::PortOf(Cache),
        &[],
        &["cluster_port"],
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
    )
    .from(&[likely("aws_secretsmanager_secret", "name", CACHE)]),
    row(
        Field::CacheSecretArn,
        Shape::SecretArn,
        &[
            "redis_secret_arn",
            "cache_secret_arn",
            "elasticache_secret_arn",
        ],
        &[],
    )
    .from(&[likely("aws_secretsmanager_secret", "arn", CACHE)]),
    // The bucket.
    row(
        Field::BucketName,
        Shape::Name,
        &["s3_bucket_id", "s3_bucket_name", "bucket_name"],
        &["bucket", "bucket_id"],
    )
    .from(&[likely("aws_s3_bucket", "bucket", Any)]),
    row(
        Field::BucketArn,
        Shape::Arn(shape::BUCKET),
        &["s3_bucket_arn", "bucket_arn"],
        &[],
    )
    .from(&[likely("aws_s3_bucket", "arn", Any)]),
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
    )
    .from(&[likely("aws_iam_policy", "arn", BUCKET)]),
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
    )
    .from(&[
        sure("aws_ecr_repository", "repository_url"),
        sure("aws_ecr_repository", "name"),
    ]),
    // The cluster.
    row(
        Field::ClusterName,
        Shape::Name,
        &["cluster_name", "eks_cluster_name", "eks_name"],
        &[],
    )
    .from(&[
        sure("aws_eks_cluster", "name"),
        likely("aws_eks_pod_identity_association", "cluster_name", Any),
    ]),
    row(
        Field::ClusterName,
        Shape::NameInArn(shape::EKS_CLUSTER),
        &[],
        &["cluster_arn", "eks_cluster_arn"],
    )
    .from(&[sure("aws_eks_cluster", "arn")]),
    row(
        Field::ClusterEndpoint,
        Shape::ClusterEndpoint,
        &["eks_cluster_endpoint", "eks_endpoint"],
        &["cluster_endpoint", "endpoint"],
    )
    .from(&[sure("aws_eks_cluster", "endpoint")]),
    row(
        Field::ClusterVersion,
        Shape::Version,
        &[],
        &[
            "cluster_version",
            "eks_cluster_version",
            "kubernetes_version",
        ],
    )
    .from(&[sure("aws_eks_cluster", "version")]),
    row(
        Field::OidcProviderArn,
        Shape::Arn(shape::OIDC_PROVIDER),
        &["oidc_provider_arn", "eks_oidc_provider_arn"],
        &[],
    )
    .from(&[only("aws_iam_openid_connect_provider", "arn", Eks)]),
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
    )
    .from(&[
        sure("aws_eks_cluster", "identity.0.oidc.0.issuer"),
        only("aws_iam_openid_connect_provider", "url", Eks),
    ]),
    row(
        Field::CertificateArn,
        Shape::Arn(shape::CERTIFICATE),
        &["acm_certificate_arn", "certificate_arn"],
        &[],
    )
    .from(&[likely("aws_acm_certificate", "arn", Any)]),
];

/// What the table names of resources: all that is ever read out of a state. To tell which resources are meant,
/// a few attributes more are needed.
///
/// ```
/// let allowed = k8sgen_core::context::allow_list();
/// assert!(allowed.of("aws_db_instance").contains(&"address"));
/// assert!(!allowed.of("aws_db_instance").contains(&"password"));
/// ```
#[must_use]
pub fn allow_list() -> AllowList {
    let attributes = ROWS.iter().flat_map(|row| row.from);
    attributes
        .flat_map(|attribute| {
            let own = std::iter::once(attribute.name);
            own.chain(attribute.about.reads().iter().copied())
                .map(|name| (attribute.kind, name))
        })
        .collect()
}

/// Every output name of a field, in the order of the table.
pub(super) fn of(field: Field) -> impl Iterator<Item = &'static str> {
    let rows = ROWS.iter().filter(move |row| row.field == field);
    rows.flat_map(|row| {
        let last = row.last.iter().map(|(name, _)| *name);
        row.own.iter().chain(row.shared).copied().chain(last)
    })
}

/// Output names of a field whose values look the same.
#[derive(Debug, Clone)]
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
    /// Attributes of resources that say the same, as `aws_vpc.cidr_block`, each with which resources are meant.
    pub attributes: Vec<(String, String)>,
}

/// Every output name that is known, in the order of the table. A field may have several rows.
pub fn known_names() -> impl Iterator<Item = KnownNames> {
    ROWS.iter().map(|row| KnownNames {
        field: row.field,
        value: row.shape.noun(),
        own: row.own,
        shared: row.shared,
        last: row.last,
        attributes: row
            .from
            .iter()
            .map(|attribute| {
                let name = attribute.name.replace(".0", "[0]");
                let name = format!("{}.{name}", attribute.kind);
                let which = match attribute.weight {
                    Weight::Last(_) => format!("{}; last", attribute.about.noun()),
                    Weight::Sure | Weight::Likely => attribute.about.noun(),
                };
                (name, which)
            })
            .collect(),
    })
}
