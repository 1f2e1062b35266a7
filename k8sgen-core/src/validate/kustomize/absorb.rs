//! What was generated meets what is there: as another object, in its place, or merged with it.

use super::edit;
use super::note::{Note, Step, What};
use super::resource::{Behavior, Resource};
use crate::yaml::{Mark, Node};

/// Adds what was generated, or lays it on what is there.
pub(super) fn absorb(resources: &mut Vec<Resource>, mut made: Resource, mark: Mark) -> Step {
    let id = made.id();
    let mut meant = resources
        .iter()
        .enumerate()
        .filter(|(_, one)| one.is_by_any_id(&id))
        .map(|(at, _)| at);
    let refuse = |message: String| Err(Note::new(mark, What::NoMerge, message));
    let Some(at) = meant.next() else {
        if made.behavior != Behavior::Create {
            return refuse(format!("there is no {id} to merge with or to replace"));
        }
        resources.push(made);
        return Ok(());
    };
    if meant.next().is_some() {
        return refuse(format!("several objects are {id}"));
    }
    let old = &resources[at];
    match made.behavior {
        Behavior::Create => {
            return refuse(format!(
                "there is already {id}: its `behavior` must be merge or replace"
            ));
        }
        Behavior::Replace => made.succeed(old),
        Behavior::Merge => {
            let data = merged_data(old, &made);
            made.succeed(old);
            for (field, map) in data {
                edit::remove(&mut made.node, field);
                if !edit::is_empty(&map) {
                    edit::set(&mut made.node, field, map);
                }
            }
        }
    }
    resources[at] = made;
    Ok(())
}

/// The data of both, where that of the newer counts.
fn merged_data(old: &Resource, new: &Resource) -> Vec<(&'static str, Node)> {
    let mut merged = Vec::new();
    for field in ["data", "binaryData"] {
        let mut both = edit::empty_map(new.node.mark);
        let encoded = super::generate::encoded(&old.node, field);
        for from in [old.node.at([field]), encoded.as_ref(), new.node.at([field])] {
            for entry in from.map_or(&[][..], Node::entries) {
                let text = entry.value.text().unwrap_or_default();
                edit::set(&mut both, &entry.key, edit::text(text, entry.value.mark));
            }
        }
        merged.push((field, both));
    }
    merged
}
