//! A session as JSON: stopped here, resumed on another machine. It holds the inventory's text, the context, the
//! plan, the tree and the calls; nothing that Terraform marks sensitive is in any of them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::progress::{Acted, Id};
use super::{Error, Session};
use crate::context::{Context, Saved as SavedContext};
use crate::inventory;
use crate::plan::Plan;
use crate::problem::{Problem, Problems};
use crate::project::Project;
use crate::tool::Call;
use crate::tree::Tree;

/// The format's number. It changes when an older version could not read what this one writes.
const FORMAT: u64 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Saved {
    format: u64,
    inventory: SavedInventory,
    context: SavedContext,
    plan: Plan,
    tree: Tree,
    calls: Vec<SavedCall>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedInventory {
    file: String,
    text: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedCall {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    step: Option<String>,
    tool: String,
    args: Map<String, Value>,
    documents: Vec<Id>,
}

impl Session {
    /// The session as JSON, which [`Session::from_json`] reads.
    ///
    /// # Panics
    /// Never: it is written to memory.
    #[must_use]
    pub fn to_json(&self) -> String {
        let steps = self.plan().steps();
        let calls = self.progress.acted().map(|(step, acted)| SavedCall {
            step: step.map(|step| steps[step].id.clone()),
            tool: acted.call.tool().to_owned(),
            args: acted.call.args(),
            documents: acted.documents.iter().cloned().collect(),
        });
        let saved = Saved {
            format: FORMAT,
            inventory: SavedInventory {
                file: self.project.inventory.file.clone(),
                text: self.project.inventory.text.clone(),
            },
            context: SavedContext::from(&self.project.context),
            plan: self.project.plan.clone(),
            tree: self.tree.clone(),
            calls: calls.collect(),
        };
        serde_json::to_string(&saved).expect("a session that is written to memory")
    }

    /// A session as it was when [`Session::to_json`] wrote it.
    ///
    /// # Errors
    /// What is no checkpoint, or one of another format.
    pub fn from_json(text: &str) -> Result<Self, Problems> {
        let value: Value = serde_json::from_str(text).map_err(|error| damaged(&error))?;
        if let Some(found) = value.get("format").and_then(Value::as_u64)
            && found != FORMAT
        {
            let known = FORMAT;
            return Err(Problem::new(&Error::Format { found, known }).into());
        }
        let saved: Saved = serde_json::from_value(value).map_err(|error| damaged(&error))?;
        let inventory = inventory::read(&saved.inventory.file, &saved.inventory.text)?;
        let context = Context::try_from(saved.context).map_err(|error| damaged(&error))?;
        let mut session = Self::new(Project {
            inventory,
            context,
            plan: saved.plan,
        })?;
        session.tree = saved.tree;
        for call in saved.calls {
            session.resume(call)?;
        }
        Ok(session)
    }

    fn resume(&mut self, saved: SavedCall) -> Result<(), Problems> {
        let steps = self.project.plan.steps();
        let step = saved.step.map(|id| {
            let index = steps.iter().position(|step| step.id == id);
            index.ok_or_else(|| damaged(&format!("the plan has no step `{id}`")))
        });
        let is_there = |id: &Id| {
            let documents = self.tree.documents(&id.path).unwrap_or_default();
            documents
                .iter()
                .any(|document| document.kind == id.kind && document.name == id.name)
        };
        if let Some(id) = saved.documents.iter().find(|id| !is_there(id)) {
            let why = format!("{} {} is not in {}", id.kind, id.name, id.path);
            return Err(damaged(&why));
        }
        let acted = Acted {
            call: Call::read(&saved.tool, &saved.args)?,
            documents: saved.documents.into_iter().collect(),
        };
        self.progress.note(step.transpose()?, acted);
        Ok(())
    }
}

fn damaged(why: &impl ToString) -> Problems {
    let why = why.to_string();
    Problem::new(&Error::Damaged { why }).into()
}
