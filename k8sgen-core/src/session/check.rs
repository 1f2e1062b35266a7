//! What is wrong with documents that were made: what the validator says of them, and whether they are what their
//! tool says and what the kustomizations list.

use std::path::Path;

use k8sgen_templates::names::RepoPath;

use crate::problem::{Problem, Problems, shown};
use crate::project::Project;
use crate::tree::{Document, Tree};
use crate::validate::{self, Files, Finding, Options, Prefix, Severity};
use crate::yaml::{self, Layer, Node};

/// The rules that look at one file and need no other.
const ALONE: [&str; 2] = ["KG0", "KG1"];
/// The rule about what a kustomization lists and nobody made.
const MISSED: &str = "KG302";

/// A run of those rules. What kustomizations make of the files is for the validator's own run.
fn alone() -> Options {
    Options {
        select: ALONE.map(|code| Prefix(code.to_owned())).into(),
        ..Options::default()
    }
}

/// Whether somebody has to do something about it.
fn counts(finding: &Finding) -> bool {
    finding.severity != Severity::Info
}

/// What is wrong with those documents of a file that `is_new` says have changed.
pub(super) fn file(
    tree: &Tree,
    path: &RepoPath,
    is_new: impl Fn(&Document) -> bool,
) -> Vec<Finding> {
    if !is_yaml(path) {
        return Vec::new();
    }
    let alone = alone();
    let mut findings = Vec::new();
    // Each document but the first stands below a `---`.
    let mut above = 0;
    for document in tree.documents(path).unwrap_or_default() {
        if is_new(document) {
            let mut files = Files::default();
            files.put(path.as_str(), document.text.as_str());
            let found = validate::files(&files, &alone).findings.into_iter();
            findings.extend(found.filter(counts).map(|finding| Finding {
                line: finding.line + above,
                ..finding
            }));
            findings.extend(kind(path, document, above));
        }
        above += document.text.lines().count() + 1;
    }
    findings
}

/// What is wrong with all of them so far. What is not made yet is missed by kustomizations alone.
pub(super) fn all(tree: &Tree) -> Vec<Finding> {
    let mut so_far = alone();
    so_far.select.push(Prefix(MISSED.to_owned()));
    let found = validate::files(&Files::from(tree), &so_far).findings;
    let found = found.into_iter().filter(counts);
    found.chain(beside(tree)).collect()
}

/// What is wrong with all of them, once all are made: whatever the project asks of the validator.
pub(super) fn last(project: &Project, tree: &Tree) -> Result<Vec<Finding>, Problems> {
    let found = project.judge(tree)?.findings.into_iter();
    Ok(found.filter(counts).chain(beside(tree)).collect())
}

/// What no rule knows: objects that are there twice, and those that are of another kind than their tool says.
fn beside(tree: &Tree) -> impl Iterator<Item = Finding> {
    let clashes = tree.check().err().into_iter().flatten();
    let clashes = clashes.map(from_problem);
    let kinds = tree.iter().flat_map(|(path, documents)| {
        let mut above = 0;
        let documents = documents.iter().filter(move |_| is_yaml(path));
        documents.filter_map(move |document| {
            let start = above;
            above += document.text.lines().count() + 1;
            kind(path, document, start)
        })
    });
    kinds.chain(clashes)
}

fn is_yaml(path: &RepoPath) -> bool {
    let end = Path::new(path.as_str()).extension();
    end.is_some_and(|end| end == "yaml" || end == "yml")
}

/// Whether a document is of the kind that its tool says.
fn kind(path: &RepoPath, document: &Document, above: usize) -> Option<Finding> {
    let (root, _) = yaml::load(path.as_str(), &document.text, Layer::File).ok()?;
    let found = root.at(["kind"]).and_then(Node::text)?;
    let differs = found != document.kind;
    differs.then(|| Finding {
        rule: "session/other-kind".into(),
        severity: Severity::Error,
        path: path.to_string(),
        line: above + 1,
        column: 1,
        message: format!("`{}` reads back as a {}", document.name, shown(found)),
        help: None,
        source: None,
        fix: None,
    })
}

fn from_problem(problem: Problem) -> Finding {
    let place = problem.place.as_ref();
    Finding {
        rule: problem.code.into(),
        severity: Severity::Error,
        path: place.map(|place| place.file.clone()).unwrap_or_default(),
        line: place.and_then(|place| place.line).unwrap_or(1),
        column: place.and_then(|place| place.column).unwrap_or(1),
        message: problem.message,
        help: problem.help,
        source: None,
        fix: None,
    }
}
