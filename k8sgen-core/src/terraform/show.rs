//! `terraform show -json` of a state: outputs, and what the allow-list names of resources, module by module.
//! `OpenTofu` writes the same.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::allow_list::AllowList;
use super::attributes::{self, Marks};
use super::error::TerraformError;
use super::fact::Fact;
use super::json::{Document, Member, member};
use super::outputs;
use crate::problem::{Place, Problem, Problems};

/// A module: the root, or one that is called.
#[derive(Deserialize)]
struct Module<'a> {
    address: Option<String>,
    #[serde(borrow, default)]
    resources: Vec<Entry<'a>>,
    #[serde(borrow, default)]
    child_modules: Vec<Module<'a>>,
}

/// One instance of a resource.
#[derive(Deserialize)]
struct Entry<'a> {
    #[serde(borrow)]
    mode: Cow<'a, str>,
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow)]
    index: Option<&'a RawValue>,
    #[serde(borrow)]
    values: Option<&'a RawValue>,
    #[serde(borrow)]
    sensitive_values: Option<&'a RawValue>,
    #[serde(borrow)]
    deposed_key: Option<&'a RawValue>,
}

/// Reads what was shown by the members of its root.
pub(super) fn read<'a>(
    document: &Document<'a>,
    members: &[Member<'a>],
    allowed: &AllowList,
) -> Result<Vec<Fact>, Problems> {
    let (mut facts, mut problems) = (Vec::new(), Vec::new());
    let values = match member(members, "values") {
        Some(raw) => document.members(raw)?.unwrap_or_default(),
        None => Vec::new(),
    };
    if let Some(raw) = member(&values, "outputs") {
        let members = document.members(raw)?.unwrap_or_default();
        outputs::read(document, &members, &mut facts, &mut problems);
    }
    if let Some(raw) = member(&values, "root_module")
        && let Err(wrong) = document
            .parse::<Module<'a>>(raw)
            .and_then(|root| module(document, &root, allowed, &mut facts))
    {
        problems.extend(wrong);
    }
    if values.is_empty() {
        let place = Place::file(document.file());
        problems.push(Problem::at(place, &TerraformError::EmptyState));
    }
    Problems::check(facts, problems)
}

fn module<'a>(
    document: &Document<'a>,
    within: &Module<'a>,
    allowed: &AllowList,
    facts: &mut Vec<Fact>,
) -> Result<(), Problems> {
    let read =
        |entry: &&Entry<'a>| entry.deposed_key.is_none() && !allowed.of(&entry.kind).is_empty();
    for entry in within.resources.iter().filter(read) {
        let Some(values) = entry.values else { continue };
        let address = within.address.as_deref();
        let resource =
            attributes::resource(&entry.kind, &entry.mode, address, &entry.name, entry.index);
        let marks = Marks::of_show(entry.sensitive_values);
        attributes::take(document, values, &resource, &marks, allowed, facts)?;
    }
    within
        .child_modules
        .iter()
        .try_for_each(|child| module(document, child, allowed, facts))
}
