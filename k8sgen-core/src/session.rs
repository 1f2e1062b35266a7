//! A repository made call by call: for an agent that is guided by a language model, and for whoever else wants
//! to see each step. It holds the project, the tree so far, and which of the plan's steps are made.
//!
//! [`Session::observe`] says where it stands, [`Session::act`] makes one call, [`Session::finish`] gives the tree.
//! A call changes everything that it means to, or nothing. What follows from the tree, such as a
//! `kustomization.yaml`, is made anew when the tree changes, and documents stand in their files in the plan's
//! order: so the order of calls changes no byte, and all steps of the plan give what
//! [`generate`](crate::generate()) gives.
//!
//! ```no_run
//! use std::path::Path;
//!
//! use k8sgen_core::{Project, Session, Sources};
//!
//! let project = Project::load(Path::new("k8sgen.yaml"), &Sources::default(), None)?;
//! let mut session = Session::new(project)?;
//! while let Some(step) = session.next().cloned() {
//!     session.act(&step.tool, &step.args)?;
//! }
//! let tree = session.finish()?;
//! # Ok::<(), k8sgen_core::Problems>(())
//! ```

mod act;
mod check;
mod error;
mod observe;
mod progress;
mod reply;
mod saved;

pub use error::Error;
pub use observe::{LevelLeft, Observation};
pub use reply::{Detail, DocumentChange, NextCall, Reply};

use serde_json::Value;

use self::progress::Progress;
use crate::plan::{Plan, Step};
use crate::problem::{Problem, Problems};
use crate::project::Project;
use crate::tree::Tree;
use crate::validate::Severity;

/// A repository in the making.
#[derive(Debug, Clone)]
pub struct Session {
    project: Project,
    tree: Tree,
    progress: Progress,
}

impl Session {
    /// Nothing is made yet.
    ///
    /// # Errors
    /// Steps of the plan that are no calls.
    pub fn new(project: Project) -> Result<Self, Problems> {
        Ok(Self {
            progress: Progress::new(&project.plan)?,
            project,
            tree: Tree::default(),
        })
    }

    /// What the repository is made from.
    #[must_use]
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// The plan that it follows.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.project.plan
    }

    /// What has been made so far.
    #[must_use]
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Whether the plan's step of this id is made.
    #[must_use]
    pub fn is_made(&self, step: &str) -> bool {
        let steps = self.plan().steps();
        let index = steps.iter().position(|other| other.id == step);
        index.is_some_and(|index| self.progress.is_made(index))
    }

    /// Whether every step of the plan is made.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.left() == 0
    }

    /// The steps that can be made now, in the plan's order: what they come after is made.
    pub fn ready(&self) -> impl Iterator<Item = &Step> {
        let steps = self.plan().steps().iter().enumerate();
        steps
            .filter(|(index, _)| !self.progress.is_made(*index) && self.progress.is_ready(*index))
            .map(|(_, step)| step)
    }

    /// The plan's next step; none when all are made.
    #[must_use]
    pub fn next(&self) -> Option<&Step> {
        self.ready().next()
    }

    /// Where it stands: what is made, what is next, what is wrong.
    #[must_use]
    pub fn observe(&self) -> Observation {
        observe::observe(self)
    }

    /// The whole tree, checked.
    ///
    /// # Errors
    /// Steps that are left, and what is wrong with what was made.
    pub fn finish(&self) -> Result<Tree, Problems> {
        let mut problems = Vec::new();
        if !self.is_done() {
            let steps = self.plan().steps();
            let left = steps.iter().enumerate();
            let left = left.filter(|(index, _)| !self.progress.is_made(*index));
            problems.push(Problem::new(&Error::Unfinished {
                steps: left.map(|(_, step)| step.id.clone()).collect(),
                total: steps.len(),
            }));
        }
        let findings = if self.is_done() {
            check::last(&self.project, &self.tree)?
        } else {
            check::all(&self.tree)
        };
        let findings = findings.into_iter();
        let errors = findings.filter(|finding| finding.severity == Severity::Error);
        problems.extend(errors.map(Problem::from));
        Problems::check(self.tree.clone(), problems)
    }

    /// How many steps are left.
    fn left(&self) -> usize {
        let steps = 0..self.plan().steps().len();
        steps.filter(|index| !self.progress.is_made(*index)).count()
    }

    /// The calls that were made beside the plan.
    fn beside(&self) -> impl Iterator<Item = NextCall> {
        self.progress.beside().map(|call| NextCall {
            step: None,
            tool: call.tool().to_owned(),
            args: call.args(),
        })
    }
}

/// `{"name": "web-ui"}` as text.
fn text(args: &serde_json::Map<String, Value>) -> String {
    Value::Object(args.clone()).to_string()
}
