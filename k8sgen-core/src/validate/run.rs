//! A run: files to documents, documents to findings, and what comments and settings take away.

use std::collections::BTreeSet;

use super::across;
use super::applied::Overlays;
use super::document::{Document, Documents};
use super::files::Files;
use super::finding::{Finding, Report, Severity, Summary};
use super::fix::Promise;
use super::ignore;
use super::options::Options;
use super::repository::Repository;
use super::rule::{Check, Found, Hidden, Rule};
use super::rules::{RULES, UNUSED_IGNORE};
use super::schema::Schemas;
use super::text::Texts;
use crate::hands::{self, Load};
use crate::problem::printable;
use crate::tree::Tree;

/// So many documents take longer to look at than a thread takes to start.
const WORTH_A_THREAD: usize = 20;

/// What a rule finds, with the number of the scope that it was found in.
type Said = (Vec<(Finding, Option<usize>)>, Hidden);

/// Asks a rule about everything.
fn ask(rule: &'static Rule, repository: &Repository<'_>, texts: &Texts<'_>) -> Said {
    let mut found = Found::new(texts, rule);
    match rule.check {
        Check::Written(check) => check(repository, &mut found),
        Check::Applied(check) => {
            for (number, scope) in repository.applied().iter().enumerate() {
                found.scope = Some(number);
                check(repository, scope, &mut found);
            }
        }
    }
    (found.findings, found.hidden)
}

/// What is wrong with a tree that was just made, before it is written.
#[must_use]
pub fn tree(tree: &Tree) -> Vec<Finding> {
    files(&Files::from(tree), &Options::default()).findings
}

/// What is wrong with these files.
#[must_use]
pub fn files(files: &Files, options: &Options) -> Report {
    let documents = Documents::read(files);
    let ignores = ignore::find(files, &documents);
    let overlays = Overlays::build(files, &documents, &options.outside);
    let schemas = Schemas::new(&documents, &overlays, options);
    let repository = Repository::new(files, &documents, &schemas, options, &ignores, &overlays);
    let rules = RULES.iter().copied();
    let rules: Vec<&'static Rule> = rules.filter(|rule| options.counts(rule.code)).collect();
    let load = Load::heavy_if(documents.documents.len() > WORTH_A_THREAD);
    let said = hands::each(&rules, load, || {
        let texts = Texts::new(files);
        let repository = &repository;
        move |rule| ask(rule, repository, &texts)
    });
    let mut findings = Vec::new();
    let mut secrets = Hidden::new();
    for (mut found, hidden) in said {
        findings.append(&mut found);
        for (path, lines) in hidden {
            secrets.entry(path).or_default().extend(lines);
        }
    }
    let texts = Texts::new(files);
    let mut findings = across::settle(&repository, findings);
    let mut used = BTreeSet::new();
    let before = findings.len();
    findings.retain(|finding| {
        let by = ignores
            .iter()
            .position(|ignore| ignore.covers(files, finding));
        used.extend(by);
        by.is_none()
    });
    let taken_away = before - findings.len();
    if options.counts(UNUSED_IGNORE.code) {
        let mut found = Found::new(&texts, UNUSED_IGNORE);
        for (at, ignore) in ignores.iter().enumerate() {
            let counts = ignore.codes.iter().any(|code| options.counts(code));
            if ignore.has_reason && counts && !used.contains(&at) {
                let codes = ignore.codes.join(", ");
                found.at(
                    ignore.mark,
                    format!("nothing is found here that {codes} would say"),
                );
                found.fix_with(Promise::Values, ignore.mark, |text| {
                    let line = text.line(ignore.mark.line)?;
                    let edit = if line.trim_start().starts_with('#') {
                        text.replace_lines(ignore.mark.line..ignore.mark.line + 1, "")
                    } else {
                        text.cut_to_line_end(ignore.mark)
                    };
                    Some(vec![edit?])
                });
            }
        }
        findings.extend(found.findings.into_iter().map(|(finding, _)| finding));
    }
    let key = |finding: &Finding| {
        (
            finding.path.clone(),
            finding.line,
            finding.column,
            finding.rule.clone(),
        )
    };
    findings.sort_by_cached_key(key);
    findings.dedup();
    quote(&documents, files, &secrets, &mut findings);
    let count = |severity| {
        findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    };
    let summary = Summary {
        files: documents.sources.len(),
        documents: documents.documents.len(),
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        infos: count(Severity::Info),
        ignored: taken_away,
    };
    Report { findings, summary }
}

/// Adds to each finding the line that it points at; but not where that line may be a secret: in a file with a Secret, and
/// where a rule has found one.
fn quote(documents: &Documents, files: &Files, secrets: &Hidden, findings: &mut [Finding]) {
    let secret = |document: &&Document| document.is_secret();
    let all = documents.documents.iter().chain(&documents.inline);
    let with_secret = all.filter(secret);
    let mut hidden: BTreeSet<&str> = with_secret.map(|secret| &*secret.path).collect();
    let may_be_secret = |path: &&str| {
        let bytes = files.get(path).unwrap_or_default();
        memchr::memmem::find(bytes, b"Secret").is_some()
    };
    let broken = documents
        .broken
        .iter()
        .filter_map(|broken| files.path(broken.mark));
    hidden.extend(broken.filter(may_be_secret));
    for of_file in findings.chunk_by_mut(|a, b| a.path == b.path) {
        let path = of_file[0].path.as_str();
        let bytes = files.get(path).filter(|_| !hidden.contains(path));
        let Some(text) = bytes.and_then(|bytes| std::str::from_utf8(bytes).ok()) else {
            continue;
        };
        let secrets = secrets.get(path);
        let mut lines = text.lines().enumerate();
        let mut current = lines.next();
        for finding in of_file {
            while current.is_some_and(|(number, _)| number + 1 < finding.line) {
                current = lines.next();
            }
            let is_secret = secrets.is_some_and(|lines| lines.contains(&finding.line));
            let shown = current.filter(|_| !is_secret);
            finding.source = shown.map(|(_, line)| printable(line));
        }
    }
}
