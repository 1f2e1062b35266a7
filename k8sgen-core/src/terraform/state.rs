//! `terraform.tfstate`, version 4: outputs, and what the allow-list names of resources. `OpenTofu` writes the same.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::allow_list::AllowList;
use super::attributes::{self, Marks};
use super::error::TerraformError;
use super::fact::Fact;
use super::json::{Document, Member, member};
use super::outputs;
use crate::problem::{Problem, Problems};

/// The version of the format that is read.
const VERSION: u64 = 4;

/// An entry of `resources`: a `resource` or `data` block.
#[derive(Deserialize)]
struct Block<'a> {
    #[serde(borrow)]
    mode: Cow<'a, str>,
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    name: Cow<'a, str>,
    module: Option<String>,
    #[serde(borrow)]
    instances: Option<&'a RawValue>,
}

/// An instance of a block.
#[derive(Deserialize)]
struct Instance<'a> {
    #[serde(borrow)]
    index_key: Option<&'a RawValue>,
    #[serde(borrow)]
    attributes: Option<&'a RawValue>,
    #[serde(borrow)]
    attributes_flat: Option<&'a RawValue>,
    #[serde(borrow)]
    sensitive_attributes: Option<&'a RawValue>,
    #[serde(borrow)]
    deposed: Option<&'a RawValue>,
}

/// Reads a state by the members of its root.
pub(super) fn read<'a>(
    document: &Document<'a>,
    members: &[Member<'a>],
    allowed: &AllowList,
) -> Result<Vec<Fact>, Problems> {
    let (mut facts, mut problems) = (Vec::new(), Vec::new());
    let version = member(members, "version").map(|raw| (raw, raw.get().parse::<u64>()));
    if let Some((raw, version)) = version
        && version != Ok(VERSION)
    {
        let error = TerraformError::Version {
            version: version.unwrap_or(0),
        };
        return Err(Problem::at(document.place(raw), &error).into());
    }
    if let Some(raw) = member(members, "outputs") {
        let members = document.members(raw)?.unwrap_or_default();
        outputs::read(document, &members, &mut facts, &mut problems);
    }
    let blocks: Option<Vec<Block<'a>>> = match member(members, "resources") {
        Some(raw) => document.parse(raw)?,
        None => None,
    };
    for block in blocks.iter().flatten() {
        if allowed.of(&block.kind).is_empty() {
            continue;
        }
        if let Some(raw) = block.instances
            && let Err(wrong) = instances(document, block, raw, allowed, &mut facts)
        {
            problems.extend(wrong);
        }
    }
    if facts.is_empty() && problems.is_empty() && blocks.is_none_or(|blocks| blocks.is_empty()) {
        problems.push(Problem::at(
            crate::problem::Place::file(document.file()),
            &TerraformError::EmptyState,
        ));
    }
    Problems::check(facts, problems)
}

fn instances<'a>(
    document: &Document<'a>,
    block: &Block<'a>,
    raw: &'a RawValue,
    allowed: &AllowList,
    facts: &mut Vec<Fact>,
) -> Result<(), Problems> {
    for instance in document.parse::<Vec<Instance<'a>>>(raw)? {
        // What was replaced and could not be destroyed yet.
        if instance.deposed.is_some() {
            continue;
        }
        let module = block.module.as_deref();
        let resource = attributes::resource(
            &block.kind,
            &block.mode,
            module,
            &block.name,
            instance.index_key,
        );
        let marks = Marks::of_state(instance.sensitive_attributes);
        if let Some(raw) = instance.attributes {
            attributes::take(document, raw, &resource, &marks, allowed, facts)?;
        } else if let Some(raw) = instance.attributes_flat {
            attributes::take_flat(document, raw, &resource, &marks, allowed, facts)?;
        }
    }
    Ok(())
}
