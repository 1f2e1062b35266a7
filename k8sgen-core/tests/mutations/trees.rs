//! The trees that are changed: the golden one, and the variants.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use k8sgen_core::validate::{self, Files, Finding, Options};

use crate::edit::Changed;
use crate::lines::{self, Document};

const GOLDEN: &str = "../tests/golden/demo-replica-agent";
const VARIANTS: &str = "../tests/variants";

/// A tree with which nothing is wrong.
#[derive(Debug)]
pub(crate) struct Tree {
    pub(crate) name: String,
    pub(crate) is_golden: bool,
    pub(crate) sources: Vec<Source>,
    slices: Vec<Slice>,
}

/// A file of a tree.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) documents: Vec<Document>,
}

/// Folders of a tree that show what a change below one of them does.
#[derive(Debug)]
struct Slice {
    /// Where the changes are; all that begins so.
    changes: &'static str,
    files: Files,
    /// What is said of it anyway.
    said: BTreeSet<Said>,
}

/// What is said, wherever it now stands in its file.
pub(crate) type Said = (String, String, String);

pub(crate) fn said(finding: &Finding) -> Said {
    let rule = finding.rule.clone().into_owned();
    (rule, finding.path.clone(), finding.message.clone())
}

impl Tree {
    fn read(name: &str, folder: &Path, slices: &[(&'static str, &[&str])]) -> Self {
        let mut files = Files::default();
        let root = format!("{}/", folder.display());
        for (path, bytes) in validate::load(&[folder.to_owned()]).iter() {
            files.put(path.strip_prefix(&root).expect("it is below"), bytes);
        }
        let sources = files.iter().map(|(path, bytes)| {
            let text = String::from_utf8(bytes.to_vec()).expect("text");
            Source {
                path: path.to_owned(),
                documents: lines::read(&text),
                text,
            }
        });
        let slice = |(changes, folders): &(&'static str, &[&str])| {
            let mut own = Files::default();
            for (path, bytes) in files.iter() {
                if folders.iter().any(|folder| path.starts_with(folder)) {
                    own.put(path, bytes);
                }
            }
            let report = validate::files(&own, &Options::default());
            Slice {
                changes,
                files: own,
                said: report.findings.iter().map(said).collect(),
            }
        };
        Self {
            name: name.to_owned(),
            is_golden: name == "demo",
            sources: sources.collect(),
            slices: slices.iter().map(slice).collect(),
        }
    }

    /// Whether it has such a file.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.sources.iter().any(|source| source.path == path)
    }

    /// All documents of its files.
    pub(crate) fn documents(&self) -> impl Iterator<Item = &Document> {
        self.sources.iter().flat_map(|source| &source.documents)
    }

    /// Its documents of these kinds.
    pub(crate) fn of_kinds<'a>(&'a self, kinds: &str) -> impl Iterator<Item = &'a Document> {
        self.documents()
            .filter(move |document| document.is_of(kinds))
    }

    /// What is said of the changed tree that was not said before.
    pub(crate) fn said_anew(&self, changed: &Changed) -> Vec<Finding> {
        let fits = |slice: &&Slice| {
            let mut paths = changed.iter();
            paths.all(|(path, _)| path.starts_with(slice.changes))
        };
        let slice = self.slices.iter().find(fits).expect("the last one fits");
        let mut files = Files::default();
        for (path, bytes) in slice.files.iter() {
            match changed.iter().find(|(changed, _)| changed == path) {
                Some((_, Some(bytes))) => files.put(path, bytes.as_slice()),
                Some((_, None)) => {}
                None => files.put(path, bytes),
            }
        }
        for (path, bytes) in changed {
            if let Some(bytes) = bytes.as_ref().filter(|_| !self.has(path)) {
                files.put(path, bytes.as_slice());
            }
        }
        let mut findings = validate::files(&files, &Options::default()).findings;
        findings.retain(|finding| !slice.said.contains(&said(finding)));
        findings
    }
}

/// The trees. Of the golden one, a change in the base is looked at in one overlay: the one that leaves most of the base
/// as it is, or, for the Ingress, which the others replace, the one that does so.
pub(crate) fn all() -> Vec<Tree> {
    let golden = Tree::read(
        "demo",
        Path::new(GOLDEN),
        &[
            ("base/ingress/", &["base/", "overlays/dev-no-domain/"]),
            ("base/", &["base/", "overlays/staging/"]),
            ("", &[""]),
        ],
    );
    let entries = fs::read_dir(VARIANTS).expect("the variants");
    let mut folders: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a variant").path().join("expected"))
        .filter(|folder| folder.is_dir())
        .collect();
    folders.sort();
    let variants = folders.iter().map(|folder| {
        let name = folder.parent().and_then(Path::file_name).expect("its name");
        Tree::read(&name.to_string_lossy(), folder, &[("", &[""])])
    });
    std::iter::once(golden).chain(variants).collect()
}
