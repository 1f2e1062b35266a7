//! A file that is asked about: as it is, and as it is generated.

use k8sgen_templates::names::RepoPath;

use super::trace::Traced;
use super::{Edit, ExplainError, Explanation, Input, Line, Lines, State, moved};
use crate::problem::{Place, Problem, Problems, nearest};
use crate::repo::{Repository, Sha256};

/// The file.
pub(super) struct File {
    pub(super) path: RepoPath,
    /// What this version of k8sgen generates.
    pub(super) generated: String,
    now: String,
    lines: Lines,
}

impl File {
    pub(super) fn read(
        repository: &Repository,
        traced: &Traced<'_>,
        path: &RepoPath,
        lines: Lines,
    ) -> Result<Self, Problems> {
        let at_file = |error: &ExplainError| {
            let place = repository.folder().join(path.as_str());
            Problems::from(Problem::at(Place::file(place.display().to_string()), error))
        };
        if repository.generated(path).is_none() {
            return Err(at_file(&unknown(repository, path)));
        }
        let now = repository.read(path)?.ok_or_else(|| {
            let path = path.to_string();
            at_file(&ExplainError::Gone { path })
        })?;
        let count = now.lines().count();
        if let Lines::One(line) = lines
            && !(1..=count).contains(&line)
        {
            return Err(at_file(&ExplainError::NoLine { line, count }));
        }
        Ok(Self {
            path: path.clone(),
            generated: traced.tree.file(path).unwrap_or_default(),
            now,
            lines,
        })
    }

    /// The lines that are asked about, each with what was found out about the line that it was generated as.
    pub(super) fn explained(
        &self,
        repository: &Repository,
        traced: &Traced<'_>,
        inputs: &[Vec<Input>],
    ) -> Explanation {
        let makers = traced.makers(&self.path);
        let generated: Vec<&str> = self.generated.lines().collect();
        let origins = moved::origins(&self.generated, &self.now);
        let lines = self.now.lines().zip(origins).enumerate();
        let is_asked = |number: usize| match self.lines {
            Lines::All => true,
            Lines::One(line) => line == number,
        };
        let lines = lines.filter(|(n, _)| is_asked(n + 1));
        let lines = lines.map(|(n, (text, origin))| Line {
            number: n + 1,
            text: text.to_owned(),
            edit: match origin.map(|at| generated[at]) {
                None => Edit::Added,
                Some(same) if same == text => Edit::None,
                Some(other) => Edit::Changed(other.to_owned()),
            },
            made_by: origin.and_then(|at| makers[at].clone()),
            inputs: origin.map_or_else(Vec::new, |at| inputs[at].clone()),
        });
        Explanation {
            path: self.path.clone(),
            state: self.state(repository),
            lines: lines.collect(),
        }
    }

    fn state(&self, repository: &Repository) -> State {
        let then = repository.generated(&self.path);
        if then != Some(&Sha256::of(&self.generated)) {
            State::OtherVersion(repository.k8sgen.clone())
        } else if self.generated == self.now {
            State::AsGenerated
        } else {
            State::Edited
        }
    }
}

/// Why a path is not that of a generated file.
fn unknown(repository: &Repository, path: &RepoPath) -> ExplainError {
    let known = || repository.files().map(|(path, _)| path.as_str());
    let (folder, path) = (format!("{path}/"), path.to_string());
    let inside = known().filter(|known| known.starts_with(&folder));
    let inside: Vec<String> = inside.map(str::to_owned).collect();
    if inside.is_empty() {
        let meant = nearest(&path, known()).map(str::to_owned);
        ExplainError::NotGenerated { path, meant }
    } else {
        ExplainError::Folder { path, inside }
    }
}
