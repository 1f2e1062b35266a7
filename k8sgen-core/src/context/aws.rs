//! What AWS writes into the names of its hosts: the service, the region, the account.

use k8sgen_templates::names::{AccountId, Arn, Partition, Region};

/// The services that the bridge must tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Service {
    Rds,
    Cache,
    Eks,
    Ecr,
    Other,
}

/// How AWS's host names end, and the partition that says, where it says one.
const ENDINGS: &[(&str, Option<Partition>)] = &[
    (".amazonaws.com", None),
    (".amazonaws.com.cn", Some(Partition::AwsCn)),
    (".api.aws", None),
    (".on.aws", None),
    (".api.amazonwebservices.com.cn", Some(Partition::AwsCn)),
    (".on.amazonwebservices.com.cn", Some(Partition::AwsCn)),
];

/// A host name of an AWS service, taken apart.
#[derive(Debug)]
pub(super) struct AwsHost<'a> {
    pub(super) service: Service,
    pub(super) account: Option<AccountId>,
    pub(super) region: Option<Region>,
    pub(super) partition: Option<Partition>,
    labels: Vec<&'a str>,
}

impl<'a> AwsHost<'a> {
    /// Takes a host apart, if it is one of AWS's.
    pub(super) fn of(host: &'a str) -> Option<Self> {
        let ending = |(end, partition): &(&str, Option<Partition>)| {
            host.strip_suffix(end).map(|front| (front, *partition))
        };
        let (front, partition) = ENDINGS.iter().find_map(ending)?;
        let labels: Vec<&str> = front.split('.').collect();
        // The service and the region are the last two, in either order: `us-east-1.rds`, `ecr.us-east-1`.
        let last_two = &labels[labels.len().saturating_sub(2)..];
        let service = last_two
            .iter()
            .rev()
            .find_map(|label| service(label))
            .unwrap_or(Service::Other);
        let region = last_two
            .iter()
            .find_map(|label| label.parse::<Region>().ok());
        let account = match service {
            Service::Ecr => labels.first().and_then(|label| label.parse().ok()),
            _ => None,
        };
        let partition = partition.or_else(|| region.as_ref().map(Region::partition));
        Some(Self {
            service,
            account,
            region,
            partition,
            labels,
        })
    }

    /// The identifier of the database or cache that the host is named after, where it surely is one.
    pub(super) fn identifier(&self) -> Option<&'a str> {
        match (self.service, self.labels.as_slice()) {
            (Service::Rds, [_, kind, ..])
                if kind.starts_with("proxy-") || kind.starts_with("cluster-custom-") =>
            {
                None
            }
            (Service::Cache, [_, "serverless", ..]) => None,
            (Service::Cache, ["master" | "replica" | "clustercfg", id, _, ..])
            | (Service::Rds | Service::Cache, [id, _, _, ..]) => Some(id),
            _ => None,
        }
    }
}

fn service(label: &str) -> Option<Service> {
    match label {
        "rds" => Some(Service::Rds),
        "cache" => Some(Service::Cache),
        "eks" | "eks-cluster" | "oidc-eks" => Some(Service::Eks),
        "ecr" | "ecr-fips" | "dkr-ecr" | "dkr-ecr-fips" => Some(Service::Ecr),
        _ => None,
    }
}

/// The host of the registry that an ECR repository's ARN is in.
pub(super) fn registry(arn: &Arn) -> Option<String> {
    let (account, region) = (arn.account()?, arn.region()?);
    Some(format!(
        "{account}.dkr.ecr.{region}.{}",
        arn.partition().dns_suffix()
    ))
}

/// Partition, region and account of an ECR registry, by its host.
pub(crate) fn registry_home(host: &str) -> Option<(Partition, Region, AccountId)> {
    let host = AwsHost::of(host)?;
    Some((host.partition?, host.region?, host.account?))
}

/// Whether a host is an ECR registry.
pub(crate) fn is_registry(host: &str) -> bool {
    AwsHost::of(host).is_some_and(|host| host.service == Service::Ecr)
}

/// The secret's name: an ARN adds `-` and six random letters or digits to it.
pub(super) fn secret_name(arn: &Arn) -> Option<&str> {
    let name = arn.resource().strip_prefix("secret:")?;
    match name.rsplit_once('-') {
        Some((front, random))
            if random.len() == 6 && random.bytes().all(|b| b.is_ascii_alphanumeric()) =>
        {
            Some(front)
        }
        _ => Some(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken_apart(host: &str) -> (Service, Option<String>, Option<&str>) {
        let host = AwsHost::of(host).expect("a host of AWS");
        (
            host.service,
            host.region.as_ref().map(ToString::to_string),
            host.identifier(),
        )
    }

    #[test]
    fn hosts_tell_their_service_region_and_identifier() {
        let some = |region: &str| Some(region.to_owned());
        assert_eq!(
            taken_apart("db.c9a.us-east-1.rds.amazonaws.com"),
            (Service::Rds, some("us-east-1"), Some("db"))
        );
        assert_eq!(
            taken_apart("eks.c9a.us-east-1.rds.amazonaws.com"),
            (Service::Rds, some("us-east-1"), Some("eks"))
        );
        assert_eq!(
            taken_apart("db.cluster-c9a.cn-north-1.rds.amazonaws.com.cn"),
            (Service::Rds, some("cn-north-1"), Some("db"))
        );
        assert_eq!(
            taken_apart("p.proxy-c9a.us-east-1.rds.amazonaws.com"),
            (Service::Rds, some("us-east-1"), None)
        );
        assert_eq!(
            taken_apart("master.redis.c9a.use1.cache.amazonaws.com"),
            (Service::Cache, None, Some("redis"))
        );
        assert_eq!(
            taken_apart("redis.c9a.ng.0001.use1.cache.amazonaws.com"),
            (Service::Cache, None, Some("redis"))
        );
        assert_eq!(
            taken_apart("A1.gr7.us-east-1.eks.amazonaws.com"),
            (Service::Eks, some("us-east-1"), None)
        );
        assert_eq!(
            taken_apart("xxx.eks.us-east-1.amazonaws.com"),
            (Service::Eks, some("us-east-1"), None)
        );
        assert_eq!(
            taken_apart("123456789012.dkr.ecr.us-east-1.amazonaws.com"),
            (Service::Ecr, some("us-east-1"), None)
        );
        assert!(AwsHost::of("db.example.com").is_none());
    }

    #[test]
    fn a_secrets_name_is_its_arn_without_the_random_end() {
        let name = |end: &str| {
            let arn: Arn = format!("arn:aws:secretsmanager:us-east-1:123456789012:secret:{end}")
                .parse()
                .expect("an ARN");
            secret_name(&arn).map(str::to_owned)
        };
        assert_eq!(
            name("demo/pre-prod/database-AbCdEf").as_deref(),
            Some("demo/pre-prod/database")
        );
        assert_eq!(
            name("rds!db-1b2c-3d4e-AbCdEf").as_deref(),
            Some("rds!db-1b2c-3d4e")
        );
        assert_eq!(name("plain").as_deref(), Some("plain"));
    }
}
