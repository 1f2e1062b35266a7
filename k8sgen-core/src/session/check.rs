//! What is wrong with documents that were made: what the validator says of them, and whether they are what their
//! tool says and what the kustomizations list.

use std::path::Path;

use k8sgen_templates::names::RepoPath;

use crate::problem::{Problem, shown};
use crate::tree::{Document, Tree};
use crate::validate::{self, Files, Finding, Options, Prefix, Severity};
use crate::yaml::{self, Layer, Node};

/// The rules that look at one file and need no other.
const ALONE: [&str; 2] = ["KG0", "KG1"];

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

/// What is wrong with all of them, alone and together.
pub(super) fn all(tree: &Tree) -> Vec<Finding> {
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
    let found = validate::files(&Files::from(tree), &alone()).findings;
    let found = found.into_iter().filter(counts);
    found
        .chain(kinds)
        .chain(clashes)
        .chain(dangling(tree))
        .collect()
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

/// Files that a kustomization lists and nobody made.
fn dangling(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let kustomizations = tree
        .iter()
        .filter(|(path, _)| path.file_name() == "kustomization.yaml");
    for (path, documents) in kustomizations {
        let folder = path.parent();
        let roots = documents
            .iter()
            .filter_map(|document| yaml::load(path.as_str(), &document.text, Layer::File).ok());
        for (root, _) in roots {
            let resources = root.at(["resources"]).map_or(&[][..], Node::items);
            for resource in resources {
                let Some(target) = resource
                    .text()
                    .and_then(|text| resolve(folder.as_ref(), text))
                else {
                    continue;
                };
                let below = target.join("kustomization.yaml");
                let is_there = tree.documents(&target).is_some()
                    || below.is_ok_and(|file| tree.documents(&file).is_some());
                if !is_there {
                    findings.push(Finding {
                        rule: "session/not-made".into(),
                        severity: Severity::Error,
                        path: path.to_string(),
                        line: resource.mark.line,
                        column: resource.mark.column,
                        message: format!("`{target}` is listed here, and has not been made"),
                        help: Some("make it, or call the kustomization's tool again".to_owned()),
                        source: None,
                        fix: None,
                    });
                }
            }
        }
    }
    findings
}

/// A path as a file below `folder` writes it; none for what is not in the repository, such as a URL.
fn resolve(folder: Option<&RepoPath>, text: &str) -> Option<RepoPath> {
    if text.contains("://") {
        return None;
    }
    let mut parts: Vec<&str> =
        folder.map_or(Vec::new(), |folder| folder.as_str().split('/').collect());
    for part in text.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    parts.join("/").parse().ok()
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
