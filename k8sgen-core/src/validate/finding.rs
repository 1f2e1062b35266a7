//! What is found, and what a run of the validator says.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

use super::fix::Fix;
use crate::problem::{Correction, Place, Problem};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It will not work: it is refused, or does not do what it says.
    Error,
    /// It works, and will do harm some day.
    Warning,
    /// Worth a word.
    Info,
}

impl Severity {
    /// Its name, as it is printed.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One thing that a rule found.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Finding {
    /// The rule's code, such as `KG101`, or the code of a problem that other stages find.
    pub rule: Cow<'static, str>,
    /// How much it matters here.
    pub severity: Severity,
    /// The file, as it was given.
    pub path: String,
    /// Line, counted from 1. What is said of a whole file stands in its first line.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// What is wrong, with the field and the value.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The line of the file, for people. None where there is none, and where it might hold a secret.
    #[serde(skip)]
    pub source: Option<String>,
    /// What mends it, where there is one right answer.
    #[serde(skip)]
    pub fix: Option<Fix>,
}

impl From<Finding> for Problem {
    /// The same under the rule's code.
    fn from(finding: Finding) -> Self {
        Self {
            code: finding.rule.into_owned(),
            place: Some(Place {
                file: finding.path,
                line: Some(finding.line),
                column: Some(finding.column),
            }),
            message: finding.message,
            help: finding.help,
            correction: Correction::default(),
        }
    }
}

/// How much was looked at, and how much was found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Files that hold something of Kubernetes.
    pub files: usize,
    /// Documents in them.
    pub documents: usize,
    /// Findings of severity error.
    pub errors: usize,
    /// Findings of severity warning.
    pub warnings: usize,
    /// Findings of severity info.
    pub infos: usize,
    /// Findings that a comment with a reason took away.
    pub ignored: usize,
}

/// What a run of the validator says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// What was found, sorted by file, line, column and rule.
    pub findings: Vec<Finding>,
    /// How much.
    pub summary: Summary,
}

impl Report {
    /// Its findings of severity error.
    pub fn into_errors(self) -> impl Iterator<Item = Finding> {
        let findings = self.findings.into_iter();
        findings.filter(|finding| finding.severity == Severity::Error)
    }

    /// Without what is only worth a word.
    #[must_use]
    pub fn without_infos(mut self) -> Self {
        self.findings
            .retain(|finding| finding.severity != Severity::Info);
        self.summary.infos = 0;
        self
    }

    /// Whether nothing of severity error was found.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.summary.errors == 0
    }
}
