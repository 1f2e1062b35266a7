//! `terraform output -json`: an object of `{name: {sensitive, type, value}}`. `OpenTofu` writes the same.

use serde_json::value::RawValue;

use super::error::TerraformError;
use super::fact::{Address, Fact, FactValue, Source};
use super::json::Document;
use super::lookalike::Lookalike;
use crate::problem::{Place, Problem, Problems};

/// Reads the text of one file; `file` is its name in sources and messages.
///
/// ```
/// let text = r#"{ "vpc_id": { "sensitive": false, "type": "string", "value": "vpc-0abc" } }"#;
/// let facts = k8sgen_core::terraform::read("vpc.json", text)?;
/// assert_eq!(facts[0].source.to_string(), "outputs.vpc_id (vpc.json:1)");
/// # Ok::<(), k8sgen_core::Problems>(())
/// ```
///
/// # Errors
/// If the text is no JSON, no Terraform output, or holds no output at all; every bad member is listed.
pub fn read(file: &str, text: &str) -> Result<Vec<Fact>, Problems> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let whole = |error: TerraformError| Problems::from(Problem::at(Place::file(file), &error));
    if text.trim().is_empty() {
        return Err(whole(TerraformError::Empty));
    }
    let document = Document::new(file, text);
    let root = document
        .root()
        .map_err(|problem| match Lookalike::of_text(file, text) {
            Some(like) => whole(TerraformError::LooksLike(like)),
            None => problem,
        })?;
    let Some(members) = document.members(root)? else {
        return Err(whole(TerraformError::LooksLike(Lookalike::of_value(
            root.get(),
        ))));
    };
    if members.is_empty() {
        return Err(whole(TerraformError::NoOutputs));
    }
    let (mut facts, mut problems) = (Vec::new(), Vec::new());
    for (name, raw) in &members {
        let line = document.line(raw);
        match value(&document, name, raw, Place::line(file, line)) {
            Ok(value) => {
                let source = Source {
                    address: Address::Output(name.clone()),
                    file: file.to_owned(),
                    line,
                };
                facts.push(Fact { source, value });
            }
            Err(wrong) => problems.extend(wrong),
        }
    }
    if !problems.is_empty()
        && let Some(like) = Lookalike::of_members(&members)
    {
        return Err(whole(TerraformError::LooksLike(like)));
    }
    Problems::check(facts, problems)
}

/// The value of one output. A sensitive one is not decoded.
fn value<'a>(
    document: &Document<'a>,
    name: &str,
    raw: &'a RawValue,
    place: Place,
) -> Result<FactValue, Problems> {
    let members = document.members(raw)?.unwrap_or_default();
    let member = |wanted: &str| {
        members
            .iter()
            .rev()
            .find(|(name, _)| name == wanted)
            .map(|(_, raw)| *raw)
    };
    let wrong = |error: TerraformError| Problems::from(Problem::at(place, &error));
    let Some(value) = member("value") else {
        return Err(wrong(TerraformError::NoValue {
            output: name.to_owned(),
        }));
    };
    match member("sensitive").map(RawValue::get) {
        None | Some("false") => document.decode(value).map(FactValue::Plain),
        Some("true") => Ok(FactValue::Sensitive),
        Some(_) => Err(wrong(TerraformError::BadSensitive {
            output: name.to_owned(),
        })),
    }
}
