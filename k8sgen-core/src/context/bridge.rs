//! The bridge: every field is looked for, settled, checked against the others and put into its place.

use std::collections::{BTreeMap, BTreeSet};

use super::candidate::{self, Candidate, Found, Tier, Why};
use super::error::ContextError;
use super::settle::{self, Settled};
use super::shape::Claim;
use super::{Context, Field, How, Mapping, Needs, allow_list, derive, group, identity};
use crate::problem::{Problem, Problems, nearest};
use crate::terraform::{Address, Fact, FactValue, Facts, Source};

/// Fields that describe one thing: if one of them is known well, the others are not taken from a makeshift.
const TOGETHER: &[[Field; 2]] = &[
    [Field::DatabaseSecretName, Field::DatabaseSecretArn],
    [Field::CacheSecretName, Field::CacheSecretArn],
];

impl Context {
    /// Builds the context out of Terraform's facts.
    ///
    /// A field is found by what `mapping` says, or else by its known names and the shape of its value. Two
    /// outputs may say the same; they may not disagree. What no file `needs` may be absent, and is left out,
    /// with a note, if it is wrong.
    ///
    /// # Errors
    /// Everything that is missing, ambiguous, of the wrong shape, or of another account, all at once.
    ///
    /// ```
    /// use k8sgen_core::context::{self, Context, Field, Mapping, Needs};
    /// use k8sgen_core::Facts;
    ///
    /// let text = r#"{ "rds_endpoint": { "value": "db.c9a.us-east-1.rds.amazonaws.com:5432" } }"#;
    /// let facts = Facts::read([("rds.json", text)], &context::allow_list())?;
    /// let context = Context::bridge(&facts, &Mapping::default(), &Needs::default())?;
    /// assert_eq!(context.database.port.map(|port| port.get()), Some(5432));
    /// assert_eq!(context.source(Field::Region).unwrap().to_string(), "outputs.rds_endpoint (rds.json:1)");
    /// # Ok::<(), k8sgen_core::Problems>(())
    /// ```
    pub fn bridge(facts: &Facts, mapping: &Mapping, needs: &Needs) -> Result<Self, Problems> {
        let mut bridge = Bridge {
            facts,
            needs,
            context: Self::default(),
            problems: Vec::new(),
            bad: BTreeSet::new(),
        };
        bridge.check_mapping(mapping);
        let mut found = candidate::collect(facts, mapping);
        group::narrow(&mut found);
        drop_makeshifts(&mut found);
        bridge.settle(&mut found);
        derive::derive(&mut bridge.context);
        bridge.check_needs(&found);
        Problems::check(bridge.context, bridge.problems)
    }
}

/// A context in the making.
struct Bridge<'a> {
    facts: &'a Facts,
    needs: &'a Needs,
    context: Context,
    problems: Vec<Problem>,
    /// Fields that a problem has already been said of.
    bad: BTreeSet<Field>,
}

impl<'a> Bridge<'a> {
    fn check_mapping(&mut self, mapping: &Mapping) {
        for field in mapping.fields() {
            let Some(output) = mapping.target(field) else {
                continue;
            };
            let error = if let Some(secret) = secret(output, self.facts) {
                let output = secret.source.clone();
                ContextError::MappedSecret { field, output }
            } else if self.facts.at(output).next().is_some() {
                continue;
            } else {
                unknown(field, output, self.facts)
            };
            self.problems.push(Problem {
                place: mapping.place(field).cloned(),
                ..Problem::new(&error)
            });
            self.bad.insert(field);
        }
    }

    /// Settles every field, the account, region and partition after the others, because they follow from them.
    fn settle(&mut self, found: &mut BTreeMap<Field, Found<'a>>) {
        let mut claims: Vec<(Field, Candidate<'a>)> = Vec::new();
        let mut fields: Vec<(&Field, &Found<'a>)> = found
            .iter()
            .filter(|(field, _)| !identity::FIELDS.contains(field))
            .collect();
        // What leads a group comes first: what is wrong with it is not said again of the others.
        fields.sort_by_key(|(field, _)| (!group::leads(**field), **field));
        for (field, found) in fields {
            if let Some(tier) = self.put(*field, found) {
                let chosen = found
                    .candidates
                    .iter()
                    .filter(|candidate| candidate.tier == tier);
                claims.extend(chosen.flat_map(|candidate| identity::claims(candidate, *field)));
            }
        }
        for field in identity::FIELDS {
            let Some(found) = found.get_mut(&field) else {
                continue;
            };
            let claimed = claims
                .iter()
                .filter(|(of, _)| *of == field)
                .map(|(_, claim)| claim.clone());
            found.candidates.extend(claimed);
            match identity::check(field, &found.candidates) {
                Err(problems) => {
                    self.problems.extend(problems);
                    self.bad.insert(field);
                }
                Ok(note) => {
                    self.context.notes.extend(note);
                    if let Some(tier) = self.put(field, found) {
                        let chosen = found
                            .candidates
                            .iter()
                            .filter(|candidate| candidate.tier == tier);
                        claims.extend(
                            chosen.flat_map(|candidate| identity::claims(candidate, field)),
                        );
                    }
                }
            }
        }
    }

    /// Puts a field's value into the context, or its problem onto the list.
    fn put(&mut self, field: Field, found: &Found<'a>) -> Option<Tier> {
        match settle::settle(field, found, self.needs) {
            Settled::Nothing => None,
            Settled::Wrong(problems) => {
                if self.is_undecided(field, found) {
                    self.bad.insert(field);
                } else {
                    self.wrong(field, problems);
                }
                None
            }
            Settled::Value {
                value,
                origin,
                tier,
                note,
            } => {
                if let Err(error) = self.context.set(field, &value) {
                    let output = origin.sources.first()?.clone();
                    let place = output.place();
                    let error = ContextError::WrongShape {
                        field,
                        output,
                        found: "a value".to_owned(),
                        expected: error.what.to_owned(),
                        why: None,
                        needed_by: self.needs.files(field).map(str::to_owned).collect(),
                    };
                    self.wrong(field, Problem::at(place, &error).into());
                    return None;
                }
                self.context.origins.insert(field, origin);
                self.context.notes.extend(note);
                Some(tier)
            }
        }
    }

    /// Whether it was said already that there are several resources of the sort, or several values of what this one
    /// follows from: whoever chooses one for a field chooses it for all fields of the thing.
    fn is_undecided(&self, field: Field, found: &Found<'_>) -> bool {
        let group = group::of(field).unwrap_or_default();
        let follows = |candidate: &Candidate<'_>| match candidate.how {
            How::From(whole) => self.bad.contains(&whole),
            How::Mapped | How::Named => !candidate.tier.is_output(),
        };
        found.rejects.is_empty()
            && found.candidates.iter().all(follows)
            && self.bad.iter().any(|bad| group.contains(bad))
    }

    /// A wrong value stops the bridge only where it is needed.
    fn wrong(&mut self, field: Field, problems: Problems) {
        if self.needs.minds(field) {
            self.problems.extend(problems);
            self.bad.insert(field);
        } else {
            let notes = problems
                .iter()
                .map(|problem| format!("left out: {}", problem.message));
            self.context.notes.extend(notes);
        }
    }

    fn check_needs(&mut self, found: &BTreeMap<Field, Found<'a>>) {
        for field in self.needs.fields() {
            if self.context.value(field).is_none() && !self.bad.contains(&field) {
                let found = found.get(&field);
                let error = absent(field, found, self.facts, self.needs);
                let of_source = matches!(
                    error,
                    ContextError::Sensitive { .. } | ContextError::Null { .. }
                );
                let source = found.filter(|_| of_source).and_then(first_reject);
                self.problems.push(Problem {
                    place: source.map(Source::place),
                    ..Problem::new(&error)
                });
            }
        }
    }
}

/// An attribute as an address has it: `identity[0].oidc[0].issuer`.
fn written(attribute: &str) -> String {
    attribute.replace(".0", "[0]")
}

/// The sensitive value that an address leads to, or into.
fn secret<'a>(address: &str, facts: &'a Facts) -> Option<&'a Fact> {
    let bare = address.strip_prefix("outputs.").unwrap_or(address);
    let whole = bare.split(['.', '[']).next().unwrap_or_default();
    let mut found = facts.at(address).chain(facts.named(whole));
    found.find(|fact| fact.value == FactValue::Sensitive)
}

/// Why nothing is at an address.
fn unknown(field: Field, address: &str, facts: &Facts) -> ContextError {
    if let Ok(Address::Attribute {
        resource,
        attribute,
    }) = address.parse()
    {
        let readable = allow_list().of(&resource.kind).to_vec();
        let readable: Vec<String> = readable.into_iter().map(written).collect();
        if !readable.contains(&written(&attribute)) && resource.kind.contains('_') {
            return ContextError::NotRead {
                field,
                address: address.to_owned(),
                attribute,
                kind: resource.kind.clone(),
                readable,
            };
        }
    }
    ContextError::UnknownOutput {
        field,
        output: address.to_owned(),
        meant: meant(address, facts),
    }
}

/// The address that the user may have meant.
fn meant(address: &str, facts: &Facts) -> Option<String> {
    let bare = address.strip_prefix("outputs.").unwrap_or(address);
    let (kind, name) = (bare.rsplit('.').nth(2), bare.rsplit('.').next());
    let near = facts
        .iter()
        .filter(|fact| match fact.source.address.resource() {
            Some(resource) => Some(resource.kind.as_str()) == kind || Some(fact.name()) == name,
            None => true,
        });
    let near: Vec<String> = near.map(|fact| fact.source.address.to_string()).collect();
    let of = |near: &String| near.strip_prefix("outputs.").unwrap_or(near).to_owned();
    let short: Vec<String> = near.iter().map(of).collect();
    let found = nearest(bare, short.iter().map(String::as_str))?;
    let at = short.iter().position(|short| short == found)?;
    near.get(at).cloned()
}

/// Takes away what counts only where nothing better is, where something better is known of the same thing.
fn drop_makeshifts(found: &mut BTreeMap<Field, Found<'_>>) {
    for fields in TOGETHER {
        let tiers = fields.iter().filter_map(|field| found.get(field));
        let best = tiers
            .flat_map(|found| &found.candidates)
            .map(|candidate| candidate.tier)
            .min();
        for field in fields {
            if let (Some(found), Some(best)) = (found.get_mut(field), best) {
                found.candidates.retain(|candidate| match best {
                    Tier::Mapped => candidate.tier == Tier::Mapped,
                    Tier::Last => true,
                    _ => candidate.tier != Tier::Last,
                });
            }
        }
    }
}

/// The first of the field's own values that is no use.
fn first_reject<'a>(found: &Found<'a>) -> Option<&'a Source> {
    let own = found
        .rejects
        .iter()
        .filter(|reject| reject.claim == Claim::Own);
    own.map(|reject| reject.source).min()
}

/// Why a needed field has no value.
fn absent(field: Field, found: Option<&Found<'_>>, facts: &Facts, needs: &Needs) -> ContextError {
    let rejects = found
        .map(|found| found.rejects.as_slice())
        .unwrap_or_default();
    let mut rejects: Vec<_> = rejects.iter().collect();
    rejects.sort_by_key(|reject| reject.source);
    let (mut nothing, mut sensitive, mut near) = (Vec::new(), Vec::new(), Vec::new());
    for reject in rejects {
        let (source, own) = (reject.source, reject.claim == Claim::Own);
        match &reject.why {
            Why::Sensitive if own => sensitive.push(source.to_string()),
            Why::Sensitive => near.push(format!("{source} is marked sensitive")),
            Why::Null if own => nothing.push(format!("{source} is null")),
            Why::Null => near.push(format!("{source} is null")),
            Why::Empty if own => nothing.push(format!("{source} is empty")),
            Why::Empty => near.push(format!("{source} is empty")),
            Why::Misfit(misfit) => near.push(format!(
                "{source} is {}, not {}",
                misfit.found, misfit.expected
            )),
        }
    }
    let needed_by = needs.files(field).map(str::to_owned).collect();
    if !sensitive.is_empty() {
        ContextError::Sensitive {
            field,
            found: sensitive,
            needed_by,
        }
    } else if !nothing.is_empty() {
        ContextError::Null {
            field,
            found: nothing,
            needed_by,
        }
    } else {
        ContextError::missing(field, facts.files(), needs, near)
    }
}
