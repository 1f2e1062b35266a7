//! `--fix`: what has one right answer, mended in the text.
//!
//! A rule gives a finding its [`Fix`]. Those that touch the same text wait for the next round, and after each
//! round everything is looked at anew: a fix that would bring an error, or that breaks its [`Promise`], is left.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;
use similar::TextDiff;

use super::applied::Overlays;
use super::document::Documents;
use super::files::Files;
use super::finding::{Finding, Report, Severity};
use super::kustomize::to_json;
use super::options::Options;
use super::run;
use super::text::Edit;

/// So many times is everything looked at anew, at most.
const MOST_ROUNDS: usize = 20;

/// What mends a finding: edits of its file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Fix {
    /// The edits, of which no two touch.
    pub edits: Vec<Edit>,
    /// What it leaves as it is.
    pub promise: Promise,
}

/// What a fix leaves as it is. It is proved before the fix is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Promise {
    /// What comes out of every kustomization.
    Builds,
    /// Every value of the file.
    Values,
    /// Nothing: the value that it mends is another one afterwards.
    Nothing,
}

/// What can be mended, and what remains.
#[derive(Debug, Clone)]
pub struct Fixed {
    /// The files that change, in their order.
    pub files: Vec<FixedFile>,
    /// What was mended, in the order of the mending.
    pub findings: Vec<Finding>,
    /// What is wrong afterwards.
    pub report: Report,
}

/// A file that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedFile {
    /// Its path, as it was given.
    pub path: String,
    /// What it holds.
    pub before: String,
    /// What it is to hold.
    pub after: String,
    /// Whether it holds a Secret, and so is not to be printed.
    pub is_secret: bool,
}

impl FixedFile {
    /// The change as a unified diff, as `git apply` takes it. Of a file with a Secret it says nothing.
    #[must_use]
    pub fn diff(&self) -> String {
        if self.is_secret {
            return String::new();
        }
        let path = self.path.trim_start_matches('/');
        TextDiff::from_lines(&self.before, &self.after)
            .unified_diff()
            .header(&format!("a/{path}"), &format!("b/{path}"))
            .to_string()
    }
}

/// Mends what has one right answer, in the files that `may_change` says may be changed. Nothing is written.
#[must_use]
pub fn fix(files: &Files, options: &Options, may_change: &dyn Fn(&str) -> bool) -> Fixed {
    let mut work = Work {
        options,
        may_change,
        report: run::files(files, options),
        files: files.clone(),
        refused: HashSet::new(),
        fixed: Vec::new(),
    };
    for _ in 0..MOST_ROUNDS {
        let promises = [Promise::Builds, Promise::Values, Promise::Nothing];
        if !promises.into_iter().any(|promise| work.round(promise)) {
            break;
        }
    }
    let changed = files.iter().filter_map(|(path, before)| {
        let after = work.files.get(path)?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (before != after).then(|| FixedFile {
            path: path.to_owned(),
            before: text(before),
            after: text(after),
            is_secret: memchr::memmem::find(before, b"Secret").is_some() && has_secret(before),
        })
    });
    Fixed {
        files: changed.collect(),
        findings: work.fixed,
        report: work.report,
    }
}

/// Whether a file has a Secret among its documents, or can't be read.
fn has_secret(bytes: &[u8]) -> bool {
    let mut alone = Files::default();
    alone.put("a.yaml", bytes);
    let read = Documents::read(&alone);
    !read.broken.is_empty() || read.documents.iter().any(super::Document::is_secret)
}

/// Which finding it is, wherever other fixes have moved it.
type Key = (String, String, String);

fn key(finding: &Finding) -> Key {
    let Finding {
        rule,
        path,
        message,
        ..
    } = finding;
    (rule.to_string(), path.clone(), message.clone())
}

struct Work<'a> {
    options: &'a Options,
    may_change: &'a dyn Fn(&str) -> bool,
    files: Files,
    report: Report,
    /// Fixes that did harm.
    refused: HashSet<Key>,
    fixed: Vec<Finding>,
}

impl Work<'_> {
    /// Takes all fixes with this promise that do not touch each other. Says whether there was one.
    fn round(&mut self, promise: Promise) -> bool {
        let chosen = self.choose(promise);
        let refs: Vec<&Finding> = chosen.iter().collect();
        let mut taken: Vec<&Finding> = Vec::new();
        let mut result = None;
        self.take(&refs, &mut taken, &mut result, promise);
        let Some((files, report)) = result else {
            return false;
        };
        self.fixed.extend(taken.into_iter().cloned());
        (self.files, self.report) = (files, report);
        true
    }

    /// The findings whose fixes come next: the first of those that touch each other.
    fn choose(&self, promise: Promise) -> Vec<Finding> {
        let mut ends: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
        let mut chosen = Vec::new();
        for finding in &self.report.findings {
            let Some(fix) = finding.fix.as_ref().filter(|fix| fix.promise == promise) else {
                continue;
            };
            if self.refused.contains(&key(finding)) || !(self.may_change)(&finding.path) {
                continue;
            }
            let taken = ends.entry(&finding.path).or_default();
            let ranges = fix.edits.iter().map(|edit| (edit.from.byte, edit.to.byte));
            // One field of a kustomization becomes what another one becomes, too.
            let touches = promise == Promise::Builds && !taken.is_empty()
                || ranges
                    .clone()
                    .any(|one| taken.iter().any(|other| touch(one, *other)));
            if !touches {
                taken.extend(ranges);
                chosen.push(finding.clone());
            }
        }
        chosen
    }

    /// Adds these to what is taken, or the half of them that does no harm.
    fn take<'f>(
        &mut self,
        more: &[&'f Finding],
        taken: &mut Vec<&'f Finding>,
        result: &mut Option<(Files, Report)>,
        promise: Promise,
    ) {
        if more.is_empty() {
            return;
        }
        let all: Vec<&Finding> = taken.iter().chain(more).copied().collect();
        let files = edited(&self.files, &all);
        let report = run::files(&files, self.options);
        if self.is_kept(promise, &files) && !self.is_worse(&report) {
            *taken = taken.iter().chain(more).copied().collect();
            *result = Some((files, report));
        } else if let [finding] = more {
            self.refused.insert(key(finding));
        } else {
            let (first, second) = more.split_at(more.len() / 2);
            self.take(first, taken, result, promise);
            self.take(second, taken, result, promise);
        }
    }

    fn is_kept(&self, promise: Promise, files: &Files) -> bool {
        match promise {
            Promise::Builds => builds(&self.files) == builds(files),
            Promise::Values => values(&self.files, files) == values(files, &self.files),
            Promise::Nothing => true,
        }
    }

    /// Whether there is an error that was not there before, and that is not mended next: fields are looked at only
    /// once their API is known.
    fn is_worse(&self, report: &Report) -> bool {
        let is_error = |finding: &&Finding| finding.severity == Severity::Error;
        let before = self.report.findings.iter().filter(is_error).map(key);
        let before: HashSet<Key> = before.collect();
        let mut after = report.findings.iter().filter(is_error);
        after.any(|finding| finding.fix.is_none() && !before.contains(&key(finding)))
    }
}

fn touch(one: (usize, usize), other: (usize, usize)) -> bool {
    one.0 <= other.1 && other.0 <= one.1
}

/// The files with the fixes of these findings.
fn edited(files: &Files, findings: &[&Finding]) -> Files {
    let mut by_path: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
    for finding in findings {
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
        by_path.entry(&finding.path).or_default().extend(edits);
    }
    let mut edited = files.clone();
    for (path, mut edits) in by_path {
        let Some(before) = files.get(path) else {
            continue;
        };
        edits.sort_by_key(|edit| edit.from);
        let (mut after, mut done) = (Vec::with_capacity(before.len()), 0);
        for edit in edits {
            after.extend_from_slice(&before[done..edit.from.byte]);
            after.extend_from_slice(edit.text.as_bytes());
            done = edit.to.byte;
        }
        after.extend_from_slice(&before[done..]);
        edited.put(path, after);
    }
    edited
}

/// What comes out of each kustomization.
fn builds(files: &Files) -> Vec<(String, bool, Vec<Value>)> {
    let overlays = Overlays::build(files, &Documents::read(files), &[]).overlays;
    let result = overlays.into_iter().map(|overlay| {
        let nodes = overlay.documents.iter().map(|document| &document.node);
        (
            overlay.folder,
            overlay.is_whole,
            nodes.map(to_json).collect(),
        )
    });
    result.collect()
}

/// The values of those files that differ from the other ones.
fn values(files: &Files, others: &Files) -> Vec<Value> {
    let mut changed = Files::default();
    for (path, bytes) in files.iter() {
        if others.get(path) != Some(bytes) {
            changed.put(path, bytes);
        }
    }
    let read = Documents::read(&changed);
    read.documents
        .iter()
        .map(|document| to_json(&document.node))
        .collect()
}
