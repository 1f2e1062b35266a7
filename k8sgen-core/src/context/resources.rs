//! Fields that resources say, where nobody wrote an output.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::about::About;
use super::candidate::{Candidate, Found, Seen, Tier};
use super::evidence::Evidence;
use super::names::{Attribute, ROWS, Weight};
use super::shape::{Claim, Shape};
use super::{Field, How};
use crate::terraform::{Fact, FactValue, Facts, Mode, Resource};

/// Adds what the attributes of the table say of a field.
pub(super) fn add<'a>(found: &mut Found<'a>, field: Field, facts: &'a Facts, evidence: &Evidence) {
    let rows = ROWS.iter().enumerate();
    for (nth, row) in rows.filter(|(_, row)| row.field == field) {
        for (place, attribute) in row.from.iter().enumerate() {
            let names = row.own.len() + row.shared.len() + row.last.len();
            let meant = meant(facts, attribute);
            let seen = |fact: &'a Fact| Seen {
                fact,
                tier: tier(fact, attribute),
                rank: (nth, names + place),
                claim: Claim::Own,
                // A state is right as it is, but what it keeps to itself is worth a word.
                strict: fact.value == FactValue::Sensitive,
                how: How::Named,
                note: match attribute.weight {
                    Weight::Last(note) => Some(note),
                    Weight::Sure | Weight::Likely => None,
                },
            };
            if matches!(attribute.about, About::Subnets(_)) {
                for (vpc, facts) in by_vpc(facts, meant) {
                    let list = list(&facts, row.shape, seen, evidence);
                    let list = list.map(|list| Candidate { vpc, ..list });
                    found.candidates.extend(list);
                }
            } else {
                for fact in meant {
                    found.add(&seen(fact), [row.shape], evidence);
                }
            }
        }
    }
}

/// The facts of the resources that an attribute means.
fn meant<'a>(facts: &'a Facts, attribute: &Attribute) -> Vec<&'a Fact> {
    facts
        .attributes(attribute.kind, attribute.name)
        .filter(|fact| attribute.about.means(fact, &beside(facts, fact)))
        .collect()
}

/// The attributes of a fact's resource. Two states may hold resources of one address: the file counts.
fn beside<'a>(facts: &'a Facts, fact: &Fact) -> Vec<&'a Fact> {
    let Some(resource) = fact.source.address.resource() else {
        return Vec::new();
    };
    let of = facts.of_resource(resource);
    of.filter(|other| other.source.file == fact.source.file)
        .collect()
}

fn tier(fact: &Fact, attribute: &Attribute) -> Tier {
    let mode = fact.source.address.resource().map(|resource| resource.mode);
    match (attribute.weight, mode) {
        (Weight::Last(_), _) => Tier::Last,
        (Weight::Sure, Some(Mode::Managed)) => Tier::Made,
        _ => Tier::Likely,
    }
}

/// Facts of subnets, one group for each VPC.
fn by_vpc<'a>(
    facts: &'a Facts,
    subnets: Vec<&'a Fact>,
) -> BTreeMap<Option<&'a str>, Vec<&'a Fact>> {
    let mut groups: BTreeMap<Option<&'a str>, Vec<&'a Fact>> = BTreeMap::new();
    for subnet in subnets {
        let vpc = beside(facts, subnet).into_iter().find_map(|fact| vpc(fact));
        groups.entry(vpc).or_default().push(subnet);
    }
    groups
}

/// The VPC's id, if that is what a subnet's attribute says.
fn vpc(fact: &Fact) -> Option<&str> {
    fact.text().filter(|_| fact.name() == "vpc_id")
}

/// One candidate of many resources: the list of what each says.
fn list<'a>(
    facts: &[&'a Fact],
    shape: Shape,
    seen: impl Fn(&'a Fact) -> Seen<'a>,
    evidence: &Evidence,
) -> Option<Candidate<'a>> {
    let mut said = BTreeSet::new();
    let (mut items, mut sources) = (Vec::new(), Vec::new());
    for fact in facts {
        let Some(text) = fact.text() else { continue };
        sources.push(&fact.source);
        if said.insert(text) {
            items.push(Value::from(text));
        }
    }
    let value = shape.read(&Value::Array(items), Claim::Own, evidence);
    let first = facts.first()?;
    let Seen {
        tier,
        rank,
        how,
        note,
        ..
    } = seen(first);
    let mut sources = sources.into_iter();
    Some(Candidate {
        tier,
        rank,
        source: sources.next()?,
        also: sources.collect(),
        vpc: None,
        value: value.ok()??,
        text: None,
        how,
        note,
    })
}

/// The resource behind a candidate, and the file that it stands in.
pub(super) fn instance<'c>(candidate: &'c Candidate<'_>) -> Option<(&'c Resource, &'c str)> {
    let source = candidate.source;
    Some((source.address.resource()?, source.file.as_str()))
}
