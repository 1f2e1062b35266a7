//! Amazon Resource Names.

use super::dns::{bounded, is_label};
use super::error::{Refusal, shown};
use super::{AccountId, Partition, Region};

/// An [Amazon Resource Name]: `arn:partition:service:region:account:resource`.
///
/// The region and the account may be empty (`arn:aws:s3:::bucket`), and the account is `aws` for
/// what AWS itself owns (`arn:aws:iam::aws:policy/…`).
///
/// ```
/// use k8sgen_templates::names::{Arn, Partition};
///
/// let arn: Arn = "arn:aws:eks:us-east-1:123456789012:cluster/prod".parse()?;
/// assert_eq!(arn.partition(), Partition::Aws);
/// assert_eq!(arn.service(), "eks");
/// assert_eq!(arn.account().map(|id| id.as_str()), Some("123456789012"));
/// assert_eq!(arn.resource(), "cluster/prod");
/// assert!("arn:aws:eks:us-east-1".parse::<Arn>().is_err());
/// # Ok::<(), k8sgen_templates::names::InvalidName>(())
/// ```
///
/// [Amazon Resource Name]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Arn {
    text: String,
    partition: Partition,
    region: Option<Region>,
    account: Option<AccountId>,
}

impl_name!(Arn is "an ARN", read with from_text, schema {
    "type": "string",
    "pattern": "^arn:aws(-cn|-us-gov)?:[a-z0-9-]+:[a-z0-9-]*:([0-9]{12}|aws)?:\\S+$",
    "maxLength": 2048,
    "description": "Amazon Resource Name."
});

impl Arn {
    /// The whole ARN.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The partition.
    #[must_use]
    pub fn partition(&self) -> Partition {
        self.partition
    }

    /// The service: `iam`, `eks`, `secretsmanager`.
    #[must_use]
    pub fn service(&self) -> &str {
        self.part(2)
    }

    /// The region, where the resource is in one.
    #[must_use]
    pub fn region(&self) -> Option<&Region> {
        self.region.as_ref()
    }

    /// The account, where the resource is in one that is not AWS's own.
    #[must_use]
    pub fn account(&self) -> Option<&AccountId> {
        self.account.as_ref()
    }

    /// What comes last: `role/web-ui`, `secret:prod/db-AbCdEf`. It may hold colons.
    #[must_use]
    pub fn resource(&self) -> &str {
        self.part(5)
    }

    fn read(text: &str) -> Result<Self, Refusal> {
        bounded(text, 2048)?;
        let parts: Vec<&str> = text.splitn(6, ':').collect();
        let &["arn", partition, service, region, account, resource] = parts.as_slice() else {
            return Err(
                "six parts joined by colons, `arn:partition:service:region:account:resource`"
                    .into(),
            );
        };
        if !is_label(service) {
            return Err(format!("its service `{}` is no AWS service", shown(service)).into());
        }
        if resource.is_empty() || resource.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err("its resource, the sixth part, is some text without blanks".into());
        }
        Ok(Self {
            text: text.to_owned(),
            partition: partition.parse()?,
            region: given(region).map(str::parse).transpose()?,
            account: given(account)
                .filter(|account| *account != "aws")
                .map(str::parse)
                .transpose()?,
        })
    }

    fn part(&self, index: usize) -> &str {
        self.text.splitn(6, ':').nth(index).unwrap_or_default()
    }
}

fn given(part: &str) -> Option<&str> {
    (!part.is_empty()).then_some(part)
}
