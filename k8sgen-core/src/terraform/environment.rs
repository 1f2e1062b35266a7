//! One environment out of several: a folder may hold a subfolder for each.

use k8sgen_templates::names::Region;

/// Which environment's files are read, where a folder holds those of several.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Environment {
    /// Nobody said: folders of several are an error.
    #[default]
    Unknown,
    /// The inventory's: taken where a folder holds several and it is one of them.
    Usual(String),
    /// The one that was asked for: it must be there, if a folder was given.
    Chosen(String),
}

impl Environment {
    /// Its name, if it is known.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Unknown => None,
            Self::Usual(name) | Self::Chosen(name) => Some(name),
        }
    }
}

/// Names that people give to environments.
const USUAL: &[&str] = &[
    "dev",
    "develop",
    "development",
    "int",
    "integration",
    "live",
    "nonprod",
    "perf",
    "prd",
    "preprod",
    "preview",
    "prod",
    "production",
    "qa",
    "sandbox",
    "sbx",
    "stage",
    "staging",
    "stg",
    "test",
    "testing",
    "tst",
    "uat",
];

/// Whether people call an environment so: `prod`, `pre-prod`, `staging2`, `prod-us-east-1`.
pub(crate) fn is_usual(name: &str) -> bool {
    let region = name
        .split_once(['-', '_'])
        .filter(|(_, rest)| rest.replace('_', "-").parse::<Region>().is_ok());
    let name = region.map_or(name, |(front, _)| front);
    let word: String = name
        .chars()
        .filter(|c| !matches!(c, '-' | '_'))
        .map(|c| c.to_ascii_lowercase())
        .collect();
    USUAL.contains(&word.trim_end_matches(|c: char| c.is_ascii_digit()))
}
