//! From a [`Field`] to the member of the [`Context`] that holds it, and back. The one place where the two meet.

use std::fmt::Display;

use k8sgen_templates::names::{
    AccountId, Arn, Cidr, HostName, InvalidName, Partition, Port, Region, SecretsManagerName,
};

use super::error::ContextError;
use super::{Context, Field, FieldValue, Needs, Origin};
use crate::problem::{Problem, Problems};
use crate::terraform::Source;

impl Context {
    /// A field's value, if it has one.
    ///
    /// ```
    /// use k8sgen_core::context::{Context, Field, FieldValue};
    /// let mut context = Context::default();
    /// context.database.endpoint = Some("db.example.com".parse()?);
    /// let host = FieldValue::Text("db.example.com".into());
    /// assert_eq!(context.value(Field::DatabaseEndpoint), Some(host));
    /// # Ok::<(), k8sgen_templates::names::InvalidName>(())
    /// ```
    #[must_use]
    pub fn value(&self, field: Field) -> Option<FieldValue> {
        match field {
            Field::ProjectName => text(self.project_name.as_ref()),
            Field::Environment => text(self.environment.as_ref()),
            Field::Region => text(self.region.as_ref()),
            Field::AwsAccountId => text(self.aws_account_id.as_ref()),
            Field::Partition => text(self.partition.as_ref()),
            Field::VpcId => text(self.networking.vpc_id.as_ref()),
            Field::VpcCidr => text(self.networking.vpc_cidr.as_ref()),
            Field::PrivateSubnetIds => list(&self.networking.private_subnet_ids),
            Field::PublicSubnetIds => list(&self.networking.public_subnet_ids),
            Field::PrivateSubnetCidrs => list(&self.networking.private_subnet_cidrs),
            Field::PublicSubnetCidrs => list(&self.networking.public_subnet_cidrs),
            Field::DatabaseSubnetCidrs => list(&self.networking.database_subnet_cidrs),
            Field::DatabaseIdentifier => text(self.database.identifier.as_ref()),
            Field::DatabaseEndpoint => text(self.database.endpoint.as_ref()),
            Field::DatabasePort => number(self.database.port),
            Field::DatabaseName => text(self.database.database_name.as_ref()),
            Field::DatabaseSecretName => text(self.database.secret_name.as_ref()),
            Field::DatabaseSecretArn => text(self.database.secret_arn.as_ref()),
            Field::CacheReplicationGroupId => text(self.cache.replication_group_id.as_ref()),
            Field::CachePrimaryEndpoint => text(self.cache.primary_endpoint.as_ref()),
            Field::CachePort => number(self.cache.port),
            Field::CacheSecretName => text(self.cache.secret_name.as_ref()),
            Field::CacheSecretArn => text(self.cache.secret_arn.as_ref()),
            Field::BucketName => text(self.storage.bucket_name.as_ref()),
            Field::BucketArn => text(self.storage.bucket_arn.as_ref()),
            Field::StorageIamPolicyArn => text(self.storage.iam_policy_arn.as_ref()),
            Field::EcrBaseUrl => text(self.container_registry.ecr_base_url.as_ref()),
            Field::Repositories => list(&self.container_registry.repositories),
            Field::ClusterName => text(self.kubernetes.cluster_name.as_ref()),
            Field::ClusterEndpoint => text(self.kubernetes.cluster_endpoint.as_ref()),
            Field::ClusterVersion => text(self.kubernetes.cluster_version.as_ref()),
            Field::OidcProviderArn => text(self.kubernetes.oidc_provider_arn.as_ref()),
            Field::OidcIssuerUrl => text(self.kubernetes.oidc_issuer_url.as_ref()),
            Field::CertificateArn => text(self.certificate_arn.as_ref()),
        }
    }

    /// A field's value, or the problem of not having one.
    ///
    /// # Errors
    /// If the context was made without [`Needs`] that name this field.
    pub fn require(&self, field: Field) -> Result<FieldValue, Problems> {
        let absent = || {
            Problem::new(&ContextError::missing(
                field,
                &[],
                &Needs::default(),
                Vec::new(),
            ))
        };
        self.value(field).ok_or_else(|| absent().into())
    }

    /// Where a field's value came from, if it came from Terraform.
    #[must_use]
    pub fn origin(&self, field: Field) -> Option<&Origin> {
        self.origins.get(&field)
    }

    /// The first source of a field's value, if it came from Terraform.
    #[must_use]
    pub fn source(&self, field: Field) -> Option<&Source> {
        self.origin(field).and_then(Origin::source)
    }

    /// What is worth knowing and no reason to stop, such as a value that was left aside.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Puts a value into its member.
    pub(super) fn set(&mut self, field: Field, value: &FieldValue) -> Result<(), InvalidName> {
        match field {
            Field::ProjectName => one(&mut self.project_name, value),
            Field::Environment => one(&mut self.environment, value),
            Field::Region => one(&mut self.region, value),
            Field::AwsAccountId => one(&mut self.aws_account_id, value),
            Field::Partition => one(&mut self.partition, value),
            Field::VpcId => one(&mut self.networking.vpc_id, value),
            Field::VpcCidr => one(&mut self.networking.vpc_cidr, value),
            Field::PrivateSubnetIds => many(&mut self.networking.private_subnet_ids, value),
            Field::PublicSubnetIds => many(&mut self.networking.public_subnet_ids, value),
            Field::PrivateSubnetCidrs => many(&mut self.networking.private_subnet_cidrs, value),
            Field::PublicSubnetCidrs => many(&mut self.networking.public_subnet_cidrs, value),
            Field::DatabaseSubnetCidrs => many(&mut self.networking.database_subnet_cidrs, value),
            Field::DatabaseIdentifier => one(&mut self.database.identifier, value),
            Field::DatabaseEndpoint => one(&mut self.database.endpoint, value),
            Field::DatabasePort => one(&mut self.database.port, value),
            Field::DatabaseName => one(&mut self.database.database_name, value),
            Field::DatabaseSecretName => one(&mut self.database.secret_name, value),
            Field::DatabaseSecretArn => one(&mut self.database.secret_arn, value),
            Field::CacheReplicationGroupId => one(&mut self.cache.replication_group_id, value),
            Field::CachePrimaryEndpoint => one(&mut self.cache.primary_endpoint, value),
            Field::CachePort => one(&mut self.cache.port, value),
            Field::CacheSecretName => one(&mut self.cache.secret_name, value),
            Field::CacheSecretArn => one(&mut self.cache.secret_arn, value),
            Field::BucketName => one(&mut self.storage.bucket_name, value),
            Field::BucketArn => one(&mut self.storage.bucket_arn, value),
            Field::StorageIamPolicyArn => one(&mut self.storage.iam_policy_arn, value),
            Field::EcrBaseUrl => one(&mut self.container_registry.ecr_base_url, value),
            Field::Repositories => many(&mut self.container_registry.repositories, value),
            Field::ClusterName => one(&mut self.kubernetes.cluster_name, value),
            Field::ClusterEndpoint => one(&mut self.kubernetes.cluster_endpoint, value),
            Field::ClusterVersion => one(&mut self.kubernetes.cluster_version, value),
            Field::OidcProviderArn => one(&mut self.kubernetes.oidc_provider_arn, value),
            Field::OidcIssuerUrl => one(&mut self.kubernetes.oidc_issuer_url, value),
            Field::CertificateArn => one(&mut self.certificate_arn, value),
        }
    }
}

fn text<T: Display>(value: Option<&T>) -> Option<FieldValue> {
    value.map(|value| FieldValue::Text(value.to_string()))
}

fn number(port: Option<Port>) -> Option<FieldValue> {
    port.map(|port| FieldValue::Number(port.get()))
}

fn list<T: Display>(items: &[T]) -> Option<FieldValue> {
    (!items.is_empty()).then(|| FieldValue::List(items.iter().map(T::to_string).collect()))
}

/// A type of the context's members.
trait Member: Sized {
    fn parse(text: &str) -> Result<Self, InvalidName>;
}

impl Member for String {
    fn parse(text: &str) -> Result<Self, InvalidName> {
        Ok(text.to_owned())
    }
}

macro_rules! members {
    ($($name:ty),*) => {
        $(impl Member for $name {
            fn parse(text: &str) -> Result<Self, InvalidName> {
                text.parse()
            }
        })*
    };
}

members!(
    AccountId,
    Arn,
    Cidr,
    HostName,
    Partition,
    Port,
    Region,
    SecretsManagerName
);

fn one<T: Member>(member: &mut Option<T>, value: &FieldValue) -> Result<(), InvalidName> {
    *member = Some(T::parse(&value.to_string())?);
    Ok(())
}

fn many<T: Member>(member: &mut Vec<T>, value: &FieldValue) -> Result<(), InvalidName> {
    let FieldValue::List(items) = value else {
        return Err(InvalidName::new(
            "a list",
            &value.to_string(),
            "it is one value",
        ));
    };
    *member = items
        .iter()
        .map(|item| T::parse(item))
        .collect::<Result<_, _>>()?;
    Ok(())
}
