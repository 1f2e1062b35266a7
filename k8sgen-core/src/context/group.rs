//! Fields that describe one thing. Where a state holds two databases, the endpoint that an output says, or that
//! the user chose, says whose port and name are meant, too.

use std::collections::{BTreeMap, BTreeSet};

use super::candidate::Found;
use super::resources::instance;
use super::settle::{chosen, decided};
use super::{Field, FieldValue};
use crate::terraform::Resource;

/// The fields of one thing each. The first leads: what is wrong with it is said first.
const GROUPS: &[&[Field]] = &[
    &[Field::VpcId, Field::VpcCidr],
    &[
        Field::DatabaseEndpoint,
        Field::DatabaseIdentifier,
        Field::DatabasePort,
        Field::DatabaseName,
    ],
    &[
        Field::CachePrimaryEndpoint,
        Field::CacheReplicationGroupId,
        Field::CachePort,
    ],
    &[
        Field::ClusterName,
        Field::ClusterEndpoint,
        Field::ClusterVersion,
        Field::OidcIssuerUrl,
        Field::OidcProviderArn,
    ],
    &[Field::BucketName, Field::BucketArn],
    &[Field::DatabaseSecretName, Field::DatabaseSecretArn],
    &[Field::CacheSecretName, Field::CacheSecretArn],
];

/// The group that a field is in.
pub(super) fn of(field: Field) -> Option<&'static [Field]> {
    GROUPS.iter().copied().find(|group| group.contains(&field))
}

/// Whether a field is the first of its group, or in none.
pub(super) fn leads(field: Field) -> bool {
    of(field).is_none_or(|group| group.first() == Some(&field))
}

/// Takes away what other resources say, where outputs or the user tell which one is meant.
pub(super) fn narrow(found: &mut BTreeMap<Field, Found<'_>>) {
    for group in GROUPS {
        let mut meant: Option<BTreeSet<Key>> = None;
        for field in *group {
            let Some(found) = found.get(field) else {
                continue;
            };
            let Some(value) = chosen(found) else { continue };
            let saying: BTreeSet<_> = saying(found, &value).collect();
            if !saying.is_empty() {
                meant = Some(match meant {
                    Some(before) => before.intersection(&saying).cloned().collect(),
                    None => saying,
                });
            }
        }
        let Some(meant) = meant.filter(|meant| !meant.is_empty()) else {
            continue;
        };
        let kinds: BTreeSet<String> = meant.iter().map(|saying| saying.0.clone()).collect();
        for field in *group {
            if let Some(found) = found.get_mut(field) {
                found.candidates.retain(|candidate| {
                    candidate.tier.is_output()
                        || instance(candidate).is_none_or(|(resource, file)| {
                            !kinds.contains(&resource.kind) || meant.contains(&key(resource, file))
                        })
                });
            }
        }
    }
    narrow_subnets(found);
}

/// Takes away the subnets of other VPCs, where it is known which VPC is meant.
fn narrow_subnets(found: &mut BTreeMap<Field, Found<'_>>) {
    let Some(FieldValue::Text(id)) = found.get(&Field::VpcId).and_then(decided) else {
        return;
    };
    for found in found.values_mut() {
        let is_there = |vpc: &str| vpc == id;
        found
            .candidates
            .retain(|candidate| candidate.vpc.is_none_or(is_there));
    }
}

/// A resource's type, its address, and the file that it stands in: two states may use one address.
type Key = (String, String, String);

fn key(resource: &Resource, file: &str) -> Key {
    (resource.kind.clone(), resource.to_string(), file.to_owned())
}

/// The resources that say that value.
fn saying(found: &Found<'_>, value: &FieldValue) -> impl Iterator<Item = Key> {
    let same = found
        .candidates
        .iter()
        .filter(move |candidate| candidate.value == *value);
    same.filter_map(instance)
        .map(|(resource, file)| key(resource, file))
}
