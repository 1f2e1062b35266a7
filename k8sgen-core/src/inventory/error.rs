//! What can be wrong with an inventory.

use std::io::ErrorKind;

use crate::problem::{Explain, choices, nearest, reason};

/// One thing that is wrong with an inventory.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file can't be read.
    #[error("the inventory can't be read: {}", reason(*.0))]
    Unreadable(ErrorKind),
    /// What Terraform prints, in place of an inventory.
    #[error("this is the output of `terraform output -json`, not an inventory")]
    TerraformOutput,
    /// A setting that everything needs.
    #[error("`{path}` is missing")]
    Missing {
        /// The setting.
        path: String,
        /// What to write.
        help: String,
    },
    /// A name that nothing has.
    #[error("{path}: there is no {what} `{name}`")]
    Unknown {
        /// The setting.
        path: String,
        /// What was looked for.
        what: &'static str,
        /// The name.
        name: String,
        /// The names that there are.
        known: Vec<String>,
    },
    /// A service that calls itself.
    #[error("services.{0}.calls: a service does not call itself")]
    CallsItself(String),
    /// Two services on one path.
    #[error("services.{second}.ingress_path: `{path}` already leads to `{first}`")]
    PathTaken {
        /// The path.
        path: String,
        /// The service that has it.
        first: String,
        /// The service that wants it.
        second: String,
    },
    /// Two services under one host.
    #[error("services.{second}.ingress_host: with a domain, `{host}` already leads to `{first}`")]
    HostTaken {
        /// The host's first label.
        host: String,
        /// The service that has it.
        first: String,
        /// The service that wants it.
        second: String,
    },
    /// Two environments in one namespace.
    #[error("environments.{second}.namespace: `{namespace}` is already the namespace of `{first}`")]
    NamespaceTaken {
        /// The namespace.
        namespace: String,
        /// The environment that has it.
        first: String,
        /// The environment that wants it.
        second: String,
    },
    /// One variable from two places.
    #[error("services.{service}: the variable `{name}` comes from {first} and from {second}")]
    VariableTwice {
        /// The service.
        service: String,
        /// The variable.
        name: String,
        /// Where it comes from.
        first: String,
        /// Where else it comes from.
        second: String,
    },
    /// A manifest of the user's own that can't be part of the base.
    #[error("{path}: {why}")]
    Manifest {
        /// Which one.
        path: String,
        /// What is wrong with it.
        why: String,
        /// What to do.
        help: String,
    },
    /// A setting that contradicts another.
    #[error("{path}: {why}")]
    Contradiction {
        /// The setting.
        path: String,
        /// What it contradicts.
        why: String,
        /// What to do.
        help: String,
    },
}

impl Explain for Error {
    const STAGE: &'static str = "inventory";

    fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "unreadable",
            Self::TerraformOutput => "terraform-output",
            Self::Missing { .. } => "missing",
            Self::Unknown { .. } => "unknown-name",
            Self::CallsItself(_) => "calls-itself",
            Self::PathTaken { .. } => "path-taken",
            Self::HostTaken { .. } => "host-taken",
            Self::NamespaceTaken { .. } => "namespace-taken",
            Self::VariableTwice { .. } => "variable-twice",
            Self::Manifest { .. } => "manifest",
            Self::Contradiction { .. } => "contradiction",
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::Unreadable(ErrorKind::NotFound) => {
                "run k8sgen in the folder of the k8sgen.yaml, or say with `-c` where it is".to_owned()
            }
            Self::Unreadable(_) => "say with `-c` which file is the inventory".to_owned(),
            Self::TerraformOutput => {
                "give it with `--terraform`, and the inventory, a k8sgen.yaml, with `-c`".to_owned()
            }
            Self::Missing { help, .. }
            | Self::Manifest { help, .. }
            | Self::Contradiction { help, .. } => help.clone(),
            Self::Unknown { what, name, known, .. } => match nearest(name, known.iter().map(String::as_str)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None if known.is_empty() => format!("define the {what} `{name}` first"),
                None => format!("there are: {}", choices(known)),
            },
            Self::CallsItself(_) => "take it off the list".to_owned(),
            Self::PathTaken { .. } => "give each service a path of its own".to_owned(),
            Self::HostTaken { .. } => "give each service a host of its own".to_owned(),
            Self::NamespaceTaken { .. } => {
                "give each environment a namespace of its own: selectors reach everything in a namespace".to_owned()
            }
            Self::VariableTwice { .. } => "keep one of the two".to_owned(),
        })
    }
}
