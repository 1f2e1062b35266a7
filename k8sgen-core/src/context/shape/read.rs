//! Each shape's reader, by name.

use k8sgen_templates::names::{AccountId, Arn, Cidr, Partition, Port, Region, SecretsManagerName};
use serde_json::Value;

use super::super::FieldValue;
use super::super::aws::{self, AwsHost};
use super::super::evidence::Evidence;
use super::{Claim, Misfit, OIDC_PROVIDER, SECRET, Shape};

impl Shape {
    /// A value of this shape; nothing, if the value is fine but does not say it.
    pub(in super::super) fn read(
        self,
        value: &Value,
        claim: Claim,
        evidence: &Evidence,
    ) -> Result<Option<FieldValue>, Misfit> {
        let text = |value: Option<String>| Ok(value.map(FieldValue::Text));
        let refuse = |why| self.misfit(value, why);
        match self {
            Self::Name => text(Some(self.name(value)?)),
            Self::Region => text(Some(self.parse::<Region>(value)?.to_string())),
            Self::Account => text(Some(self.parse::<AccountId>(value)?.to_string())),
            Self::Partition => text(Some(self.parse::<Partition>(value)?.to_string())),
            Self::Cidr => text(Some(self.parse::<Cidr>(value)?.to_string())),
            Self::Id(start) => text(Some(self.id(value, start)?)),
            Self::Ids(start) => self.list(value, |item| self.id(item, start)),
            Self::Cidrs => self.list(value, |item| Ok(self.parse::<Cidr>(item)?.to_string())),
            Self::Port => Ok(Some(FieldValue::Number(self.parse::<Port>(value)?.get()))),
            Self::PortOf(service) => self.port_of(value, service).map(Some),
            Self::Host(service) => text(Some(self.endpoint(value, service, claim)?.0)),
            Self::PortInEndpoint(service) => Ok(self
                .endpoint(value, service, claim)?
                .1
                .map(|port| FieldValue::Number(port.get()))),
            Self::IdentifierInHost(service) => {
                let (host, _) = self.endpoint(value, service, Claim::Shared)?;
                text(AwsHost::of(&host).and_then(|host| host.identifier().map(str::to_owned)))
            }
            Self::Identifier(service) => {
                let name = self.name(value)?;
                if !evidence.names(service, &name) {
                    return Err(refuse(None));
                }
                text(Some(name))
            }
            Self::Arn(resource) => text(Some(self.arn(value, resource)?.to_string())),
            Self::NameInArn(resource) => {
                let arn = self.arn(value, resource)?;
                text(arn.resource().strip_prefix(resource.1).map(str::to_owned))
            }
            Self::AccountInArn => {
                text(self.parse::<Arn>(value)?.account().map(ToString::to_string))
            }
            Self::RegionInArn => text(self.parse::<Arn>(value)?.region().map(ToString::to_string)),
            Self::PartitionInArn => text(Some(self.parse::<Arn>(value)?.partition().to_string())),
            Self::SecretArn => text(Some(self.arn(in_master_secret(value), SECRET)?.to_string())),
            Self::SecretName => {
                let value = in_master_secret(value);
                let given = self.string(value)?;
                if given.starts_with("arn:") {
                    let arn = self.arn(value, SECRET)?;
                    return text(aws::secret_name(&arn).map(str::to_owned));
                }
                text(Some(self.parse::<SecretsManagerName>(value)?.to_string()))
            }
            Self::Registry => {
                let host = self
                    .string(value)?
                    .trim_end_matches('/')
                    .trim_start_matches("https://");
                text(Some(self.registry(value, host)?))
            }
            Self::Repositories => {
                let mut names: Vec<String> = self
                    .repositories(value)?
                    .into_iter()
                    .map(|(_, name)| name)
                    .collect();
                names.sort();
                names.dedup();
                Ok(Some(FieldValue::List(names)))
            }
            Self::RegistryOfRepositories => {
                let mut hosts: Vec<String> = self
                    .repositories(value)?
                    .into_iter()
                    .filter_map(|(host, _)| host)
                    .collect();
                hosts.sort();
                hosts.dedup();
                match hosts.as_slice() {
                    [] => Ok(None),
                    [host] => text(Some(host.clone())),
                    _ => Err(refuse(Some(format!(
                        "they are in {} registries: {}",
                        hosts.len(),
                        hosts.join(", ")
                    )))),
                }
            }
            Self::ClusterEndpoint => text(Some(self.cluster_endpoint(value)?)),
            Self::Version => text(Some(self.version(value)?)),
            Self::Issuer => text(Some(self.issuer(value)?)),
            Self::IssuerInArn => {
                let arn = self.arn(value, OIDC_PROVIDER)?;
                text(
                    arn.resource()
                        .strip_prefix(OIDC_PROVIDER.1)
                        .map(|issuer| format!("https://{issuer}")),
                )
            }
        }
    }
}

/// The ARN inside what Aurora's module says of the secret that RDS manages: `[{secret_arn = "..."}]`.
fn in_master_secret(value: &Value) -> &Value {
    match value.as_array().map(Vec::as_slice) {
        Some([one]) => one.get("secret_arn").unwrap_or(value),
        _ => value,
    }
}
