//! A plan that is run, whole or as far as one file needs it, and remembers which step made what.

use std::collections::{BTreeMap, BTreeSet};

use k8sgen_templates::names::RepoPath;

use super::MadeBy;
use crate::generate::fold;
use crate::plan::Step;
use crate::problem::Problems;
use crate::project::Project;
use crate::tool::{Call, Reads};
use crate::tree::Tree;

/// A file, kind and name of a document in it, and the step that made it.
type Makers<'p> = BTreeMap<(RepoPath, String, String), &'p Step>;

/// What a project's plan made.
#[derive(Debug)]
pub(super) struct Traced<'p> {
    pub(super) tree: Tree,
    makers: Makers<'p>,
}

impl<'p> Traced<'p> {
    /// Everything that is made.
    pub(super) fn whole(project: &'p Project) -> Result<Self, Problems> {
        Self::of(project, project.plan.steps().iter())
    }

    /// These files, and what they need: everything, if a step looks at what others have made.
    pub(super) fn files(project: &'p Project, paths: &BTreeSet<&str>) -> Result<Self, Problems> {
        let steps = project.plan.steps().iter();
        let wanted = steps.filter(|step| paths.contains(step.path.as_str()));
        let is_alone = |step: &Step| {
            let call = Call::read(&step.tool, &step.args);
            call.is_ok_and(|call| call.reads() == Reads::Inputs)
        };
        if wanted.clone().all(is_alone) {
            Self::of(project, wanted)
        } else {
            Self::whole(project)
        }
    }

    fn of(project: &'p Project, steps: impl Iterator<Item = &'p Step>) -> Result<Self, Problems> {
        let mut makers = Makers::new();
        let tree = fold(steps, &project.context, &project.inventory, |step, made| {
            for (path, document) in made
                .path
                .iter()
                .flat_map(|path| made.documents.iter().map(move |document| (path, document)))
            {
                let (kind, name) = (document.kind.clone(), document.name.clone());
                makers.insert((path.clone(), kind, name), step);
            }
        })?;
        Ok(Self { tree, makers })
    }

    /// For each line of a file, what made it. None for a line between two documents.
    pub(super) fn makers(&self, path: &RepoPath) -> Vec<Option<MadeBy>> {
        let mut makers = Vec::new();
        for document in self.tree.documents(path).unwrap_or_default() {
            if !makers.is_empty() {
                makers.push(None);
            }
            let key = (path.clone(), document.kind.clone(), document.name.clone());
            let maker = self.makers.get(&key).map(|step| MadeBy {
                kind: document.kind.clone(),
                name: document.name.clone(),
                step: step.id.clone(),
                tool: step.tool.clone(),
                args: step.args.clone(),
                level: step.level,
            });
            makers.extend(document.text.lines().map(|_| maker.clone()));
        }
        makers
    }
}
