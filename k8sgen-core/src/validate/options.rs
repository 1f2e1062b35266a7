//! What a run of the validator is asked for, on the command line or in an inventory.

use std::fmt;
use std::str::FromStr;

use super::files::Files;
use super::objects::PodSecurity;
use super::outside::Outside;
use super::rules::UnknownRule;
use super::schema::LATEST;
use crate::inventory::Inventory;
use crate::problem::{Explain, Problem, Problems, shown};

/// A minor version of Kubernetes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// `1`.
    pub major: u32,
    /// `36` of `1.36`.
    pub minor: u32,
}

/// A text that is no version of Kubernetes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no version of Kubernetes; one looks like 1.36")]
pub struct InvalidVersion(String);

impl Version {
    /// The newest version whose kinds are known.
    #[must_use]
    pub fn latest() -> Self {
        LATEST
    }
}

impl FromStr for Version {
    type Err = InvalidVersion;

    /// `1.36`, `v1.36` and `1.36.2` are the same version.
    fn from_str(text: &str) -> Result<Self, InvalidVersion> {
        let invalid = || InvalidVersion(shown(text));
        let mut parts = text.strip_prefix('v').unwrap_or(text).split('.');
        let mut part = || parts.next()?.parse::<u32>().ok();
        let (Some(major), Some(minor)) = (part(), part()) else {
            return Err(invalid());
        };
        if major != 1 {
            return Err(invalid());
        }
        Ok(Self { major, minor })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// The beginning of a rule's code: `KG2` is every rule about references, `KG204` is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefix(pub String);

impl Prefix {
    /// Whether it is the beginning of this code.
    #[must_use]
    pub fn covers(&self, code: &str) -> bool {
        code.starts_with(&self.0)
    }
}

/// What an inventory asks of the validator, and can't.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ValidateError {
    /// A version that is none.
    #[error("validate.kubernetes_version: {0}")]
    Version(InvalidVersion),
    /// The code of a rule that is not there.
    #[error("validate.{list}[{index}]: {error}")]
    Rule {
        /// `select` or `ignore`.
        list: &'static str,
        /// Its place in the list.
        index: usize,
        /// What is wrong with it.
        error: UnknownRule,
    },
}

impl Explain for ValidateError {
    const STAGE: &'static str = "validate";

    fn code(&self) -> &'static str {
        match self {
            Self::Version(_) => "kubernetes-version",
            Self::Rule { .. } => "unknown-rule",
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::Version(_) => "write it in quotes, with two numbers: \"1.36\"".to_owned(),
            Self::Rule { .. } => {
                "write a code such as KG101, or the beginning of some: KG1".to_owned()
            }
        })
    }
}

/// What a run of the validator is asked for.
#[derive(Debug, Clone)]
pub struct Options {
    /// The cluster's version.
    pub kubernetes: Version,
    /// The rules that count; all of them, if there is none.
    pub select: Vec<Prefix>,
    /// The rules that do not count. The longer of two prefixes wins.
    pub ignore: Vec<Prefix>,
    /// CustomResourceDefinitions that are not in the repository.
    pub crds: Files,
    /// Environments in whose overlays an error is a warning.
    pub advise: Vec<String>,
    /// What another program made of kustomizations.
    pub outside: Vec<Outside>,
    /// The level of the Pod Security Standards that pods must be of, whatever their namespaces say.
    pub pod_security: Option<PodSecurity>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            kubernetes: Version::latest(),
            select: Vec::new(),
            ignore: Vec::new(),
            crds: Files::default(),
            advise: Vec::new(),
            outside: Vec::new(),
            pod_security: None,
        }
    }
}

impl Options {
    /// What an inventory's `validate` asks for.
    ///
    /// # Errors
    /// A version or codes of rules that are none.
    pub fn of(inventory: &Inventory) -> Result<Self, Problems> {
        let settings = &inventory.validate;
        let mut problems = Vec::new();
        let mut options = Self {
            advise: settings.advise.iter().map(ToString::to_string).collect(),
            pod_security: settings.pod_security,
            ..Self::default()
        };
        match settings.kubernetes_version.as_deref().map(str::parse) {
            Some(Ok(version)) => options.kubernetes = version,
            Some(Err(error)) => problems.push(Problem {
                place: inventory.place(&["validate", "kubernetes_version"]),
                ..Problem::new(&ValidateError::Version(error))
            }),
            None => {}
        }
        for (list, codes, prefixes) in [
            ("select", &settings.select, &mut options.select),
            ("ignore", &settings.ignore, &mut options.ignore),
        ] {
            for (index, code) in codes.iter().enumerate() {
                match code.parse() {
                    Ok(prefix) => prefixes.push(prefix),
                    Err(error) => problems.push(Problem {
                        place: inventory.item_place(&["validate", list], index),
                        ..Problem::new(&ValidateError::Rule { list, index, error })
                    }),
                }
            }
        }
        Problems::check(options, problems)
    }

    /// Whether a rule counts.
    #[must_use]
    pub fn counts(&self, code: &str) -> bool {
        let longest = |prefixes: &[Prefix]| {
            let covering = prefixes.iter().filter(|prefix| prefix.covers(code));
            covering.map(|prefix| prefix.0.len() + 1).max()
        };
        let selected = match self.select.as_slice() {
            [] => Some(0),
            select => longest(select),
        };
        selected.is_some_and(|selected| Some(selected) > longest(&self.ignore))
    }

    /// Whether what is wrong in this file is only said, not refused.
    #[must_use]
    pub fn advises(&self, path: &str) -> bool {
        let mut parts = path.split('/');
        let overlay = parts.by_ref().find(|part| *part == "overlays");
        let environment = overlay.and_then(|_| parts.next());
        environment.is_some_and(|name| self.advise.iter().any(|advised| advised == name))
    }
}
