//! A plan, run: its calls folded over the tools into a tree. Nothing else makes content.

use crate::context::Context;
use crate::inventory::Inventory;
use crate::plan::{Plan, Step};
use crate::problem::{Explain, Problem, Problems};
use crate::tool::{Call, Inputs, Made};
use crate::tree::Tree;

/// What can be wrong with running a step.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A step that says it writes elsewhere than its tool does.
    #[error("step `{step}` says that it writes `{said}`, but its call writes `{made}`")]
    OtherPath {
        /// The step.
        step: String,
        /// The path that it says.
        said: String,
        /// The path that its tool writes.
        made: String,
    },
}

impl Explain for Error {
    const STAGE: &'static str = "generate";

    fn code(&self) -> &'static str {
        match self {
            Self::OtherPath { .. } => "other-path",
        }
    }

    fn help(&self) -> Option<String> {
        Some("a tool knows its file: write that path, or change the arguments".to_owned())
    }
}

/// What is wrong with a step's call, as far as that can be said before anything is made: an unknown tool, or
/// arguments that it does not take.
#[must_use]
pub fn check(step: &Step) -> Vec<Problem> {
    let read = Call::read(&step.tool, &step.args);
    read.err().into_iter().flatten().collect()
}

/// Runs `plan` from top to bottom; last of all the calls that read what the others made.
///
/// # Errors
/// Everything that its calls miss or refuse.
pub fn generate(plan: &Plan, context: &Context, inventory: &Inventory) -> Result<Tree, Problems> {
    let mut tree = Tree::default();
    let mut problems: Vec<Problem> = Vec::new();
    let mut refuse = |step: &Step, more: Problems| {
        problems.extend(more.into_iter().map(|mut problem| {
            problem.place = problem.place.or_else(|| step.place.clone());
            problem
        }));
    };
    let mut calls = Vec::with_capacity(plan.steps().len());
    for step in plan.steps() {
        match Call::read(&step.tool, &step.args) {
            Ok(call) => calls.push((step, call)),
            Err(more) => refuse(step, more),
        }
    }
    calls.sort_by_key(|(_, call)| call.reads());
    for (step, call) in calls {
        match run(step, &call, &Inputs::new(context, inventory, &tree)) {
            Ok(made) => {
                made.put(&mut tree);
            }
            Err(more) => refuse(step, more),
        }
    }
    problems.extend(tree.check().err().into_iter().flatten());
    Problems::check(tree, problems)
}

/// Makes what a step's call asks for, which has to stand where the step says.
pub(crate) fn run(step: &Step, call: &Call, inputs: &Inputs<'_>) -> Result<Made, Problems> {
    let made = call.run(inputs)?;
    match &made.path {
        Some(path) if path.as_str() != step.path => {
            let (step, said, made) = (step.id.clone(), step.path.clone(), path.to_string());
            Err(Problems::from(Problem::new(&Error::OtherPath {
                step,
                said,
                made,
            })))
        }
        _ => Ok(made),
    }
}
