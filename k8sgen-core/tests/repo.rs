//! Writing a tree to a folder: what changes, whose the files are, and that it is all or nothing.

#![expect(
    clippy::disallowed_methods,
    reason = "the tests make and read the folders that core writes to"
)]
#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use k8sgen_core::problem::Problems;
use k8sgen_core::repo::{self, Action, Changes, LOCK_FILE, OnConflict, Origin, Report, Sha256};
use k8sgen_core::tree::{Change, Document, Tree};
use tempfile::TempDir;

#[path = "repo/edits.rs"]
mod edits;
#[cfg(unix)]
#[path = "repo/failures.rs"]
mod failures;
#[path = "repo/refusals.rs"]
mod refusals;

const DEPLOYMENT: &str = "base/deployments/web-ui.yaml";
const SERVICES: &str = "base/services/services.yaml";

fn tree(files: &[(&str, &str)]) -> Tree {
    let mut tree = Tree::default();
    for (path, text) in files {
        tree.put(
            path.parse().unwrap(),
            Document::new("ConfigMap", "one", *text),
        );
    }
    tree
}

/// Two files, of which the second can have another text.
fn demo(services: &str) -> Tree {
    tree(&[(DEPLOYMENT, "kind: Deployment\n"), (SERVICES, services)])
}

fn origin() -> Origin {
    let inputs = BTreeMap::from([("k8sgen.yaml".to_owned(), Sha256::of("project: demo\n"))]);
    Origin {
        k8sgen: "0.1.0".to_owned(),
        inputs,
        recipe: None,
    }
}

fn compare(tree: &Tree, folder: &Path) -> Result<Changes, Problems> {
    repo::compare(tree, &origin(), folder, OnConflict::Refuse)
}

fn write(tree: &Tree, folder: &Path) -> Result<Report, Problems> {
    repo::recover(folder)?;
    repo::apply(&compare(tree, folder)?)
}

fn read(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap()
}

fn put(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Every file, folder and link: its content, and when it was written.
type Snapshot = BTreeMap<String, (Vec<u8>, Option<SystemTime>)>;

fn snapshot(folder: &Path) -> Snapshot {
    fn visit(folder: &Path, lead: &str, all: &mut Snapshot) {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let entry = entry.unwrap();
            let name = format!("{lead}{}", entry.file_name().display());
            let found = entry.metadata().unwrap();
            if found.is_dir() {
                visit(&entry.path(), &format!("{name}/"), all);
                all.insert(name + "/", (Vec::new(), None));
            } else if found.is_file() {
                all.insert(
                    name,
                    (fs::read(entry.path()).unwrap(), found.modified().ok()),
                );
            } else {
                all.insert(name, (b"link".to_vec(), None));
            }
        }
    }
    let mut all = BTreeMap::new();
    visit(folder, "", &mut all);
    all
}

fn assert_same(now: &Snapshot, before: &Snapshot) {
    let paths: BTreeSet<&String> = now.keys().chain(before.keys()).collect();
    let changed: Vec<_> = paths
        .into_iter()
        .filter(|path| now.get(*path) != before.get(*path))
        .collect();
    assert!(
        changed.is_empty(),
        "these are not as they were: {changed:?}"
    );
}

/// A text with the temporary folder's name taken out.
fn redact(text: &impl ToString, folder: &Path) -> String {
    text.to_string()
        .replace(&folder.display().to_string(), "[out]")
}

fn message<T: std::fmt::Debug>(result: Result<T, Problems>, folder: &Path) -> String {
    redact(&result.unwrap_err(), folder)
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn a_document_is_added_at_the_end_or_replaced_at_its_place() {
    let path: k8sgen_templates::names::RepoPath = SERVICES.parse().unwrap();
    let mut tree = Tree::default();
    let mut put =
        |name: &str, text: &str| tree.put(path.clone(), Document::new("Service", name, text));

    assert_eq!(
        put("a", "name: a"),
        Change::Created,
        "without its last newline"
    );
    assert_eq!(
        put("b", "---\nname: b\n"),
        Change::Created,
        "with a `---` that is not part of it"
    );
    assert_eq!(put("a", "name: a\nport: 80\n"), Change::Updated);
    assert_eq!(put("b", "name: b\n"), Change::Unchanged);

    assert_eq!(
        tree.file(&path).unwrap(),
        "name: a\nport: 80\n---\nname: b\n"
    );
    assert_eq!(tree.len(), 1);
    assert_eq!(
        serde_json::from_str::<Tree>(&serde_json::to_string(&tree).unwrap()).unwrap(),
        tree
    );
}

#[test]
fn the_first_run_makes_everything_and_the_second_nothing() {
    let out = folder();
    let target = out.path().join("not/there/yet");
    let mut tree = demo("kind: Service\n");
    tree.put_directory("infrastructure/argocd".parse().unwrap());

    insta::assert_snapshot!(compare(&tree, &target).unwrap(), @r"
    create     infrastructure/argocd/
    create     base/deployments/web-ui.yaml
    create     base/services/services.yaml
    2 to create
    ");
    assert_eq!(snapshot(out.path()).len(), 0, "comparing writes nothing");
    insta::assert_snapshot!(redact(&write(&tree, &target).unwrap(), &target), @"[out]: 2 created");
    assert_eq!(read(&target, SERVICES), "kind: Service\n");
    assert!(target.join("infrastructure/argocd").is_dir());

    let before = snapshot(out.path());
    let report = write(&tree, &target).unwrap();
    assert!(report.is_unchanged());
    insta::assert_snapshot!(redact(&report, &target), @"[out]: nothing to write, 2 files unchanged");
    assert_same(&snapshot(out.path()), &before);
    assert!(!target.join(".k8sgen/staging").exists());
}

#[test]
fn the_lock_says_what_was_generated_from_what() {
    let out = folder();
    write(&demo("kind: Service\n"), out.path()).unwrap();
    insta::assert_snapshot!(read(out.path(), LOCK_FILE), @r#"
    {
      "format": 1,
      "k8sgen": "0.1.0",
      "inputs": {
        "k8sgen.yaml": "34505d5445f4a6212ec3e770031a777e48bad7a33dc2e12e8bec9206aa396930"
      },
      "files": {
        "base/deployments/web-ui.yaml": "2e15259aa2d978f7affbf2000945c972ebf0beed0e2dcb7b0c490ee33871f120",
        "base/services/services.yaml": "0986089a4d6c36657cb202f9580c17af4d96f818afca398410926f5b9703104d"
      }
    }
    "#);

    let newer = Origin {
        k8sgen: "0.2.0".to_owned(),
        ..origin()
    };
    let changes = repo::compare(
        &demo("kind: Service\n"),
        &newer,
        out.path(),
        OnConflict::Refuse,
    )
    .unwrap();
    insta::assert_snapshot!(changes, @"2 unchanged; the lock is written anew");
    assert!(!repo::apply(&changes).unwrap().is_unchanged());
    assert!(read(out.path(), LOCK_FILE).contains("0.2.0"));
}

#[test]
fn what_changed_is_written_and_the_rest_is_not_touched() {
    let out = folder();
    put(out.path(), "base/notes.txt", "mine");
    let old = [
        (DEPLOYMENT, "kind: Deployment\n"),
        (SERVICES, "a: 1\nb: 2\n"),
        ("docs/old.md", "Old.\n"),
    ];
    write(&tree(&old), out.path()).unwrap();
    let before = snapshot(out.path());

    let new = [
        (DEPLOYMENT, "kind: Deployment\n"),
        (SERVICES, "a: 1\nb: 3\n"),
        ("iam/new.tf", "# New.\n"),
    ];
    let changes = compare(&tree(&new), out.path()).unwrap();
    insta::assert_snapshot!(changes, @r"
    update     base/services/services.yaml
    delete     docs/old.md
    create     iam/new.tf
    1 to create, 1 to update, 1 to delete, 1 unchanged
    ");
    insta::assert_snapshot!(changes.diff(), @r"
    --- a/base/services/services.yaml
    +++ b/base/services/services.yaml
    @@ -1,2 +1,2 @@
     a: 1
    -b: 2
    +b: 3
    --- a/docs/old.md
    +++ /dev/null
    @@ -1 +0,0 @@
    -Old.
    --- /dev/null
    +++ b/iam/new.tf
    @@ -0,0 +1 @@
    +# New.
    ");
    assert_same(&snapshot(out.path()), &before);
    insta::assert_snapshot!(redact(&repo::apply(&changes).unwrap(), out.path()), @"[out]: 1 created, 1 updated, 1 deleted, 1 unchanged");

    let after = snapshot(out.path());
    assert_eq!(read(out.path(), SERVICES), "a: 1\nb: 3\n");
    assert_eq!(after[DEPLOYMENT], before[DEPLOYMENT]);
    assert_eq!(after["base/notes.txt"], before["base/notes.txt"]);
    assert!(!after.contains_key("docs/"), "the folder is empty now");
}

#[test]
fn an_emptied_folder_stays_if_the_tree_asks_for_it() {
    let out = folder();
    write(&tree(&[("docs/old.md", "Old.\n")]), out.path()).unwrap();
    let mut tree = Tree::default();
    tree.put_directory("docs".parse().unwrap());
    write(&tree, out.path()).unwrap();
    assert!(out.path().join("docs").is_dir());
    assert!(!out.path().join("docs/old.md").exists());
}
