//! Finds, for each field, the facts that may be its value: by the mapping, by the table of names, and as
//! parts of other fields' values. Which of them wins is decided in `settle.rs`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::affix::Known;
use super::evidence::Evidence;
use super::names::{self, ROWS};
use super::parts::{PARTS, Weight};
use super::shape::{Claim, Misfit, Shape};
use super::{Field, FieldValue, How, Mapping, resources};
use crate::terraform::{Fact, FactValue, Facts, Source};

/// How much a candidate counts, the most first. `settle.rs` says which of them decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tier {
    /// The user says so.
    Mapped,
    /// An output of that name.
    Usual,
    /// An output of that name with something before it.
    Prefixed,
    /// A resource that Terraform made, whose type says what it is.
    Made,
    /// A resource that was only looked up, or one of a type that there may be others of.
    Likely,
    /// Better than nothing.
    Last,
}

impl Tier {
    /// Whether somebody wrote an output for it.
    pub(super) fn is_output(self) -> bool {
        matches!(self, Self::Mapped | Self::Usual | Self::Prefixed)
    }
}

/// Place in the table: the row, and the name in it. Parts come behind the rows.
pub(super) type Rank = (usize, usize);

/// A value that a field may have.
#[derive(Debug, Clone)]
pub(super) struct Candidate<'a> {
    pub(super) tier: Tier,
    /// Of two sources that say the same, the first is shown.
    pub(super) rank: Rank,
    pub(super) source: &'a Source,
    /// Where a list was put together from many resources: the others' sources.
    pub(super) also: Vec<&'a Source>,
    /// The VPC that a list of subnets is in, if it is known.
    pub(super) vpc: Option<&'a str>,
    pub(super) value: FieldValue,
    /// What the value was read out of, if that says more: the ARN that a name stands in.
    pub(super) text: Option<&'a str>,
    pub(super) how: How,
    /// What the user is told if this one wins.
    pub(super) note: Option<&'static str>,
}

/// Why a fact with a fitting name is no candidate.
#[derive(Debug, Clone)]
pub(super) enum Why {
    Null,
    Empty,
    Sensitive,
    Misfit(Misfit),
}

/// A fact that has a field's name and is no candidate for it.
#[derive(Debug, Clone)]
pub(super) struct Reject<'a> {
    pub(super) source: &'a Source,
    pub(super) claim: Claim,
    pub(super) tier: Tier,
    pub(super) why: Why,
}

/// What was found of one field.
#[derive(Debug, Default)]
pub(super) struct Found<'a> {
    pub(super) candidates: Vec<Candidate<'a>>,
    pub(super) rejects: Vec<Reject<'a>>,
    /// The facts behind the candidates, for the fields that are parts of this one.
    facts: Vec<(Tier, Rank, &'a Fact)>,
}

/// Everything that was found, field by field.
pub(super) fn collect<'a>(facts: &'a Facts, mapping: &Mapping) -> BTreeMap<Field, Found<'a>> {
    let evidence = Evidence::gather(facts);
    let known = Known::gather(facts);
    let mut all: BTreeMap<Field, Found<'a>> = BTreeMap::new();
    for field in Field::ALL.iter().copied() {
        let found = if let Some(address) = mapping.target(field) {
            mapped(field, address, facts, &evidence)
        } else {
            let mut found = named(field, &known, &evidence);
            resources::add(&mut found, field, facts, &evidence);
            found
        };
        all.insert(field, found);
    }
    for part in PARTS
        .iter()
        .filter(|part| mapping.target(part.field).is_none())
    {
        let whole = all
            .get(&part.of)
            .map(|found| found.facts.clone())
            .unwrap_or_default();
        let Some(found) = all.get_mut(&part.field) else {
            continue;
        };
        for (tier, rank, fact) in whole {
            let tier = if part.weight == Weight::Last {
                Tier::Last
            } else {
                tier
            };
            let how = How::From(part.of);
            let seen = Seen {
                fact,
                tier,
                rank: (ROWS.len() + rank.0, rank.1),
                claim: Claim::Own,
                strict: true,
                how,
                note: None,
            };
            found.add(&seen, [part.shape], &evidence);
        }
    }
    all
}

/// The facts that the user named. Any shape that the field is ever read from will do.
fn mapped<'a>(field: Field, address: &str, facts: &'a Facts, evidence: &Evidence) -> Found<'a> {
    let mut found = Found::default();
    let own = ROWS
        .iter()
        .filter(|row| row.field == field)
        .map(|row| row.shape);
    let parts = PARTS
        .iter()
        .filter(|part| part.field == field)
        .map(|part| part.shape);
    let shapes: Vec<Shape> = own.chain(parts).collect();
    for fact in facts.at(address) {
        let seen = Seen {
            fact,
            tier: Tier::Mapped,
            rank: (0, 0),
            claim: Claim::Own,
            strict: true,
            how: How::Mapped,
            note: None,
        };
        found.add(&seen, shapes.iter().copied(), evidence);
    }
    found
}

/// The outputs that go by one of the field's names.
fn named<'a>(field: Field, known: &Known<'a>, evidence: &Evidence) -> Found<'a> {
    let mut found = Found::default();
    for (nth, row) in ROWS
        .iter()
        .enumerate()
        .filter(|(_, row)| row.field == field)
    {
        let own = row.own.iter().map(|name| (*name, Claim::Own, None));
        let shared = row.shared.iter().map(|name| (*name, Claim::Shared, None));
        let last = row
            .last
            .iter()
            .map(|(name, note)| (*name, Claim::Own, Some(*note)));
        for (place, (name, claim, note)) in own.chain(shared).chain(last).enumerate() {
            for (tier, fact) in known.named(name, field) {
                let seen = Seen {
                    fact,
                    tier: if note.is_some() { Tier::Last } else { tier },
                    rank: (nth, place),
                    claim,
                    // With something before it, a name may be somebody else's.
                    strict: tier == Tier::Usual,
                    how: How::Named,
                    note,
                };
                found.add(&seen, [row.shape], evidence);
            }
        }
    }
    found
}

/// A fact, looked at for one field.
pub(super) struct Seen<'a> {
    pub(super) fact: &'a Fact,
    pub(super) tier: Tier,
    pub(super) rank: Rank,
    pub(super) claim: Claim,
    /// Whether a value of another shape is a mistake, and not just something else.
    pub(super) strict: bool,
    pub(super) how: How,
    pub(super) note: Option<&'static str>,
}

impl<'a> Found<'a> {
    /// Makes a candidate of a fact, by the first shape that it has, or says why not.
    pub(super) fn add(
        &mut self,
        seen: &Seen<'a>,
        shapes: impl IntoIterator<Item = Shape>,
        evidence: &Evidence,
    ) {
        let &Seen {
            fact,
            tier,
            rank,
            claim,
            strict,
            how,
            note,
        } = seen;
        let source = &fact.source;
        let mut reject = |why| {
            self.rejects.push(Reject {
                source,
                claim: if strict { claim } else { Claim::Shared },
                tier,
                why,
            });
        };
        let value = match &fact.value {
            FactValue::Sensitive => return reject(Why::Sensitive),
            FactValue::Plain(Value::Null) => return reject(Why::Null),
            FactValue::Plain(value) if is_empty(value) => return reject(Why::Empty),
            FactValue::Plain(value) => value,
        };
        let mut first_misfit = None;
        for shape in shapes {
            match shape.read(value, claim, evidence) {
                Ok(Some(value)) => {
                    self.facts.push((tier, rank, fact));
                    return self.candidates.push(Candidate {
                        tier,
                        rank,
                        source,
                        also: Vec::new(),
                        vpc: None,
                        value,
                        text: fact.text().filter(|_| !matches!(how, How::From(_))),
                        how,
                        note,
                    });
                }
                Ok(None) => {}
                Err(misfit) => first_misfit = first_misfit.or(Some(misfit)),
            }
        }
        // What a whole does not fit is said of the whole, not again of its parts.
        if let Some(misfit) = first_misfit.filter(|_| !matches!(how, How::From(_))) {
            reject(Why::Misfit(misfit));
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// Every output name that was looked for, for one field.
pub(super) fn looked_for(field: Field) -> Vec<&'static str> {
    let parts = PARTS
        .iter()
        .filter(|part| part.field == field)
        .map(|part| part.of);
    let mut names: Vec<&'static str> = Vec::new();
    for name in std::iter::once(field).chain(parts).flat_map(names::of) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
