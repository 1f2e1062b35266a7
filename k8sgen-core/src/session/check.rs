//! The validator's seat: what is wrong with documents that were made.

use std::path::Path;

use k8sgen_templates::names::RepoPath;
use serde::Serialize;

use crate::problem::{Problem, shown};
use crate::tree::{Document, Tree};
use crate::yaml::{self, Layer, Node};

/// One thing that is wrong with a file of the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The rule's name. Stable.
    pub rule: String,
    /// How bad it is.
    pub severity: Severity,
    /// The file.
    pub path: String,
    /// Line of the file, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Column in characters, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It does not work.
    Error,
    /// It works, and should not stay so.
    Warning,
}

/// What is wrong with those documents of a file that `is_new` says have changed.
pub(super) fn file(
    tree: &Tree,
    path: &RepoPath,
    is_new: impl Fn(&Document) -> bool,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    // Each document but the first stands below a `---`.
    let mut above = 0;
    for document in tree.documents(path).unwrap_or_default() {
        if is_yaml(path) && is_new(document) {
            findings.extend(read_back(path, document, above));
        }
        above += document.text.lines().count() + 1;
    }
    findings
}

/// What is wrong with all of them, alone and together.
pub(super) fn all(tree: &Tree) -> Vec<Finding> {
    let clashes = tree.check().err().into_iter().flatten();
    let clashes = clashes.map(|problem| from_problem(problem, 0));
    let files = tree.iter().flat_map(|(path, _)| file(tree, path, |_| true));
    files.chain(clashes).chain(dangling(tree)).collect()
}

fn is_yaml(path: &RepoPath) -> bool {
    let end = Path::new(path.as_str()).extension();
    end.is_some_and(|end| end == "yaml" || end == "yml")
}

fn read_back(path: &RepoPath, document: &Document, above: usize) -> Vec<Finding> {
    let (root, problems) = match yaml::load(path.as_str(), &document.text, Layer::File) {
        Ok((root, problems)) => (Some(root), problems),
        Err(problems) => (None, problems.into_iter().collect()),
    };
    let mut findings: Vec<Finding> = problems
        .into_iter()
        .map(|problem| from_problem(problem, above))
        .collect();
    let kind = |root: &Node| root.at(["kind"]).and_then(Node::text).map(str::to_owned);
    if let Some(found) = root.as_ref().and_then(kind)
        && found != document.kind
    {
        findings.push(Finding {
            rule: "session/other-kind".to_owned(),
            severity: Severity::Error,
            path: path.to_string(),
            line: Some(above + 1),
            column: None,
            message: format!("`{}` reads back as a {}", document.name, shown(&found)),
            help: None,
        });
    }
    findings
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
                        rule: "session/not-made".to_owned(),
                        severity: Severity::Error,
                        path: path.to_string(),
                        line: Some(resource.mark.line),
                        column: Some(resource.mark.column),
                        message: format!("`{target}` is listed here, and has not been made"),
                        help: Some("make it, or call the kustomization's tool again".to_owned()),
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

fn from_problem(problem: Problem, above: usize) -> Finding {
    let (path, line, column) = match problem.place {
        Some(place) => (place.file, place.line, place.column),
        None => (String::new(), None, None),
    };
    Finding {
        rule: problem.code,
        severity: Severity::Error,
        path,
        line: line.map(|line| line + above),
        column,
        message: problem.message,
        help: problem.help,
    }
}
