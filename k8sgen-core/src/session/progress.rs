//! Which calls were made, and what each of them made.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use k8sgen_templates::names::RepoPath;
use serde::{Deserialize, Serialize};

use crate::plan::Plan;
use crate::problem::{Problem, Problems};
use crate::tool::{Call, Reads, Subject};
use crate::tree::Document;

/// What a session knows of its plan's calls and of those beside it. A copy costs little.
#[derive(Debug, Clone)]
pub(super) struct Progress {
    plan: Arc<Order>,
    /// What each step made.
    planned: Vec<Option<Arc<Acted>>>,
    /// What was made beside the plan, in the order of the calls.
    beside: Vec<Arc<Acted>>,
}

/// What a plan says of its steps, which are called by their place in it.
#[derive(Debug)]
struct Order {
    /// The steps of each subject. A plan that somebody edited may have two of one.
    steps: BTreeMap<Subject, Vec<usize>>,
    /// What each step comes after.
    after: Vec<Vec<usize>>,
}

/// A call, and what it made.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Acted {
    pub(super) call: Call,
    pub(super) documents: BTreeSet<Id>,
}

/// A document of the tree.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Id {
    pub(super) path: RepoPath,
    pub(super) kind: String,
    pub(super) name: String,
}

impl Id {
    pub(super) fn of(path: &RepoPath, document: &Document) -> Self {
        Self {
            path: path.clone(),
            kind: document.kind.clone(),
            name: document.name.clone(),
        }
    }
}

impl Progress {
    /// Nothing is made.
    pub(super) fn new(plan: &Plan) -> Result<Self, Problems> {
        let mut steps: BTreeMap<Subject, Vec<usize>> = BTreeMap::new();
        let mut problems: Vec<Problem> = Vec::new();
        let indices = plan.steps().iter().enumerate();
        let indices: HashMap<&str, usize> = indices
            .map(|(index, step)| (step.id.as_str(), index))
            .collect();
        for (index, step) in plan.steps().iter().enumerate() {
            match Call::read(&step.tool, &step.args) {
                Ok(call) => steps.entry(call.subject()).or_default().push(index),
                Err(more) => problems.extend(more),
            }
        }
        let after = plan.steps().iter().map(|step| {
            let known = step.after.iter();
            known
                .filter_map(|id| indices.get(id.as_str()).copied())
                .collect()
        });
        let order = Order {
            after: after.collect(),
            steps,
        };
        let progress = Self {
            plan: Arc::new(order),
            planned: vec![None; plan.steps().len()],
            beside: Vec::new(),
        };
        Problems::check(progress, problems)
    }

    /// The step that a call of this subject is: of several, the first that is not made.
    pub(super) fn step(&self, subject: &Subject) -> Option<usize> {
        let steps = self.plan.steps.get(subject)?;
        let open = steps.iter().find(|index| !self.is_made(**index));
        open.or(steps.first()).copied()
    }

    pub(super) fn is_made(&self, step: usize) -> bool {
        self.planned[step].is_some()
    }

    /// Whether all that a step comes after is made.
    pub(super) fn is_ready(&self, step: usize) -> bool {
        self.plan.after[step]
            .iter()
            .all(|before| self.is_made(*before))
    }

    /// The first step that can be made now, and has to be before `step` can.
    pub(super) fn first_before(&self, step: usize) -> Option<usize> {
        let open = |step: usize| {
            let before = self.plan.after[step].iter().copied();
            before.filter(|before| !self.is_made(*before))
        };
        let mut first = open(step).min()?;
        while let Some(before) = open(first).min() {
            first = before;
        }
        Some(first)
    }

    pub(super) fn beside(&self) -> impl Iterator<Item = &Call> {
        self.beside.iter().map(|acted| &acted.call)
    }

    /// The calls that were made, each with its step: the plan's first, in its order.
    pub(super) fn acted(&self) -> impl Iterator<Item = (Option<usize>, &Acted)> {
        let planned = self.planned.iter().enumerate();
        let planned = planned.filter_map(|(step, acted)| Some((Some(step), acted.as_deref()?)));
        planned.chain(self.beside.iter().map(|acted| (None, &**acted)))
    }

    /// Those that have to be made anew when something else changes.
    pub(super) fn following(&self) -> impl Iterator<Item = (Option<usize>, &Acted)> {
        self.acted()
            .filter(|(_, acted)| acted.call.reads() == Reads::Tree)
    }

    /// Notes a call. Gives the documents that it made before and, with all others, makes no more.
    pub(super) fn note(&mut self, step: Option<usize>, acted: Acted) -> Vec<Id> {
        let documents = acted.documents.clone();
        let old = if let Some(step) = step {
            self.planned[step].replace(Arc::new(acted))
        } else {
            self.note_beside(acted)
        };
        let gone = old.iter().flat_map(|old| &old.documents);
        let gone = gone.filter(|id| !documents.contains(id));
        gone.filter(|id| self.acted().all(|(_, other)| !other.documents.contains(id)))
            .cloned()
            .collect()
    }

    fn note_beside(&mut self, acted: Acted) -> Option<Arc<Acted>> {
        let subject = acted.call.subject();
        let is_same = |other: &Acted| other.call.subject() == subject;
        // A call whose documents are all made by a later one is that one's earlier try.
        self.beside
            .retain(|other| is_same(other) || !other.documents.is_subset(&acted.documents));
        if let Some(other) = self.beside.iter_mut().find(|other| is_same(other)) {
            return Some(std::mem::replace(other, Arc::new(acted)));
        }
        self.beside.push(Arc::new(acted));
        None
    }

    /// For each document of a file, the place of the first call that makes it: the plan's order, and then
    /// that of the calls beside it.
    pub(super) fn ranks(&self, path: &RepoPath) -> HashMap<(&str, &str), usize> {
        let mut ranks = HashMap::new();
        for (rank, (_, acted)) in self.acted().enumerate() {
            for id in acted.documents.iter().filter(|id| id.path == *path) {
                ranks
                    .entry((id.kind.as_str(), id.name.as_str()))
                    .or_insert(rank);
            }
        }
        ranks
    }
}
