//! What can be wrong with a plan.

use std::io::ErrorKind;

use crate::problem::{Explain, nearest, reason};

/// One thing that is wrong with a plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file can't be read.
    #[error("the plan can't be read: {}", reason(*.0))]
    Unreadable(ErrorKind),
    /// Something else.
    #[error("this is not a plan: it has no `generation_order`")]
    NotAPlan,
    /// A level that there is not.
    #[error("`{0}` is no level")]
    Level(String),
    /// A path that leads out of the repository.
    #[error("step `{step}`: {why}")]
    Path {
        /// The step.
        step: String,
        /// What is wrong with its path.
        why: String,
    },
    /// Two steps of one name.
    #[error("there are two steps `{0}`")]
    Twice(String),
    /// A step that comes after one that is gone.
    #[error("step `{step}` comes after `{after}`, which is not in the plan")]
    Gone {
        /// The step.
        step: String,
        /// What it comes after.
        after: String,
        /// The steps that there are.
        known: Vec<String>,
    },
    /// Steps that wait for each other.
    #[error("these steps wait for each other: {}", .0.join(" -> "))]
    Cycle(Vec<String>),
    /// A step that comes after one of its own level or of a higher one.
    #[error("step `{step}` of level {level} comes after `{after}` of level {after_level}")]
    Upward {
        /// The step.
        step: String,
        /// Its level.
        level: u8,
        /// What it comes after.
        after: String,
        /// That one's level.
        after_level: u8,
    },
}

impl Explain for Error {
    const STAGE: &'static str = "plan";

    fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "unreadable",
            Self::NotAPlan => "not-a-plan",
            Self::Level(_) => "level",
            Self::Path { .. } => "path",
            Self::Twice(_) => "step-twice",
            Self::Gone { .. } => "step-gone",
            Self::Cycle(_) => "cycle",
            Self::Upward { .. } => "upward",
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::Unreadable(_) | Self::NotAPlan => {
                "write one with `k8sgen plan --format yaml`".to_owned()
            }
            Self::Level(_) => "levels are `level_0` to `level_8`".to_owned(),
            Self::Path { .. } => "write the path that the tool writes".to_owned(),
            Self::Twice(_) => "give one of them another `id`, or take it away".to_owned(),
            Self::Gone { after, known, .. } => {
                match nearest(after, known.iter().map(String::as_str)) {
                    Some(meant) => format!(
                        "did you mean `{meant}`? Else take it off `after`, or put the step back"
                    ),
                    None => "take it off `after`, or put the step back".to_owned(),
                }
            }
            Self::Cycle(_) => "take one of them off the other's `after`".to_owned(),
            Self::Upward { .. } => {
                "a step comes after steps of lower levels only: change `after` or `level`"
                    .to_owned()
            }
        })
    }
}
