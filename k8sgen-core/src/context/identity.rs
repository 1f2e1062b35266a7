//! Which account, region and partition all of this is in. They stand in every ARN and in most endpoints,
//! and must be the same everywhere: an ARN of another account is a file of another environment.

use k8sgen_templates::names::{Arn, Region};

use super::aws::AwsHost;
use super::candidate::{Candidate, Tier};
use super::error::ContextError;
use super::settle::{by_value, ranked, row};
use super::{Field, FieldValue, How};
use crate::problem::{Problem, Problems};

/// The three fields that this is about.
pub(super) const FIELDS: [Field; 3] = [Field::AwsAccountId, Field::Region, Field::Partition];

/// Rank of what is read out of other values: behind everything that says it itself.
const RANK: usize = usize::MAX;

/// What a value says of account, region and partition.
///
/// A value that the user has chosen by a mapping may be of another account, such as a shared registry:
/// it counts only where nothing else tells.
pub(super) fn claims<'a>(candidate: &Candidate<'a>, field: Field) -> Vec<(Field, Candidate<'a>)> {
    let FieldValue::Text(value) = &candidate.value else {
        return Vec::new();
    };
    let is_arn = |text: &&str| text.starts_with("arn:");
    let text = candidate.text.filter(is_arn).unwrap_or(value);
    let mut claims: Vec<(Field, String)> = Vec::new();
    if let Ok(arn) = text.parse::<Arn>() {
        claims.push((Field::Partition, arn.partition().to_string()));
        claims.extend(
            arn.account()
                .map(|account| (Field::AwsAccountId, account.to_string())),
        );
        claims.extend(
            arn.region()
                .map(|region| (Field::Region, region.to_string())),
        );
        claims.extend(
            arn.region()
                .map(|region| (Field::Partition, region.partition().to_string())),
        );
    } else if let Some(host) = host(field, text).as_deref().and_then(AwsHost::of) {
        claims.extend(
            host.account
                .map(|account| (Field::AwsAccountId, account.to_string())),
        );
        claims.extend(
            host.partition
                .map(|partition| (Field::Partition, partition.to_string())),
        );
        claims.extend(
            host.region
                .map(|region| (Field::Region, region.to_string())),
        );
    } else if field == Field::Region
        && let Ok(region) = text.parse::<Region>()
    {
        claims.push((Field::Partition, region.partition().to_string()));
    }
    let tier = if candidate.tier == Tier::Mapped {
        Tier::Last
    } else {
        Tier::Usual
    };
    // A region tells the partition, too, but is itself often told by another value: that one is shown first.
    let rank = (
        RANK,
        if field == Field::Region {
            RANK
        } else {
            field as usize
        },
    );
    let claim = |value| Candidate {
        tier,
        rank,
        source: candidate.source,
        also: Vec::new(),
        vpc: None,
        value: FieldValue::Text(value),
        text: None,
        how: How::From(field),
        note: None,
    };
    claims
        .into_iter()
        .map(|(field, value)| (field, claim(value)))
        .collect()
}

/// The host in a field's value, if there is one.
fn host(field: Field, text: &str) -> Option<String> {
    let host = match field {
        Field::DatabaseEndpoint | Field::CachePrimaryEndpoint | Field::EcrBaseUrl => text,
        Field::ClusterEndpoint | Field::OidcIssuerUrl => {
            text.strip_prefix("https://")?.split('/').next()?
        }
        _ => return None,
    };
    Some(host.to_ascii_lowercase())
}

/// The one error of values that disagree, or a note where the user has chosen the odd one by a mapping.
pub(super) fn check(
    field: Field,
    candidates: &[Candidate<'_>],
) -> Result<Option<String>, Problems> {
    let best = candidates.iter().map(|candidate| candidate.tier).min();
    let voters = ranked(
        candidates
            .iter()
            .filter(|candidate| Some(candidate.tier) == best)
            .collect(),
    );
    let groups = by_value(&voters);
    if groups.len() > 1 {
        let values = groups
            .iter()
            .map(|(value, group)| row(value, group))
            .collect();
        let place = groups[0].1.first().map(|first| first.source.place());
        return Err(Problem {
            place,
            ..Problem::new(&ContextError::Mixed { field, values })
        }
        .into());
    }
    let said = |candidate: &&Candidate<'_>| {
        Some(candidate.tier) == best || matches!(candidate.how, How::From(_))
    };
    let everyone = by_value(&ranked(candidates.iter().filter(said).collect()));
    let odd = everyone
        .iter()
        .filter(|(value, _)| groups.first().is_none_or(|(chosen, _)| value != chosen));
    let odd: Vec<String> = odd.map(|(value, group)| row(value, group)).collect();
    let note = || format!("{field}: as mapped, these differ: {}", odd.join("; "));
    Ok((!odd.is_empty()).then(note))
}
