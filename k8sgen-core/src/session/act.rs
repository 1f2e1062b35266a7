//! One call: all of what it means to change, or nothing.

use std::collections::BTreeSet;

use k8sgen_templates::names::RepoPath;
use serde_json::{Map, Value};

use super::progress::{Acted, Id, Progress};
use super::reply::{DocumentChange, NextCall, Reply};
use super::{Error, Session, check, text};
use crate::generate;
use crate::problem::{Problem, Problems};
use crate::tool::{Call, Inputs, Made, Reads};
use crate::tree::{Change, Tree};
use crate::validate::{Finding, Severity};

/// Who wrote what a call makes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    /// k8sgen. What is found in it is said, and is nothing that its caller could mend by other words.
    Template,
    /// The caller. What is wrong with it is refused.
    Caller,
}

impl Source {
    fn of(call: &Call) -> Self {
        match call {
            Call::WriteCustomManifest(_) => Self::Caller,
            _ => Self::Template,
        }
    }
}

impl Session {
    /// Makes one call of a tool. What the plan's step of the same subject says, and `args` does not, is added.
    ///
    /// # Errors
    /// What is wrong with the call, or which step has to be made first. Nothing has changed then.
    pub fn act(&mut self, tool: &str, args: &Map<String, Value>) -> Result<Reply, Problems> {
        let given = Call::read(tool, args).map_err(|problems| naming(problems, args))?;
        let step = self.progress.step(&given.subject());
        let call = match step {
            Some(step) => {
                self.check_order(step)?;
                self.planned_call(given, step)?
            }
            None => given,
        };
        self.make(step, call)
            .map_err(|problems| naming(problems, args))
    }

    /// What a call makes by itself, whatever comes before it in the plan. The session stays as it is.
    ///
    /// # Errors
    /// What is wrong with the call.
    pub fn try_alone(&self, tool: &str, args: &Map<String, Value>) -> Result<Reply, Problems> {
        let call = Call::read(tool, args).map_err(|problems| naming(problems, args))?;
        let mut alone = Self::new(self.project.clone())?;
        let made = alone.make(None, call);
        let reply = made.map_err(|problems| naming(problems, args))?;
        Ok(Reply {
            next: None,
            left: None,
            ..reply
        })
    }

    fn make(&mut self, step: Option<usize>, call: Call) -> Result<Reply, Problems> {
        let made = self.run(step, &call, &self.tree)?;
        let (mut tree, mut progress) = (self.tree.clone(), self.progress.clone());
        let (path, filled) = (made.path.clone(), made.filled.clone());
        let (tool, reads, source) = (call.tool(), call.reads(), Source::of(&call));
        let mut changes = put(&mut tree, &mut progress, step, call, made);
        let is_new = |change: &DocumentChange| change.change != Change::Unchanged;
        if reads == Reads::Inputs && changes.iter().any(is_new) {
            changes.extend(self.follow(&mut tree, &mut progress)?);
        }
        if step.is_none() {
            tree.check()?;
        }
        let paths: BTreeSet<&RepoPath> = changes.iter().map(|change| &change.path).collect();
        let findings = paths.into_iter().flat_map(|path| {
            check::file(&tree, path, |document| {
                changes.iter().any(|change| change.is_of(path, document))
            })
        });
        let findings: Vec<Finding> = findings.collect();
        if source == Source::Caller {
            let errors = findings
                .iter()
                .filter(|finding| finding.severity == Severity::Error);
            let problems = errors.cloned().map(Problem::from).collect();
            Problems::check((), problems)?;
        }
        self.tree = tree;
        self.progress = progress;

        Ok(Reply {
            tool,
            step: step.map(|step| self.plan().steps()[step].id.clone()),
            findings,
            path,
            changes,
            filled,
            next: self.next().map(NextCall::from),
            left: Some(self.left()),
        })
    }

    /// Says which step comes first, if one does.
    fn check_order(&self, step: usize) -> Result<(), Problems> {
        let Some(before) = self.progress.first_before(step) else {
            return Ok(());
        };
        let steps = self.plan().steps();
        let before = &steps[before];
        Err(Problem::new(&Error::TooEarly {
            step: steps[step].id.clone(),
            before: before.id.clone(),
            tool: before.tool.clone(),
            args: before.args.clone(),
        })
        .into())
    }

    /// The call with what its step says besides.
    fn planned_call(&self, given: Call, step: usize) -> Result<Call, Problems> {
        let step = &self.plan().steps()[step];
        let mut args = step.args.clone();
        let own = given.args();
        if args.keys().all(|name| own.contains_key(name)) {
            return Ok(given);
        }
        args.extend(own);
        Call::read(&step.tool, &args)
    }

    fn run(&self, step: Option<usize>, call: &Call, tree: &Tree) -> Result<Made, Problems> {
        let inputs = Inputs::new(&self.project.context, &self.project.inventory, tree);
        match step {
            Some(step) => generate::run(&self.plan().steps()[step], call, &inputs),
            None => call.run(&inputs),
        }
    }

    /// Makes anew what follows from the tree.
    fn follow(
        &self,
        tree: &mut Tree,
        progress: &mut Progress,
    ) -> Result<Vec<DocumentChange>, Problems> {
        let following: Vec<_> = progress
            .following()
            .map(|(step, acted)| (step, acted.call.clone()))
            .collect();
        let mut changes = Vec::new();
        for (step, call) in following {
            let made = self.run(step, &call, tree).map_err(|problems| {
                let broken = problems.into_iter().map(|problem| {
                    let (tool, args) = (call.tool().to_owned(), text(&call.args()));
                    let why = problem.message;
                    Problem::new(&Error::Breaks { tool, args, why })
                });
                Problems::from(broken.collect::<Vec<_>>())
            })?;
            let made = put(tree, progress, step, call, made);
            changes.extend(
                made.into_iter()
                    .filter(|made| made.change != Change::Unchanged),
            );
        }
        Ok(changes)
    }
}

/// Puts what a call made into the tree, in the plan's order, and takes away what it made before and makes no more.
fn put(
    tree: &mut Tree,
    progress: &mut Progress,
    step: Option<usize>,
    call: Call,
    made: Made,
) -> Vec<DocumentChange> {
    let path = made.path.clone();
    let documents = path.as_ref().map(|_| made.documents.clone());
    let documents = documents.unwrap_or_default();
    let ids = path
        .iter()
        .flat_map(|path| documents.iter().map(|document| Id::of(path, document)));
    let acted = Acted {
        call,
        documents: ids.collect(),
    };
    for gone in progress.note(step, acted) {
        tree.remove(&gone.path, &gone.kind, &gone.name);
    }
    let changes = made.put(tree);
    let Some(path) = path else {
        return Vec::new();
    };
    let ranks = progress.ranks(&path);
    tree.sort_by_key(&path, |document| {
        let rank = ranks.get(&(document.kind.as_str(), document.name.as_str()));
        rank.copied().unwrap_or(usize::MAX)
    });
    let documents = documents.into_iter().zip(changes);
    documents
        .map(|(document, change)| DocumentChange {
            path: path.clone(),
            kind: document.kind,
            name: document.name,
            change,
            text: document.text,
        })
        .collect()
}

/// Says which argument a value was, where a tool only knows the value.
fn naming(problems: Problems, args: &Map<String, Value>) -> Problems {
    let named = problems.into_iter().map(|mut problem| {
        let correction = &mut problem.correction;
        if let (None, Some(given)) = (&correction.field, &correction.given) {
            let is_it = |value: &Value| value.as_str() == Some(given);
            let field = args.iter().find(|(_, value)| is_it(value));
            correction.field = field.map(|(name, _)| name.clone());
        }
        problem
    });
    Problems::from(named.collect::<Vec<_>>())
}
