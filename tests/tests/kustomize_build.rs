//! What k8sgen takes for a kustomization's result is what kustomize makes of it, document by document and in
//! the same order; and where kustomize refuses, k8sgen has something to say.
//!
//! Each folder below `fixtures/kustomizations` is one feature, or two of them together; its `overlay` is what is
//! built. `_small` and `_full` are bases that they share.

use std::fs;
use std::path::{Path, PathBuf};

use k8sgen_core::validate::kustomize::{Built, Kustomize, to_json};
use k8sgen_core::validate::{self, Files, Options};
use k8sgen_core::yaml::{self, Layer};
use serde_json::Value;

use crate::harness::demo;
use crate::harness::tools::{self, Tool};

/// As few fixtures as this would not be all.
const FEWEST: usize = 60;

/// Everything below a folder, bytes as they are.
fn files(folder: &Path) -> Files {
    let mut files = Files::default();
    let mut folders = vec![(folder.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        let entries = fs::read_dir(folder).expect("a readable folder");
        for entry in entries.map(|entry| entry.expect("a readable entry")) {
            let name = entry.file_name().into_string().expect("a name in UTF-8");
            if entry.path().is_dir() {
                folders.push((entry.path(), format!("{prefix}{name}/")));
            } else {
                let bytes = fs::read(entry.path()).expect("a readable file");
                files.put(format!("{prefix}{name}"), bytes);
            }
        }
    }
    files
}

fn fixtures() -> PathBuf {
    demo::root().join("tests/fixtures/kustomizations")
}

/// Folders with a kustomization.
fn kustomizations(files: &Files) -> Vec<String> {
    let mut folders: Vec<String> = files
        .iter()
        .filter_map(|(path, _)| path.strip_suffix("/kustomization.yaml"))
        .map(str::to_owned)
        .collect();
    folders.sort();
    folders
}

/// What kustomize makes of a folder; why it refuses, if it does.
fn judged(kustomize: &Tool, root: &Path, folder: &str) -> Result<Vec<Value>, String> {
    let output = kustomize.run(root, &["build", folder]);
    if !output.status.success() {
        return Err(tools::text(&output.stderr));
    }
    let stream = yaml::stream(&tools::text(&output.stdout), Layer::File);
    assert!(
        stream.problems.is_empty(),
        "{folder}: {:?}",
        stream.problems
    );
    Ok(stream.documents.iter().map(to_json).collect())
}

/// How a build differs from kustomize's; nothing, if it does not.
fn difference(built: &Built, judged: &Result<Vec<Value>, String>) -> Option<String> {
    let documents = match judged {
        Err(_) if !built.is_accepted() => return None,
        Err(why) => return Some(format!("kustomize refuses this:\n{why}")),
        Ok(_) if !built.is_accepted() => {
            return Some(format!("kustomize builds this: {:?}", built.notes));
        }
        Ok(documents) => documents,
    };
    let ours: Vec<Value> = built.documents.iter().map(to_json).collect();
    let text = |values: &[Value]| yaml::to_text(&values);
    (ours != *documents).then(|| {
        let (ours, theirs) = (text(&ours), text(documents));
        let diff = similar::TextDiff::from_lines(&theirs, &ours);
        diff.unified_diff()
            .header("kustomize", "k8sgen")
            .to_string()
    })
}

fn compare(root: &Path, folders: &[String]) {
    let Some(kustomize) = Tool::find("kustomize", &["kustomize"]) else {
        return;
    };
    let files = files(root);
    let ours = Kustomize::new(&files);
    let report: Vec<String> = folders
        .iter()
        .filter_map(|folder| {
            let judged = judged(&kustomize, root, folder);
            let difference = difference(&ours.build(folder), &judged)?;
            Some(format!("== {folder}\n{difference}"))
        })
        .collect();
    let count = report.len();
    assert!(
        report.is_empty(),
        "{count} of {} differ:\n{}",
        folders.len(),
        report.join("\n")
    );
}

#[test]
fn every_fixture_builds_as_kustomize_builds_it() {
    let folders: Vec<String> = kustomizations(&files(&fixtures()))
        .into_iter()
        .filter(|folder| folder.ends_with("/overlay"))
        .collect();
    assert!(folders.len() >= FEWEST, "{}", folders.len());
    compare(&fixtures(), &folders);
}

#[test]
fn every_golden_tree_builds_as_kustomize_builds_it() {
    let golden = demo::golden();
    let folders = kustomizations(&files(&golden));
    assert!(folders.iter().any(|folder| folder == "overlays/production"));
    compare(&golden, &folders);
}

/// `validate --fix` writes newer fields; what kustomize makes of them is what it made of the old ones.
#[test]
fn kustomize_builds_the_same_after_a_fix() {
    let Some(kustomize) = Tool::find("kustomize", &["kustomize"]) else {
        return;
    };
    let mut seen = 0;
    for root in [demo::root().join("tests/rules/KG313/bad/lists"), fixtures()] {
        let before = files(&root);
        let options = Options {
            select: vec!["KG313".parse().expect("a rule")],
            ..Options::default()
        };
        let fixed = validate::fix(&before, &options, &|_| true);
        let folder = tempfile::TempDir::new().expect("a folder");
        for (path, bytes) in before.iter() {
            let fixed = fixed.files.iter().find(|file| file.path == path);
            let bytes = fixed.map_or(bytes, |file| file.after.as_bytes());
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, bytes).expect("a file");
        }
        for file in &fixed.files {
            let of = file
                .path
                .strip_suffix("/kustomization.yaml")
                .expect("a kustomization");
            let (old, new) = (
                judged(&kustomize, &root, of),
                judged(&kustomize, folder.path(), of),
            );
            assert_eq!(old.expect("it builds"), new.expect("it builds"), "{of}");
            seen += 1;
        }
    }
    assert!(seen > 2, "{seen}");
}
