//! What can be wrong with a tool's call.

use crate::context::Field;
use crate::problem::{Correction, Explain, choices, nearest, shown};

/// One thing that is wrong with a call.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no such tool.
    #[error("there is no tool `{}`", shown(tool))]
    UnknownTool {
        /// The tool that was asked for.
        tool: String,
        /// The one that it may have meant.
        meant: Option<String>,
    },
    /// An argument that the tool does not take, or a value that it refuses.
    #[error("{tool}: {why}")]
    Arguments {
        /// The tool.
        tool: String,
        /// What is wrong.
        why: String,
        /// What to write instead, if that is known.
        help: Option<String>,
        /// The same for a program.
        correction: Box<Correction>,
    },
    /// A name that the inventory does not have.
    #[error("the inventory has no {what} `{name}`")]
    Unknown {
        /// What was looked for.
        what: &'static str,
        /// Its name.
        name: String,
        /// The names that there are.
        known: Vec<String>,
    },
    /// A value that Terraform did not give.
    #[error("{what} needs `{field}`, which Terraform's outputs do not have")]
    NoValue {
        /// What needs it.
        what: String,
        /// The context's field.
        field: Field,
    },
    /// A value that does not fit where it is used.
    #[error("{what}: {why}")]
    Unfit {
        /// Where it is used.
        what: String,
        /// What is wrong with it.
        why: String,
    },
    /// A service whose image nobody knows.
    #[error(
        "there is no ECR repository `{}` for the service `{service}`",
        shown(wanted)
    )]
    NoRepository {
        /// The service.
        service: String,
        /// The repository's name that it says, or should have.
        wanted: String,
        /// The repositories that there are.
        known: Vec<String>,
    },
    /// A manifest that can't be part of the repository.
    #[error("the manifest {why}")]
    Manifest {
        /// What is wrong with it.
        why: String,
        /// What to do.
        help: String,
        /// The same for a program.
        correction: Box<Correction>,
    },
    /// An image of no certain version.
    #[error("nobody says which version of `{service}` runs")]
    NoVersion {
        /// The service.
        service: String,
    },
}

impl Error {
    /// There is no tool of that name.
    #[must_use]
    pub fn unknown_tool(tool: &str) -> Self {
        let meant = nearest(tool, super::NAMES.iter().copied()).map(str::to_owned);
        Self::UnknownTool {
            tool: tool.to_owned(),
            meant,
        }
    }
}

impl Explain for Error {
    const STAGE: &'static str = "tool";

    fn code(&self) -> &'static str {
        match self {
            Self::UnknownTool { .. } => "unknown-tool",
            Self::Arguments { .. } => "invalid-arguments",
            Self::Unknown { .. } => "unknown-name",
            Self::NoValue { .. } => "no-value",
            Self::Unfit { .. } => "invalid-value",
            Self::NoRepository { .. } => "no-repository",
            Self::Manifest { .. } => "refused-manifest",
            Self::NoVersion { .. } => "no-version",
        }
    }

    fn help(&self) -> Option<String> {
        match self {
            Self::UnknownTool {
                meant: Some(meant), ..
            } => Some(format!("did you mean `{meant}`?")),
            Self::UnknownTool { meant: None, .. } => {
                Some("`k8sgen tool list` names them all".to_owned())
            }
            Self::Arguments {
                help: Some(help), ..
            }
            | Self::Manifest { help, .. } => Some(help.clone()),
            Self::Arguments { tool, .. } => {
                Some(format!("`k8sgen tool schema {tool}` says what it takes"))
            }
            Self::Unknown { name, known, .. } => {
                Some(match nearest(name, known.iter().map(String::as_str)) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None if known.is_empty() => {
                        "it has none; define it in k8sgen.yaml first".to_owned()
                    }
                    None => format!("there are: {}", choices(known)),
                })
            }
            Self::NoValue { field, .. } => Some(format!(
                "add the output, or name it under `terraform.map`: `{field}: outputs.NAME`"
            )),
            Self::Unfit { .. } => None,
            Self::NoRepository {
                service,
                wanted,
                known,
            } => {
                // What all names begin with makes none of them near.
                let lead = wanted.strip_suffix(service.as_str()).unwrap_or_default();
                let name = |full: &'_ str| full.strip_prefix(lead).unwrap_or(full).to_owned();
                let names: Vec<String> = known.iter().map(|full| name(full)).collect();
                let meant = nearest(&name(wanted), names.iter().map(String::as_str));
                let meant = meant.and_then(|meant| known.iter().find(|full| name(full) == meant));
                Some(match meant {
                    Some(meant) => format!(
                        "write `ecr_repository: {meant}` if that is it, or `image:` for another registry"
                    ),
                    None if known.is_empty() => {
                        "Terraform made none: give an `image:` of another registry".to_owned()
                    }
                    None => format!(
                        "name one with `ecr_repository:`, or give an `image:` of another registry; there are: {}",
                        choices(known)
                    ),
                })
            }
            Self::NoVersion { service } => Some(format!(
                "write `image_tag:` under `services.{service}` or under `defaults`, or end its `image:` with a tag"
            )),
        }
    }

    fn correction(&self) -> Correction {
        match self {
            Self::UnknownTool { tool, meant } => Correction {
                field: Some("tool".to_owned()),
                given: Some(shown(tool)),
                expected: Some("the name of a tool".to_owned()),
                nearest: meant.clone(),
            },
            Self::Arguments { correction, .. } | Self::Manifest { correction, .. } => {
                Correction::clone(correction)
            }
            Self::Unknown { name, known, .. } => Correction {
                given: Some(shown(name)),
                expected: Some(format!("one of: {}", choices(known))),
                nearest: nearest(name, known.iter().map(String::as_str)).map(str::to_owned),
                ..Correction::default()
            },
            _ => Correction::default(),
        }
    }
}
