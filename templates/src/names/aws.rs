//! Where in AWS: partition, account, region.

use super::error::Refusal;

/// A [partition] of AWS: a group of regions with its own accounts and ARNs.
///
/// ```
/// use k8sgen_templates::names::Partition;
///
/// assert_eq!("aws-cn".parse::<Partition>()?, Partition::AwsCn);
/// assert!("azure".parse::<Partition>().is_err());
/// # Ok::<(), k8sgen_templates::names::InvalidName>(())
/// ```
///
/// [partition]: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Partition {
    /// `aws`: the commercial regions.
    Aws,
    /// `aws-cn`: the regions in China.
    AwsCn,
    /// `aws-us-gov`: the `GovCloud` regions in the United States.
    AwsUsGov,
}

impl_name!(Partition is "an AWS partition", read with from_text, schema {
    "type": "string",
    "enum": ["aws", "aws-cn", "aws-us-gov"]
});

impl Partition {
    /// The text, as it stands in an ARN.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::AwsCn => "aws-cn",
            Self::AwsUsGov => "aws-us-gov",
        }
    }

    /// What the hosts of its services end with, such as `sts.us-east-1.amazonaws.com`.
    #[must_use]
    pub const fn dns_suffix(self) -> &'static str {
        match self {
            Self::Aws | Self::AwsUsGov => "amazonaws.com",
            Self::AwsCn => "amazonaws.com.cn",
        }
    }

    fn read(text: &str) -> Result<Self, Refusal> {
        match text {
            "aws" => Ok(Self::Aws),
            "aws-cn" => Ok(Self::AwsCn),
            "aws-us-gov" => Ok(Self::AwsUsGov),
            _ => Err("one of `aws`, `aws-cn` and `aws-us-gov`".into()),
        }
    }
}

text_name! {
    /// An [AWS account] by its 12 digits. Text, because its first digit may be 0.
    ///
    /// ```
    /// use k8sgen_templates::names::AccountId;
    ///
    /// assert_eq!("012345678901".parse::<AccountId>()?.as_str(), "012345678901");
    /// assert!("1234-5678-9012".parse::<AccountId>().is_err());
    /// # Ok::<(), k8sgen_templates::names::InvalidName>(())
    /// ```
    ///
    /// [AWS account]: https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html
    AccountId is "an AWS account id", checked by account, schema {
        "type": "string",
        "pattern": "^[0-9]{12}$",
        "description": "AWS account id, 12 digits."
    }
}

text_name! {
    /// An [AWS region] by its code: `us-east-1`, `us-gov-west-1`, `cn-north-1`.
    ///
    /// ```
    /// use k8sgen_templates::names::{Partition, Region};
    ///
    /// assert_eq!("us-gov-west-1".parse::<Region>()?.partition(), Partition::AwsUsGov);
    /// assert!("us-east-1a".parse::<Region>().is_err(), "a zone is not a region");
    /// # Ok::<(), k8sgen_templates::names::InvalidName>(())
    /// ```
    ///
    /// [AWS region]: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
    Region is "an AWS region", checked by region, schema {
        "type": "string",
        "pattern": "^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$",
        "description": "AWS region.",
        "examples": ["us-east-1"]
    }
}

impl Region {
    /// The partition that the region is in, by how its code begins.
    #[must_use]
    pub fn partition(&self) -> Partition {
        if self.0.starts_with("cn-") {
            Partition::AwsCn
        } else if self.0.starts_with("us-gov-") {
            Partition::AwsUsGov
        } else {
            Partition::Aws
        }
    }
}

fn account(text: &str) -> Result<&str, Refusal> {
    if text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(text);
    }
    let digits = text.chars().filter(char::is_ascii_digit).collect();
    Err(Refusal::nearest("12 digits", Some(digits)))
}

fn region(text: &str) -> Result<&str, Refusal> {
    if !is_region(text) {
        let without_zone = text.trim_end_matches(|c: char| c.is_ascii_lowercase());
        return Err(Refusal::nearest(
            "the code of a region, like `us-east-1`, not of a zone in it",
            Some(without_zone.to_owned()),
        ));
    }
    if text.split('-').any(|part| part.starts_with("iso")) {
        return Err("it is in a partition other than `aws`, `aws-cn` and `aws-us-gov`".into());
    }
    Ok(text)
}

/// Two letters, one or more words, and a small number, joined by `-`.
fn is_region(text: &str) -> bool {
    let word = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase());
    let parts: Vec<&str> = text.split('-').collect();
    match parts.as_slice() {
        [area, words @ .., number] => {
            area.len() == 2
                && word(area)
                && !words.is_empty()
                && words.iter().all(|part| word(part))
                && matches!(number.len(), 1 | 2)
                && number.bytes().all(|b| b.is_ascii_digit())
        }
        _ => false,
    }
}
