//! Outputs, as `terraform output -json`, a state and `terraform show -json` all write them: an object of
//! `{name: {sensitive, type, value}}`.

use serde_json::value::RawValue;

use super::address::Address;
use super::error::TerraformError;
use super::fact::{Fact, FactValue, Source};
use super::json::{Document, Member, member};
use crate::problem::{Problem, Problems};

/// How deep into an output's objects names are looked for.
const DEEPEST: usize = 8;

/// All outputs, and the members of those that are objects.
pub(super) fn read(
    document: &Document<'_>,
    members: &[Member<'_>],
    facts: &mut Vec<Fact>,
    problems: &mut Vec<Problem>,
) {
    for (name, raw) in members {
        if let Err(wrong) = output(document, name, raw, facts) {
            problems.extend(wrong);
        }
    }
}

/// One output. A sensitive one is not decoded.
fn output(
    document: &Document<'_>,
    name: &str,
    raw: &RawValue,
    facts: &mut Vec<Fact>,
) -> Result<(), Problems> {
    let place = document.place(raw);
    let line = document.line(raw);
    let members = document.members(raw)?.unwrap_or_default();
    let wrong = |error: TerraformError| Problems::from(Problem::at(place.clone(), &error));
    let Some(value) = member(&members, "value") else {
        return Err(wrong(TerraformError::NoValue {
            output: name.to_owned(),
        }));
    };
    let address = Address::Output(name.to_owned());
    match member(&members, "sensitive").map(RawValue::get) {
        None | Some("false") => {
            facts.push(fact(document, address, line, value)?);
            inside(document, name, &[], value, facts)
        }
        Some("true") => {
            let source = Source {
                address,
                file: document.file().to_owned(),
                line,
            };
            facts.push(Fact {
                source,
                value: FactValue::Sensitive,
            });
            Ok(())
        }
        Some(_) => Err(wrong(TerraformError::BadSensitive {
            output: name.to_owned(),
        })),
    }
}

/// The members of an output that is an object, and theirs.
fn inside(
    document: &Document<'_>,
    output: &str,
    keys: &[String],
    raw: &RawValue,
    facts: &mut Vec<Fact>,
) -> Result<(), Problems> {
    if keys.len() == DEEPEST {
        return Ok(());
    }
    for (key, raw) in document.members(raw)?.unwrap_or_default() {
        let keys = [keys, &[key]].concat();
        let address = Address::Member {
            output: output.to_owned(),
            keys: keys.clone(),
        };
        facts.push(fact(document, address, document.line(raw), raw)?);
        inside(document, output, &keys, raw, facts)?;
    }
    Ok(())
}

fn fact(
    document: &Document<'_>,
    address: Address,
    line: usize,
    raw: &RawValue,
) -> Result<Fact, Problems> {
    let source = Source {
        address,
        file: document.file().to_owned(),
        line,
    };
    let value = FactValue::Plain(document.decode(raw)?);
    Ok(Fact { source, value })
}
