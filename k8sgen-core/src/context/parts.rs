//! Fields that stand inside other fields' values: the port in an endpoint, the name in an ARN.

use super::Field;
use super::aws::Service::{Cache, Rds};
use super::shape::{self, Shape};

/// A field that is also told by part of another field's value.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) field: Field,
    /// The field that it is part of.
    pub(super) of: Field,
    pub(super) shape: Shape,
    pub(super) weight: Weight,
}

/// How much a part says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// As much as the whole: the two must agree with what else is known of the field.
    Same,
    /// It counts only where nothing else is known.
    Last,
}

const fn part(field: Field, of: Field, shape: Shape, weight: Weight) -> Part {
    Part {
        field,
        of,
        shape,
        weight,
    }
}

/// Every part that is known.
pub(super) const PARTS: &[Part] = &[
    part(
        Field::DatabaseIdentifier,
        Field::DatabaseEndpoint,
        Shape::IdentifierInHost(Rds),
        Weight::Last,
    ),
    part(
        Field::DatabasePort,
        Field::DatabaseEndpoint,
        Shape::PortInEndpoint(Rds),
        Weight::Same,
    ),
    part(
        Field::DatabaseSecretName,
        Field::DatabaseSecretArn,
        Shape::SecretName,
        Weight::Same,
    ),
    part(
        Field::CacheReplicationGroupId,
        Field::CachePrimaryEndpoint,
        Shape::IdentifierInHost(Cache),
        Weight::Last,
    ),
    part(
        Field::CachePort,
        Field::CachePrimaryEndpoint,
        Shape::PortInEndpoint(Cache),
        Weight::Same,
    ),
    part(
        Field::CacheSecretName,
        Field::CacheSecretArn,
        Shape::SecretName,
        Weight::Same,
    ),
    part(
        Field::BucketName,
        Field::BucketArn,
        Shape::NameInArn(shape::BUCKET),
        Weight::Same,
    ),
    part(
        Field::EcrBaseUrl,
        Field::Repositories,
        Shape::RegistryOfRepositories,
        Weight::Same,
    ),
    part(
        Field::OidcIssuerUrl,
        Field::OidcProviderArn,
        Shape::IssuerInArn,
        Weight::Same,
    ),
];
