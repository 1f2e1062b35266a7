//! What can be wrong with a call of a session, beside the call itself.

use serde_json::{Map, Value};

use crate::problem::{Correction, Explain, choices, shown};

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A step that another one has to come before.
    #[error("`{step}` comes after `{before}`, which has not been made yet")]
    TooEarly {
        /// The step that was asked for.
        step: String,
        /// The step that comes first.
        before: String,
        /// That step's tool.
        tool: String,
        /// That step's arguments.
        args: Map<String, Value>,
    },
    /// The end, before the plan's end.
    #[error("{} of {total} steps have not been made: {}", steps.len(), choices(steps))]
    Unfinished {
        /// The steps that are left.
        steps: Vec<String>,
        /// How many the plan has.
        total: usize,
    },
    /// A call that changes what one before it was made from, so that it can't be made any more.
    #[error("with this change, `{tool}` {args} can't be made any more: {why}")]
    Breaks {
        /// The other call's tool.
        tool: String,
        /// The other call's arguments.
        args: String,
        /// What would be wrong with it.
        why: String,
    },
    /// A checkpoint of another version.
    #[error("the checkpoint has format {found}; this version reads format {known}")]
    Format {
        /// The format that it says.
        found: u64,
        /// The one that is known.
        known: u64,
    },
    /// A checkpoint that is none.
    #[error("this is not a checkpoint: {why}")]
    Damaged {
        /// What is wrong with it.
        why: String,
    },
}

impl Explain for Error {
    const STAGE: &'static str = "session";

    fn code(&self) -> &'static str {
        match self {
            Self::TooEarly { .. } => "too-early",
            Self::Unfinished { .. } => "unfinished",
            Self::Breaks { .. } => "breaks",
            Self::Format { .. } => "checkpoint-format",
            Self::Damaged { .. } => "checkpoint-damaged",
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::TooEarly { tool, args, .. } => {
                let args = Value::Object(args.clone());
                format!("first call `{tool}` with {args}")
            }
            Self::Unfinished { .. } => {
                "call what `observe` says is next, until it is done".to_owned()
            }
            Self::Breaks { .. } => "give other arguments, or change that one first".to_owned(),
            Self::Format { .. } => "resume it with the version that wrote it".to_owned(),
            Self::Damaged { .. } => "give the text that `to_json` returned, unchanged".to_owned(),
        })
    }

    fn correction(&self) -> Correction {
        match self {
            Self::TooEarly { step, before, .. } => Correction {
                given: Some(shown(step)),
                expected: Some(shown(before)),
                ..Correction::default()
            },
            Self::Format { found, known } => Correction {
                field: Some("format".to_owned()),
                given: Some(found.to_string()),
                expected: Some(known.to_string()),
                nearest: None,
            },
            _ => Correction::default(),
        }
    }
}
