//! Errors between the first rename and the last, which cannot be timed from the outside.

#![expect(
    clippy::disallowed_methods,
    reason = "the tests make and read the folder"
)]

use super::*;
use crate::repo::{OnConflict, Origin, apply, compare};
use crate::tree::{Document, Tree};

fn changes(folder: &Path, files: &[(&str, &str)]) -> Changes {
    let mut tree = Tree::default();
    for (path, text) in files {
        tree.put(
            path.parse().unwrap(),
            Document::new("ConfigMap", "one", *text),
        );
    }
    compare(&tree, &Origin::default(), folder, OnConflict::Refuse).unwrap()
}

fn read(folder: &Path, path: &str) -> Option<String> {
    fs::read_to_string(folder.join(path)).ok()
}

/// A folder with two files, and a write under way that made one, changed one, deleted one, and failed on
/// the last, because a folder appeared where that one goes.
fn half_written() -> (tempfile::TempDir, Changes) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    apply(&changes(out, &[("a/changed", "old"), ("b/deleted", "old")])).unwrap();

    let changes = changes(
        out,
        &[
            ("a/changed", "new"),
            ("c/d/created", "new"),
            ("z/last", "new"),
        ],
    );
    prepare(&changes).unwrap();
    assert_eq!(
        read(out, "a/changed").unwrap(),
        "old\n",
        "nothing is touched yet"
    );

    fs::create_dir_all(out.join("z/last")).unwrap();
    assert!(matches!(commit(&changes), Err(RepoError::Write { path, .. }) if path == "z/last"));
    assert_eq!(read(out, "a/changed").unwrap(), "new\n");
    assert_eq!(read(out, "b/deleted"), None);
    assert_eq!(read(out, "c/d/created").unwrap(), "new\n");
    (folder, changes)
}

fn assert_as_before(out: &Path) {
    assert_eq!(read(out, "a/changed").unwrap(), "old\n");
    assert_eq!(read(out, "b/deleted").unwrap(), "old\n");
    assert!(
        !out.join("c").exists(),
        "its folders were made by the write"
    );
    assert!(!out.join(FOLDER).exists());
}

#[test]
fn an_error_halfway_is_rolled_back() {
    let (folder, changes) = half_written();
    assert!(roll_back(&changes.root).unwrap());
    assert_as_before(folder.path());
    assert!(folder.path().join("z/last").is_dir(), "this was not ours");
}

#[test]
fn a_roll_back_that_fails_can_be_run_again() {
    let (folder, changes) = half_written();
    let in_the_way = folder.path().join("b/deleted/in/the/way");
    fs::create_dir_all(&in_the_way).unwrap();
    assert!(
        matches!(roll_back(&changes.root), Err(RepoError::Rollback { path, .. }) if path == "b/deleted")
    );
    assert!(is_left(&changes.root));

    fs::remove_dir_all(folder.path().join("b/deleted")).unwrap();
    assert!(roll_back(&changes.root).unwrap());
    assert_as_before(folder.path());
}
