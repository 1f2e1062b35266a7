//! Which resources of a type a field means. There may be many subnets, and many secrets; what they are called
//! and what else they say tells them apart.

use serde_json::Value;

use crate::terraform::{Fact, FactValue, Index, Resource};

/// Which resources of a type are meant.
#[derive(Debug, Clone, Copy)]
pub(super) enum About {
    /// All of them.
    Any,
    /// Those with one of these words in their address or in the value itself.
    Words(&'static [&'static str]),
    /// Those that are no copy of another: this attribute, which would name the other, is empty.
    Copies(&'static str),
    /// Providers of an EKS cluster, not those of other issuers.
    Eks,
    /// Subnets of that sort. They are put together, one list a VPC.
    Subnets(Subnet),
}

/// Sorts of subnets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subnet {
    Private,
    Public,
    Database,
    Intra,
}

/// Words that say what a subnet is for. The first that fits counts: `private_db` is a database's.
const SUBNETS: &[(Subnet, &[&str])] = &[
    (
        Subnet::Database,
        &[
            "cache",
            "database",
            "databases",
            "db",
            "elasticache",
            "rds",
            "redis",
        ],
    ),
    (Subnet::Intra, &["intra"]),
    (Subnet::Public, &["public"]),
    (Subnet::Private, &["private"]),
];

impl About {
    /// The attributes beside its own that must be read to tell.
    pub(super) fn reads(self) -> &'static [&'static str] {
        match self {
            Self::Copies("replicate_source_db") => &["replicate_source_db"],
            Self::Copies(_) => &["replication_group_id"],
            Self::Subnets(_) => &["vpc_id", "map_public_ip_on_launch"],
            Self::Any | Self::Words(_) | Self::Eks => &[],
        }
    }

    /// Which they are, for the guide.
    pub(super) fn noun(self) -> String {
        match self {
            Self::Any => "all".to_owned(),
            Self::Words(words) => {
                format!(
                    "with a word in their address or in the value: {}",
                    words.join(", ")
                )
            }
            Self::Copies(attribute) => format!("without `{attribute}`"),
            Self::Eks => "of an EKS cluster's issuer".to_owned(),
            Self::Subnets(sort) => match sort {
                Subnet::Private => "private subnets",
                Subnet::Public => "public subnets",
                Subnet::Database => "subnets of databases and caches",
                Subnet::Intra => "intra subnets",
            }
            .to_owned(),
        }
    }

    /// Whether that attribute's resource is meant; `beside` are the resource's other attributes.
    pub(super) fn means(self, fact: &Fact, beside: &[&Fact]) -> bool {
        let Some(resource) = fact.source.address.resource() else {
            return false;
        };
        let other = |name: &str| {
            let fact = beside.iter().find(|fact| fact.name() == name)?;
            match &fact.value {
                FactValue::Plain(value) => Some(value),
                FactValue::Sensitive => None,
            }
        };
        let text = fact.text().unwrap_or_default();
        match self {
            Self::Any => true,
            Self::Words(words) => {
                has(&resource.name, words)
                    || has(key(resource), words)
                    || has(&resource.module, words)
                    || has(text, words)
            }
            Self::Copies(attribute) => other(attribute).is_none(),
            Self::Eks => ["oidc.eks.", "oidc-eks."]
                .iter()
                .any(|host| text.contains(host)),
            Self::Subnets(wanted) => {
                let public = other("map_public_ip_on_launch") == Some(&Value::Bool(true));
                subnet(resource).or(public.then_some(Subnet::Public)) == Some(wanted)
            }
        }
    }
}

/// What a subnet is for, by what it is called; by its module only if it has no such name itself.
fn subnet(resource: &Resource) -> Option<Subnet> {
    let by = |text: &str| {
        let fits = |(_, words): &&(Subnet, &[&str])| has(text, words);
        SUBNETS.iter().find(fits).map(|(sort, _)| *sort)
    };
    by(&format!("{} {}", resource.name, key(resource))).or_else(|| by(&resource.module))
}

fn key(resource: &Resource) -> &str {
    match &resource.index {
        Some(Index::Key(key)) => key,
        Some(Index::Number(_)) | None => "",
    }
}

/// Whether one of the words stands in the text: as a word, not inside of one.
pub(super) fn has(text: &str, words: &[&str]) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .any(|word| words.contains(&word.to_ascii_lowercase().as_str()))
}
