//! Questions that have no answer.

use crate::problem::{Explain, choices, shown};

/// Why a line or a value can't be explained.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExplainError {
    /// A file that k8sgen did not make.
    #[error("`{}` was not generated: the lock does not name it", shown(path))]
    NotGenerated {
        /// The path.
        path: String,
        /// The file that it may have meant.
        meant: Option<String>,
    },
    /// A folder.
    #[error("`{}` is a folder", shown(path))]
    Folder {
        /// The path.
        path: String,
        /// The generated files in it.
        inside: Vec<String>,
    },
    /// A file that is not there any more.
    #[error("`{path}` was generated, and is not there any more")]
    Gone {
        /// The path.
        path: String,
    },
    /// A line that the file does not have.
    #[error("there is no line {line}: the file has {count}")]
    NoLine {
        /// The number.
        line: usize,
        /// How many there are.
        count: usize,
    },
    /// A path without a file.
    #[error("`{}` names no file of the repository", shown(path))]
    NotAPath {
        /// What was given.
        path: String,
    },
    /// A name that nothing of the tree's context came from.
    #[error("nothing here was made from `{}`", shown(name))]
    UnknownOutput {
        /// What was given.
        name: String,
        /// The name that it may have meant.
        meant: Option<String>,
        /// All names.
        known: Vec<String>,
    },
}

impl Explain for ExplainError {
    const STAGE: &'static str = "explain";

    fn code(&self) -> &'static str {
        match self {
            Self::NotGenerated { .. } => "not-generated",
            Self::Folder { .. } => "folder",
            Self::Gone { .. } => "gone",
            Self::NoLine { .. } => "no-line",
            Self::NotAPath { .. } => "not-a-path",
            Self::UnknownOutput { .. } => "unknown-output",
        }
    }

    fn help(&self) -> Option<String> {
        let help = match self {
            Self::NotGenerated {
                meant: Some(meant), ..
            }
            | Self::UnknownOutput {
                meant: Some(meant), ..
            } => format!("did you mean `{meant}`?"),
            Self::NotGenerated { meant: None, .. } => {
                "only what `k8sgen generate` wrote can be explained".to_owned()
            }
            Self::Folder { inside, .. } => format!("name a file: {}", choices(inside)),
            Self::Gone { .. } => "`k8sgen generate` makes it again".to_owned(),
            Self::NoLine { .. } => "lines are counted from 1".to_owned(),
            Self::NotAPath { .. } => {
                "write it as it is in the generated folder: `base/services/services.yaml:4`"
                    .to_owned()
            }
            Self::UnknownOutput { known, .. } => format!(
                "these can be asked about: {}. An output that nothing needs is not kept in the lock",
                choices(known)
            ),
        };
        Some(help)
    }
}
