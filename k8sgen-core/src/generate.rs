//! A plan, run: its calls folded over the tools into a tree. Nothing else makes content.

use crate::context::Context;
use crate::hands::{self, Load};
use crate::inventory::Inventory;
use crate::layout;
use crate::plan::{Plan, Step};
use crate::problem::{Explain, Problem, Problems};
use crate::tool::{Call, Inputs, Made, Reads};
use crate::tree::{Document, Tree};

/// So many calls take longer to run than a thread takes to start.
const WORTH_A_THREAD: usize = 20;

/// What can be wrong with running a step.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A manifest of the user's own that is made by a tool as well.
    #[error("the {kind} `{name}` of `manifests` is there already: k8sgen makes it in `{path}`")]
    Collides {
        /// The kind.
        kind: String,
        /// The name.
        name: String,
        /// The file that has the other one.
        path: String,
    },
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
            Self::Collides { .. } => "collides",
            Self::OtherPath { .. } => "other-path",
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::Collides { .. } => {
                "give yours another name, or say in the inventory what it is to be".to_owned()
            }
            Self::OtherPath { .. } => {
                "a tool knows its file: write that path, or change the arguments".to_owned()
            }
        })
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
    fold(plan.steps(), context, inventory, |_, _| {})
}

/// Runs `steps`: first those that only read what was given, side by side, then those that read what was made. `note` is
/// told what each made, in that order.
pub(crate) fn fold<'p>(
    steps: impl IntoIterator<Item = &'p Step>,
    context: &Context,
    inventory: &Inventory,
    mut note: impl FnMut(&'p Step, &Made),
) -> Result<Tree, Problems> {
    let mut tree = Tree::default();
    let mut problems: Vec<Problem> = Vec::new();
    let mut refuse = |step: &Step, more: Problems| {
        problems.extend(more.into_iter().map(|mut problem| {
            problem.place = problem.place.or_else(|| step.place.clone());
            problem
        }));
    };
    let mut calls = Vec::new();
    for step in steps {
        match Call::read(&step.tool, &step.args) {
            Ok(call) => calls.push((step, call)),
            Err(more) => refuse(step, more),
        }
    }
    let (free, bound): (Vec<_>, Vec<_>) = calls
        .into_iter()
        .partition(|(_, call)| call.reads() == Reads::Inputs);
    let mut take = |tree: &mut Tree, step: &'p Step, made: Result<Made, Problems>| match made {
        Ok(made) => {
            note(step, &made);
            made.put(tree);
        }
        Err(more) => refuse(step, more),
    };
    let load = Load::heavy_if(free.len() > WORTH_A_THREAD);
    let nothing = Tree::default();
    let made = hands::each(&free, load, || {
        |(step, call): &(&Step, Call)| run(step, call, &Inputs::new(context, inventory, &nothing))
    });
    for ((step, _), made) in free.iter().zip(made) {
        take(&mut tree, step, made);
    }
    for (step, call) in &bound {
        let made = run(step, call, &Inputs::new(context, inventory, &tree));
        take(&mut tree, step, made);
    }
    problems.extend(collisions(&tree, inventory));
    problems.extend(tree.check().err().into_iter().flatten());
    Problems::check(tree, problems)
}

/// Manifests of the user's own that some tool has made as well.
fn collisions(tree: &Tree, inventory: &Inventory) -> Vec<Problem> {
    let manifests = inventory.manifests.iter();
    let collisions = manifests.filter_map(|manifest| {
        let own = layout::extra_manifest(&manifest.kind, &manifest.name);
        let is_it = |document: &Document| {
            document.kind == manifest.kind && document.name == manifest.name.as_str()
        };
        let (path, _) = tree.iter().find(|(path, documents)| {
            let is_other = path.as_str().starts_with("base/") && **path != own;
            is_other && documents.iter().any(is_it)
        })?;
        let (kind, name, path) = (
            manifest.kind.clone(),
            manifest.name.to_string(),
            path.to_string(),
        );
        let error = Error::Collides { kind, name, path };
        Some(Problem::at(manifest.place.clone(), &error))
    });
    collisions.collect()
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
