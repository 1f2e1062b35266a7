//! Decides on one value for a field, or says why there is none.

use std::collections::{BTreeMap, BTreeSet};

use super::candidate::{Candidate, Found, Reject, Tier, Why};
use super::error::ContextError;
use super::shape::Claim;
use super::text::shorten;
use super::{Field, FieldValue, How, Needs, Origin};
use crate::problem::{Problem, Problems};
use crate::terraform::Address;

/// What came of a field.
#[derive(Debug)]
pub(super) enum Settled {
    Value {
        value: FieldValue,
        origin: Origin,
        tier: Tier,
        note: Option<String>,
    },
    Nothing,
    Wrong(Problems),
}

/// Looks at the candidates that decide: all of them must say the same.
///
/// What the user maps wins. Else outputs and what Terraform made decide together: an output says which of several
/// resources is meant, and one that no resource agrees with is a conflict. Else it is what is likely, or makeshift.
pub(super) fn settle(field: Field, found: &Found<'_>, needs: &Needs) -> Settled {
    let tier = found
        .candidates
        .iter()
        .map(|candidate| candidate.tier)
        .min();
    let counts = |other: Tier| tier.is_none_or(|tier| other <= tier);
    let misfits: Vec<Problem> = found
        .rejects
        .iter()
        .filter(|reject| reject.claim == Claim::Own && counts(reject.tier))
        .filter_map(|reject| wrong_shape(field, reject, needs))
        .collect();
    if !misfits.is_empty() {
        return Settled::Wrong(misfits.into());
    }
    let Some(tier) = tier else {
        return Settled::Nothing;
    };
    let best = of_tier(found, tier);
    if is_union(field) {
        let all = found.candidates.iter().filter(|candidate| {
            candidate.tier == tier
                || (tier != Tier::Mapped && matches!(candidate.tier, Tier::Made | Tier::Likely))
        });
        return union(field, &ranked(all.collect()), tier);
    }
    let groups = by_value(&best);
    let [(value, group)] = groups.as_slice() else {
        return Settled::Wrong(conflict(field, &groups, needs).into());
    };
    let mut agreeing = group.clone();
    let resources = found
        .candidates
        .iter()
        .filter(|candidate| candidate.tier > tier && candidate.tier != Tier::Last);
    let (same, others): (Vec<_>, Vec<_>) = ranked(resources.collect())
        .into_iter()
        .partition(|candidate| agrees(value, candidate));
    let is_contradicted = matches!(tier, Tier::Usual | Tier::Prefixed)
        && !same.iter().any(|candidate| candidate.tier == Tier::Made);
    let against: Vec<_> = others
        .into_iter()
        .filter(|candidate| candidate.tier == Tier::Made)
        .collect();
    if is_contradicted && !against.is_empty() {
        let all: Vec<_> = best.iter().copied().chain(against).collect();
        return Settled::Wrong(conflict(field, &by_value(&all), needs).into());
    }
    if tier != Tier::Mapped {
        agreeing.extend(same);
    }
    Settled::Value {
        value: value.clone(),
        origin: origin(&agreeing),
        tier,
        note: note(field, group),
    }
}

/// The value that outputs or the user decide on, if they do.
pub(super) fn chosen(found: &Found<'_>) -> Option<FieldValue> {
    let outputs = found.candidates.iter().map(|candidate| candidate.tier);
    let tier = outputs.filter(|tier| tier.is_output()).min()?;
    one_value(found, tier)
}

/// The value that the best tier decides on, if it does.
pub(super) fn decided(found: &Found<'_>) -> Option<FieldValue> {
    let tiers = found.candidates.iter().map(|candidate| candidate.tier);
    one_value(found, tiers.min()?)
}

fn one_value(found: &Found<'_>, tier: Tier) -> Option<FieldValue> {
    match by_value(&of_tier(found, tier)).as_slice() {
        [(value, _)] => Some(value.clone()),
        _ => None,
    }
}

fn of_tier<'c, 'a>(found: &'c Found<'a>, tier: Tier) -> Vec<&'c Candidate<'a>> {
    let of = found
        .candidates
        .iter()
        .filter(|candidate| candidate.tier == tier);
    ranked(of.collect())
}

/// Whether a resource says the same; of a list, whether it holds it all.
fn agrees(value: &FieldValue, candidate: &Candidate<'_>) -> bool {
    match (value, &candidate.value) {
        (FieldValue::List(some), FieldValue::List(all)) => {
            some.iter().all(|item| all.contains(item))
        }
        (value, other) => value == other,
    }
}

/// What a value of another shape is told as.
fn wrong_shape(field: Field, reject: &Reject<'_>, needs: &Needs) -> Option<Problem> {
    let Why::Misfit(misfit) = &reject.why else {
        return None;
    };
    let error = ContextError::WrongShape {
        field,
        output: reject.source.clone(),
        found: misfit.found.clone(),
        expected: misfit.expected.to_owned(),
        why: misfit.why.clone(),
        needed_by: needs.files(field).map(str::to_owned).collect(),
    };
    Some(Problem::at(reject.source.place(), &error))
}

/// What candidates that say different things are told as.
fn conflict(field: Field, groups: &[(FieldValue, Vec<&Candidate<'_>>)], needs: &Needs) -> Problem {
    // An address that has one value wherever it stands is one that a mapping can choose: one for each value.
    let of_group = |group: &[&Candidate<'_>], address: &Address| {
        group
            .iter()
            .any(|candidate| candidate.source.address == *address)
    };
    let is_choice = |candidate: &&&Candidate<'_>| {
        let address = &candidate.source.address;
        let values = groups.iter().filter(|(_, group)| of_group(group, address));
        candidate.also.is_empty() && values.count() == 1
    };
    let choices = groups
        .iter()
        .filter_map(|(_, group)| group.iter().find(is_choice))
        .map(|candidate| candidate.source.address.to_string())
        .collect();
    let place = groups
        .iter()
        .flat_map(|(_, group)| group)
        .map(|candidate| candidate.source.place())
        .next();
    let error = ContextError::Conflict {
        field,
        values: groups
            .iter()
            .map(|(value, group)| row(value, group))
            .collect(),
        choices,
        needed_by: needs.files(field).map(str::to_owned).collect(),
    };
    Problem {
        place,
        ..Problem::new(&error)
    }
}

/// Fields whose value is put together from all that is found.
fn is_union(field: Field) -> bool {
    matches!(field, Field::Repositories | Field::DatabaseSubnetCidrs)
}

fn union(field: Field, best: &[&Candidate<'_>], tier: Tier) -> Settled {
    let items = best.iter().filter_map(|candidate| match &candidate.value {
        FieldValue::List(items) => Some(items.iter().cloned()),
        FieldValue::Text(_) | FieldValue::Number(_) => None,
    });
    let mut items: Vec<String> = items.flatten().collect();
    items.sort();
    items.dedup();
    Settled::Value {
        value: FieldValue::List(items),
        origin: origin(best),
        tier,
        note: note(field, best),
    }
}

/// By the table's order, then by address and file, never by the order of reading.
pub(super) fn ranked<'c, 'a>(mut candidates: Vec<&'c Candidate<'a>>) -> Vec<&'c Candidate<'a>> {
    candidates.sort_by(|a, b| (a.rank, a.source).cmp(&(b.rank, b.source)));
    candidates
}

/// The candidates of each value, in the order of their first. Lists are the same if they hold the same.
pub(super) fn by_value<'c, 'a>(
    candidates: &[&'c Candidate<'a>],
) -> Vec<(FieldValue, Vec<&'c Candidate<'a>>)> {
    let mut groups: Vec<(FieldValue, Vec<&Candidate<'a>>)> = Vec::new();
    let mut seen: BTreeMap<FieldValue, usize> = BTreeMap::new();
    for candidate in candidates {
        let mut key = candidate.value.clone();
        if let FieldValue::List(items) = &mut key {
            items.sort();
        }
        let at = *seen.entry(key).or_insert(groups.len());
        match groups.get_mut(at) {
            Some((_, group)) => group.push(candidate),
            None => groups.push((candidate.value.clone(), vec![candidate])),
        }
    }
    groups
}

/// A value with its sources, for a message: `5432 in outputs.rds_port (rds.json:3)`.
pub(super) fn row(value: &FieldValue, group: &[&Candidate<'_>]) -> String {
    const SHOWN: usize = 3;
    let sources: Vec<String> = group
        .iter()
        .take(SHOWN)
        .map(|candidate| from(candidate))
        .collect();
    let more = group.len().saturating_sub(SHOWN);
    let more = if more == 0 {
        String::new()
    } else {
        format!(" and {more} more")
    };
    format!(
        "{} from {}{more}",
        shorten(&value.to_string()),
        sources.join(", ")
    )
}

fn from(candidate: &Candidate<'_>) -> String {
    match candidate.how {
        How::From(whole) => format!("{} ({whole})", candidate.source),
        How::Mapped | How::Named => candidate.source.to_string(),
    }
}

/// The sources of a value: those that say it themselves, or if there are none, those that it follows from.
pub(super) fn origin(group: &[&Candidate<'_>]) -> Origin {
    let how = group.first().map_or(How::Named, |first| first.how);
    let same = group.iter().filter(|candidate| candidate.how == how);
    let all = same.flat_map(|candidate| {
        std::iter::once(candidate.source).chain(candidate.also.iter().copied())
    });
    let mut seen = BTreeSet::new();
    let sources = all.filter(|source| seen.insert(*source)).cloned().collect();
    Origin { sources, how }
}

fn note(field: Field, group: &[&Candidate<'_>]) -> Option<String> {
    let first = group.first()?;
    first
        .note
        .map(|note| format!("{field}: {} is used, but {note}", first.source))
}
