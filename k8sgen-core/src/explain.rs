//! Where a line of a generated repository came from, and where a value of Terraform's went.
//!
//! Nothing is annotated on the way, and no tool keeps books. An explanation is an experiment: the tree is
//! made again in memory from what its lock holds, then once more with **one** input changed to another
//! valid value, and the lines that are others now are the lines which that input reaches. So it is exact whatever the
//! way from the input to the line was, a hash included, and a new tool needs nothing to be explained.
//!
//! [`Explainer::files`] answers for the lines of files, [`Explainer::reach`] for an output, and [`Drift`] for
//! what has changed in Terraform since the tree was made.

mod change;
mod drift;
mod error;
mod file;
mod input;
mod moved;
mod reach;
mod shape;
mod trace;
mod vary;

pub use drift::{Drift, Drifted};
pub use error::ExplainError;
pub use input::Input;
pub use reach::{Reach, Reached};

use k8sgen_templates::names::RepoPath;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::plan::Level;
use crate::problem::Problems;
use crate::project::Project;
use crate::repo::{Recipe, Repository};
use crate::tool::gather;
use change::Base;
use file::File;
use input::Lever;
use trace::Traced;

/// A generated repository that can be asked about.
#[derive(Debug)]
pub struct Explainer {
    base: Base,
    recipe: Recipe,
}

/// Which lines of a file are asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// All of them.
    All,
    /// The one with this number, counted from 1.
    One(usize),
}

/// A file, line by line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The file, in the repository.
    pub path: RepoPath,
    /// Whether it is what was generated.
    pub state: State,
    /// The lines that were asked about.
    pub lines: Vec<Line>,
}

/// Whether a file is what was generated, and what this version of k8sgen generates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// To the byte.
    AsGenerated,
    /// Somebody edited it. Its lines are explained as those that they were.
    Edited,
    /// This version of k8sgen generates something else. Its lines are explained as those that are most like them.
    OtherVersion(String),
}

/// A line of a file, and all that made it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// Its number in the file as it is now, counted from 1.
    pub number: usize,
    /// Its text.
    pub text: String,
    /// What it is, compared with what was generated.
    pub edit: Edit,
    /// What made it; none for a line between two documents, and for one that somebody added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made_by: Option<MadeBy>,
    /// What stands in it or decides it. Empty for a line that is the same in every repository.
    pub inputs: Vec<Input>,
}

/// What a line is, compared with what was generated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Edit {
    /// The same.
    None,
    /// Another line was generated here: this one.
    Changed(String),
    /// No line was generated here.
    Added,
}

/// The document that a line is in, and the step of the plan that made it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MadeBy {
    /// The document's kind.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// The step's name in the plan, such as `deployment/web-ui`.
    pub step: String,
    /// The tool that is called.
    pub tool: String,
    /// What it is called with.
    pub args: Map<String, Value>,
    /// The level that it is called in.
    pub level: Level,
}

impl Explainer {
    /// Whoever explains what was made of this recipe.
    ///
    /// # Errors
    /// A recipe that this version of k8sgen can't follow.
    pub fn new(recipe: Recipe) -> Result<Self, Problems> {
        let base = Base::new(Project::of_recipe(&recipe)?)?;
        Ok(Self { base, recipe })
    }

    /// Explains lines of files as they are in the repository now. Many are explained in not much more time than one.
    ///
    /// # Errors
    /// Every file that was not generated or is gone, and every line that a file does not have.
    pub fn files(
        &self,
        repository: &Repository,
        asked: &[(RepoPath, Lines)],
    ) -> Result<Vec<Explanation>, Problems> {
        let paths = asked.iter().map(|(path, _)| path.as_str()).collect();
        let traced = Traced::files(&self.base.project, &paths)?;
        let read = asked
            .iter()
            .map(|(path, lines)| File::read(repository, &traced, path, *lines));
        let files = gather(read)?;
        let inputs = self.inputs(&files);
        let explained = files.iter().zip(inputs);
        Ok(explained
            .map(|(file, inputs)| file.explained(repository, &traced, &inputs))
            .collect())
    }

    /// For each file and each of its lines as generated, the inputs that move it.
    fn inputs(&self, files: &[File]) -> Vec<Vec<Vec<Input>>> {
        let lines = files
            .iter()
            .map(|file| vec![Vec::new(); file.generated.lines().count()]);
        let mut inputs: Vec<Vec<Vec<Input>>> = lines.collect();
        for Lever { input, at } in self.levers() {
            let moved = self.base.first(&at, |changed| {
                let path = |file: &File| self.base.path_in(changed, file.path.as_str());
                let paths: Vec<String> = files.iter().map(path).collect();
                let wanted = paths.iter().map(String::as_str).collect();
                let tree = Traced::files(changed, &wanted).ok()?.tree;
                let moved = files.iter().zip(&paths).map(|(file, path)| {
                    let text = path.parse().ok().and_then(|path| tree.file(&path));
                    text.map_or_else(Vec::new, |text| moved::lines(&file.generated, &text))
                });
                Some(moved.collect::<Vec<_>>())
            });
            for (lines, inputs) in moved.into_iter().flatten().zip(&mut inputs) {
                for line in lines {
                    // An entry that is there with its value need not be there with its name.
                    if inputs[line].iter().all(|known| known.key() != input.key()) {
                        inputs[line].push(input.clone());
                    }
                }
            }
        }
        inputs
    }

    fn levers(&self) -> Vec<Lever> {
        input::all(&self.base.project, &self.recipe.context, &self.base.layers)
    }
}
