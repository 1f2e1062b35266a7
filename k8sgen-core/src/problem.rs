//! What is wrong with an input, said so that its reader can mend it.
//!
//! Every stage has an error enum of its own; each variant is **one** problem, with a stable code and a
//! line of help. A stage never stops at the first: it gathers [`Problem`]s and returns them all as
//! [`Problems`].

use std::fmt;

use serde::Serialize;

/// Implemented by each stage's error enum: what [`Problem`] needs beside the message.
pub trait Explain: std::error::Error {
    /// The stage's name, such as `inventory`. First half of the code.
    const STAGE: &'static str;

    /// A stable name of the variant in kebab case, such as `unknown-key`. Second half of the code.
    fn code(&self) -> &'static str;

    /// What to do about it.
    fn help(&self) -> Option<String> {
        None
    }

    /// The same for a program: what was given where, and what belongs there.
    fn correction(&self) -> Correction {
        Correction::default()
    }
}

/// What a caller needs to correct itself without reading the message: which field, what stands there, and
/// what belongs there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Correction {
    /// The field, such as `replicas` or `env_vars.PORT`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What was given, short enough to show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given: Option<String>,
    /// What belongs there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// The valid value that is spelled most like the given one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nearest: Option<String>,
}

impl Correction {
    /// Without what would break a line.
    fn printable(self) -> Self {
        let printable = |text: Option<String>| text.as_deref().map(printable);
        Self {
            field: printable(self.field),
            given: printable(self.given),
            expected: printable(self.expected),
            nearest: printable(self.nearest),
        }
    }
}

/// Where in an input something stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Place {
    /// The file's path, as it was given.
    pub file: String,
    /// Line, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Column in characters, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
}

impl Place {
    /// A whole file.
    #[must_use]
    pub fn file(file: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            line: None,
            column: None,
        }
    }

    /// A line of a file, counted from 1.
    #[must_use]
    pub fn line(file: impl Into<String>, line: usize) -> Self {
        Self {
            file: file.into(),
            line: Some(line),
            column: None,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(column) = self.column {
            write!(f, ":{column}")?;
        }
        Ok(())
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Stage and name of the problem, such as `inventory/unknown-key`. Stable.
    pub code: String,
    /// Where it stands, if it stands somewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// What is wrong, with the field and the value.
    pub message: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The same for a program.
    #[serde(flatten)]
    pub correction: Correction,
}

impl Problem {
    /// A stage's error, without a place.
    #[must_use]
    pub fn new<E: Explain>(error: &E) -> Self {
        Self {
            code: format!("{}/{}", E::STAGE, error.code()),
            place: None,
            message: printable(&error.to_string()),
            help: error.help().as_deref().map(printable),
            correction: error.correction().printable(),
        }
    }

    /// A stage's error at a place.
    #[must_use]
    pub fn at<E: Explain>(place: Place, error: &E) -> Self {
        Self {
            place: Some(place),
            ..Self::new(error)
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error[{}]: {}", self.code, self.message)?;
        if let Some(place) = &self.place {
            write!(f, "\n  --> {place}")?;
        }
        if let Some(help) = &self.help {
            for (n, line) in help.lines().enumerate() {
                let lead = if n == 0 { "  = help: " } else { "          " };
                write!(f, "\n{lead}{line}")?;
            }
        }
        Ok(())
    }
}

/// Everything that is wrong with an input: at least one problem, in the order of the input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// `value`, if nothing is wrong.
    ///
    /// # Errors
    /// All of `problems`, if there is one.
    pub fn check<T>(value: T, problems: Vec<Problem>) -> Result<T, Self> {
        if problems.is_empty() {
            Ok(value)
        } else {
            Err(Self::from(problems))
        }
    }

    /// The problems, in the order of the input.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.0.iter()
    }
}

impl From<Vec<Problem>> for Problems {
    /// Sorted by place, each said once.
    fn from(mut problems: Vec<Problem>) -> Self {
        problems.sort_by(|a, b| a.place.cmp(&b.place));
        let mut once: Vec<Problem> = Vec::with_capacity(problems.len());
        for problem in problems {
            let here = once.iter().rev();
            let mut here = here.take_while(|other| other.place == problem.place);
            if !here.any(|other| *other == problem) {
                once.push(problem);
            }
        }
        Self(once)
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}

impl IntoIterator for Problems {
    type Item = Problem;
    type IntoIter = std::vec::IntoIter<Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.0 {
            writeln!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// How much of a value of the input a message shows, in characters.
const SHOWN: usize = 80;

/// A value of the input as a message may show it: in one line, and not too long.
#[must_use]
pub fn shown(value: &str) -> String {
    let start: String = value.chars().take(SHOWN).collect();
    let mut text = printable(&start).replace('\n', "\\n");
    if start.len() < value.len() {
        text.push('…');
    }
    text
}

/// A text without what would move, hide or break the line that it is printed in: an input can hold anything.
#[must_use]
pub fn printable(text: &str) -> String {
    let unprintable = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
    };
    let mut printable = String::with_capacity(text.len());
    for c in text.chars() {
        if unprintable(c) {
            printable.extend(c.escape_default());
        } else {
            printable.push(c);
        }
    }
    printable
}

/// Names to choose from, not more of them than anybody reads.
pub(crate) fn choices(names: &[String]) -> String {
    const MOST: usize = 30;
    let first = names.iter().take(MOST).map(|name| shown(name));
    let first = first.collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(MOST) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

/// Why a file can't be read, without the system's number for it.
pub(crate) fn reason(kind: std::io::ErrorKind) -> String {
    match kind {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        kind => kind.to_string(),
    }
}

/// The candidate that is spelled most like `given`, if one is close enough to be meant.
#[must_use]
pub fn nearest<'a>(given: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if given.len() > 4 * SHOWN {
        return None;
    }
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(given, candidate), candidate))
        .filter(|(likeness, candidate)| *likeness > 0.8 || is_one_slip(given, candidate))
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}

/// The candidate that `given` is a slip of, if it is the only one.
pub(crate) fn slip_of<'a>(
    given: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let is_it = |candidate: &&str| {
        candidate.eq_ignore_ascii_case(given)
            || given.len() <= SHOWN && is_one_slip(given, candidate)
    };
    let mut meant = candidates.into_iter().filter(is_it);
    meant.next().filter(|_| meant.next().is_none())
}

/// Whether one letter is missing, too many, another, or in its neighbour's place: `wbe`.
fn is_one_slip(given: &str, candidate: &str) -> bool {
    given.len() > 2 && strsim::damerau_levenshtein(given, candidate) == 1
}
