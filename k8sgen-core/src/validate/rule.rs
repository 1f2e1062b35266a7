//! A rule, its page in the manual, and where it says what it found.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::finding::{Finding, Severity};
use super::fix::{Fix, Promise};
use super::repository::Repository;
use super::rules::fix_of;
use super::scope::Scope;
use super::text::{Edit, Text, Texts};
use crate::problem::printable;
use crate::yaml::Mark;

/// One thing to look for. Its text is its page in the manual: `k8sgen rule KG101` prints it.
#[derive(Debug)]
pub struct Rule {
    /// `KG` and three digits; the first says what it is about: 0 loading, 1 shape, 2 references, 3 kustomize
    /// and GitOps, 4 what happens when it runs, 5 security. Stable.
    pub code: &'static str,
    /// Its name in kebab case, such as `unknown-field`.
    pub name: &'static str,
    /// How much a finding matters.
    pub severity: Severity,
    /// What it finds, in one sentence.
    pub finds: &'static str,
    /// Why that matters.
    pub why: &'static str,
    /// YAML that it finds something in. `# file: base/a.yaml` begins a file of that name.
    pub wrong: &'static str,
    /// The same YAML, mended.
    pub right: &'static str,
    /// What to do. The help of a finding that has none of its own.
    pub help: &'static str,
    /// What it looks at, and how.
    pub check: Check,
}

/// What a rule looks at, and how.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// The repository as it is written, once.
    Written(fn(&Repository<'_>, &mut Found<'_>)),
    /// What is applied together, once for each scope. What several overlays share is said once; what only some of
    /// them have is said with their names.
    Applied(for<'a> fn(&Repository<'a>, &Scope<'a>, &mut Found<'_>)),
}

impl Rule {
    /// Its page in the manual, as Markdown.
    #[must_use]
    pub fn page(&self) -> String {
        let mut page = format!("# {}: {}\n\n", self.code, self.name);
        let _ = write!(page, "Severity: {}\n\n{}\n\n", self.severity, self.finds);
        let _ = write!(page, "## Why it matters\n\n{}\n\n", self.why);
        let _ = write!(page, "## Wrong\n\n```yaml\n{}```\n\n", self.wrong);
        let _ = write!(page, "## Right\n\n```yaml\n{}```\n\n", self.right);
        let _ = writeln!(page, "## What to do\n\n{}", self.help);
        if let Some(fix) = fix_of(self.code) {
            let _ = writeln!(page, "\n`k8sgen validate --fix` {fix}.");
        }
        page
    }
}

/// Where a rule says what it found.
#[derive(Debug)]
pub struct Found<'a> {
    texts: &'a Texts<'a>,
    rule: &'static Rule,
    /// The number of the scope that is looked at.
    pub(super) scope: Option<usize>,
    pub(super) findings: Vec<(Finding, Option<usize>)>,
    /// Lines that must not be shown, by file.
    pub(super) hidden: Hidden,
}

/// Lines of files that may hold a secret.
pub(super) type Hidden = BTreeMap<String, BTreeSet<usize>>;

impl<'a> Found<'a> {
    pub(super) fn new(texts: &'a Texts<'a>, rule: &'static Rule) -> Self {
        Self {
            texts,
            rule,
            scope: None,
            findings: Vec::new(),
            hidden: Hidden::new(),
        }
    }

    /// Something is wrong at this place. The help is the rule's.
    pub fn at(&mut self, mark: Mark, message: impl AsRef<str>) {
        self.with_help(mark, message, None);
    }

    /// Something is wrong at this place, and this is what to do about it; the rule's help, if there is none.
    pub fn with_help(&mut self, mark: Mark, message: impl AsRef<str>, help: Option<&str>) {
        self.say(mark, self.rule.severity, message, help);
    }

    /// As [`Found::with_help`], where it matters less than it would elsewhere.
    pub fn say(
        &mut self,
        mark: Mark,
        severity: Severity,
        message: impl AsRef<str>,
        help: Option<&str>,
    ) {
        let path = self.texts.files().path(mark).unwrap_or_default();
        self.add(
            path.to_owned(),
            (mark.line, mark.column),
            severity,
            message,
            help,
        );
    }

    /// A secret stands here, or below its key here: none of the lines that its text takes is shown, whatever else is found there. The message
    /// must not hold any of it, either.
    pub fn secret(
        &mut self,
        mark: Mark,
        text: &str,
        severity: Severity,
        message: impl AsRef<str>,
        help: Option<&str>,
    ) {
        self.hide(mark, text);
        self.say(mark, severity, message, help);
    }

    /// A secret stands here, of which something is said at another place: none of its lines is shown.
    pub fn hide(&mut self, mark: Mark, text: &str) {
        let path = self.texts.files().path(mark).unwrap_or_default();
        let lines = mark.line..=mark.line + text.lines().count();
        let hidden = self.hidden.entry(path.to_owned()).or_default();
        hidden.extend(lines);
    }

    /// What mends the thing that was said last: edits of its file, near the mark. Nothing, if one of them can't
    /// be made. [`fix_of`](super::rules::fix_of) says it in the manual.
    pub fn fix(&mut self, mark: Mark, edits: impl FnOnce(&Text<'a>) -> Option<Vec<Edit>>) {
        self.fix_with(Promise::Nothing, mark, edits);
    }

    /// As [`Found::fix`], where something stays as it is that is proved before the fix is taken.
    pub fn fix_with(
        &mut self,
        promise: Promise,
        mark: Mark,
        edits: impl FnOnce(&Text<'a>) -> Option<Vec<Edit>>,
    ) {
        let path = self.texts.files().path(mark);
        if let Some((finding, _)) = self.findings.last_mut()
            && path == Some(finding.path.as_str())
        {
            let edits = self.texts.of(mark).and_then(|text| edits(&text));
            finding.fix = edits.map(|edits| Fix { edits, promise });
        }
    }

    /// Something is wrong with a whole file.
    pub fn file(&mut self, path: &str, message: impl AsRef<str>) {
        self.add(path.to_owned(), (1, 1), self.rule.severity, message, None);
    }

    fn add(
        &mut self,
        path: String,
        (line, column): (usize, usize),
        severity: Severity,
        message: impl AsRef<str>,
        help: Option<&str>,
    ) {
        let finding = Finding {
            rule: self.rule.code.into(),
            severity,
            path,
            line,
            column,
            message: printable(message.as_ref()),
            help: Some(printable(help.unwrap_or(self.rule.help))),
            source: None,
            fix: None,
        };
        self.findings.push((finding, self.scope));
    }
}
