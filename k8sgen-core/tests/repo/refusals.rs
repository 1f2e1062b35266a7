//! What is refused before anything is written, and what is said about it.

use super::*;

#[test]
fn paths_that_cannot_stand_side_by_side_are_all_listed() {
    let out = folder();
    let tree = tree(&[
        ("base/README.md", ""),
        ("base/readme.md", ""),
        ("Docs/a.md", ""),
        ("docs/b.md", ""),
        ("iam", ""),
        ("iam/roles.tf", ""),
        (".k8sgen/mine.yaml", ""),
    ]);
    insta::assert_snapshot!(message(compare(&tree, out.path()), out.path()), @r"
    error[repo/reserved]: `.k8sgen/mine.yaml` is in `.k8sgen`, which is kept for k8sgen's own files
      --> [out]/.k8sgen/mine.yaml
      = help: choose another path
    error[tree/same-but-for-case]: `base/readme.md` and `base/README.md` differ only in upper and lower case
      --> base/readme.md
      = help: rename one of them: on macOS and Windows they are the same file
    error[tree/same-but-for-case]: `docs` and `Docs` differ only in upper and lower case
      --> docs
      = help: rename one of them: on macOS and Windows they are the same file
    error[tree/file-and-folder]: `iam` is a file, and a folder that other files are in
      --> iam
      = help: rename the file or the folder in the plan
    ");
}

#[test]
fn a_lock_that_is_not_one() {
    let out = folder();
    let try_lock = |text: &str| {
        put(out.path(), LOCK_FILE, text);
        message(write(&demo(""), out.path()), out.path())
    };
    insta::assert_snapshot!(try_lock("<<<<<<< HEAD\n{"), @r"
    error[repo/bad-lock]: `.k8sgen/lock.json` is not a lock that k8sgen wrote: expected value
      --> [out]/.k8sgen/lock.json:1
      = help: restore it from version control: after a merge, take it whole from either side; or delete it,
              and generate with --force to write over the files that differ
    ");
    insta::assert_snapshot!(try_lock(""), @r"
    error[repo/bad-lock]: `.k8sgen/lock.json` is not a lock that k8sgen wrote: EOF while parsing a value
      --> [out]/.k8sgen/lock.json:1
      = help: restore it from version control: after a merge, take it whole from either side; or delete it,
              and generate with --force to write over the files that differ
    ");
    insta::assert_snapshot!(try_lock("{\n  \"format\": 2,\n  \"later\": true\n}\n"), @r"
    error[repo/newer-lock]: `.k8sgen/lock.json` has format 2; this k8sgen reads formats up to 1
      --> [out]/.k8sgen/lock.json
      = help: update k8sgen to the version that the lock names, or a later one
    ");
    insta::assert_snapshot!(
        try_lock("{\n\"format\": 1, \"k8sgen\": \"\", \"inputs\": {},\n\"files\": {\"../a\": \"\"}\n}"),
        @r"
        error[repo/bad-lock]: `.k8sgen/lock.json` is not a lock that k8sgen wrote: `../a` is not a path in the repository: no part between its slashes is empty, `.`, `..` or `.git`
          --> [out]/.k8sgen/lock.json:3
          = help: restore it from version control: after a merge, take it whole from either side; or delete it,
                  and generate with --force to write over the files that differ
        "
    );
    assert_eq!(snapshot(out.path()).len(), 2);
}

#[test]
fn a_target_that_is_a_file() {
    let out = folder();
    put(out.path(), "file", "");
    insta::assert_snapshot!(message(write(&demo(""), &out.path().join("file")), out.path()), @r"
    error[repo/not-a-folder]: `[out]/file` is not a folder
      --> [out]/file
      = help: choose another output folder, or move what is there
    ");
    insta::assert_snapshot!(message(write(&demo(""), &out.path().join("file/below")), out.path()), @r"
    error[repo/not-a-folder]: `[out]/file` is not a folder
      --> [out]/file/below
      = help: choose another output folder, or move what is there
    ");
}

#[test]
fn files_and_folders_in_each_others_place() {
    let out = folder();
    put(out.path(), "base", "a file");
    fs::create_dir_all(out.path().join("iam/roles.tf")).unwrap();
    let tree = tree(&[(SERVICES, ""), ("iam/roles.tf", "")]);
    insta::assert_snapshot!(message(write(&tree, out.path()), out.path()), @r"
    error[repo/not-a-folder]: `base` is not a folder
      --> [out]/base
      = help: choose another output folder, or move what is there
    error[repo/not-a-file]: `iam/roles.tf` is not a regular file
      --> [out]/iam/roles.tf
      = help: move what is there
    ");
}

#[test]
fn a_change_between_comparing_and_writing_stops_it() {
    let out = folder();
    write(&demo("kind: Service\n"), out.path()).unwrap();
    let changes = compare(&demo("kind: Service # new\n"), out.path()).unwrap();
    put(out.path(), SERVICES, "kind: Service # edited\n");
    let before = snapshot(out.path());
    insta::assert_snapshot!(message(repo::apply(&changes), out.path()), @r"
    error[repo/changed-meanwhile]: `base/services/services.yaml` changed while k8sgen was about to write it; nothing was written
      --> [out]/base/services/services.yaml
      = help: run k8sgen again
    ");
    assert_same(&snapshot(out.path()), &before);

    // The same with a folder where a new file was to go, and nothing else there yet.
    let empty = folder();
    let changes = compare(&demo(""), &empty.path().join("out")).unwrap();
    fs::create_dir_all(empty.path().join("out").join(SERVICES)).unwrap();
    let before = snapshot(empty.path());
    insta::assert_snapshot!(message(repo::apply(&changes), empty.path()), @r"
    error[repo/not-a-file]: `base/services/services.yaml` is not a regular file
      --> [out]/out/base/services/services.yaml
      = help: move what is there
    ");
    assert_same(&snapshot(empty.path()), &before);
}
