//! What goes wrong for real: links, permissions, a disk that takes no more, a second run, a kill.
//!
//! Some of it needs a process of its own, with another user or a limit: [`child`] is that process.

use std::io::{Read as _, Write as _};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown, symlink};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};

use super::*;

const NOBODY: u32 = 65_534;

/// Writes the tree that comes on standard input, and prints the report or the problems.
#[test]
#[ignore = "the other tests run it, as a process of its own"]
fn child() {
    let Some(folder) = std::env::var_os("K8SGEN_TEST_FOLDER") else {
        return;
    };
    let mut json = String::new();
    std::io::stdin().read_to_string(&mut json).unwrap();
    let said = match write(&serde_json::from_str(&json).unwrap(), Path::new(&folder)) {
        Ok(report) => report.to_string(),
        Err(problems) => problems.to_string(),
    };
    println!("<said>{said}</said>");
}

/// Starts [`child`] after some lines of shell.
fn start(shell: &str, user: Option<u32>, tree: &Tree, folder: &Path) -> Child {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("{shell}\nexec \"$@\""), "sh"]);
    let mut program = std::env::current_exe().unwrap();
    if let Some(user) = user {
        // Where that user may run it: the build folder need not be readable for everyone. Another process
        // copies it, since a program that this one has open for writing cannot be run.
        let copy = folder.with_file_name("test-binary");
        assert!(
            Command::new("cp")
                .arg(program)
                .arg(&copy)
                .status()
                .unwrap()
                .success()
        );
        command.uid(user).gid(user);
        program = copy;
    }
    command
        .arg(program)
        .args(["failures::child", "--exact", "--ignored", "--nocapture"]);
    command
        .env("K8SGEN_TEST_FOLDER", folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(&serde_json::to_vec(tree).unwrap())
        .unwrap();
    child
}

fn run(shell: &str, user: Option<u32>, tree: &Tree, folder: &Path) -> String {
    let output = start(shell, user, tree, folder).wait_with_output().unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    let (_, said) = output.split_once("<said>").expect(&output);
    redact(&said.split_once("</said>").unwrap().0, folder)
}

fn chmod(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o777
}

/// As many files as make a write take a while.
fn many(text: &str) -> Tree {
    let mut tree = Tree::default();
    for n in 0..600 {
        let path = format!("base/{}/{n:04}.yaml", n % 7).parse().unwrap();
        tree.put(
            path,
            Document::new("ConfigMap", "one", format!("{n}: {text}\n")),
        );
    }
    tree
}

#[test]
fn links_in_the_folder_are_refused() {
    let (out, other) = (folder(), folder());
    symlink(other.path(), out.path().join("base")).unwrap();
    symlink("nowhere", out.path().join("README.md")).unwrap();
    let tree = tree(&[(SERVICES, ""), (DEPLOYMENT, ""), ("README.md", "")]);
    insta::assert_snapshot!(message(write(&tree, out.path()), out.path()), @r"
    error[repo/symlink]: `README.md` is a symbolic link, and what is behind it may be outside of the output folder
      --> [out]/README.md
      = help: put the file or folder itself in its place; the output folder itself may be a link
    error[repo/symlink]: `base` is a symbolic link, and what is behind it may be outside of the output folder
      --> [out]/base
      = help: put the file or folder itself in its place; the output folder itself may be a link
    ");
    assert_eq!(snapshot(other.path()).len(), 0);

    fs::remove_file(out.path().join("base")).unwrap();
    symlink(other.path(), out.path().join(".k8sgen")).unwrap();
    insta::assert_snapshot!(message(write(&demo(""), out.path()), out.path()), @r"
    error[repo/symlink]: `.k8sgen` is a symbolic link, and what is behind it may be outside of the output folder
      --> [out]/.k8sgen
      = help: put the file or folder itself in its place; the output folder itself may be a link
    ");
    assert_eq!(snapshot(other.path()).len(), 0);
}

#[test]
fn a_generated_folder_that_became_a_link_is_not_followed_to_delete() {
    let (out, other) = (folder(), folder());
    write(&tree(&[("docs/old.md", "Old.\n")]), out.path()).unwrap();
    fs::rename(out.path().join("docs"), other.path().join("docs")).unwrap();
    symlink(other.path().join("docs"), out.path().join("docs")).unwrap();
    write(&demo(""), out.path()).unwrap();
    assert_eq!(read(other.path(), "docs/old.md"), "Old.\n");
}

#[test]
fn the_target_itself_may_be_a_link_but_not_to_nothing() {
    let (out, other) = (folder(), folder());
    let link = out.path().join("link");
    symlink(other.path(), &link).unwrap();
    write(&demo(""), &link).unwrap();
    assert!(other.path().join(SERVICES).is_file());

    let dangling = out.path().join("dangling");
    symlink("nowhere", &dangling).unwrap();
    insta::assert_snapshot!(message(write(&demo(""), &dangling), out.path()), @r"
    error[repo/not-a-folder]: `[out]/dangling` is not a folder
      --> [out]/dangling
      = help: choose another output folder, or move what is there
    ");
}

#[test]
fn a_pipe_is_not_opened() {
    let out = folder();
    assert!(
        Command::new("mkfifo")
            .arg(out.path().join("README.md"))
            .status()
            .unwrap()
            .success()
    );
    let tree = tree(&[("README.md", "")]);
    insta::assert_snapshot!(message(write(&tree, out.path()), out.path()), @r"
    error[repo/not-a-file]: `README.md` is not a regular file
      --> [out]/README.md
      = help: move what is there
    ");
}

#[test]
fn new_files_get_the_usual_mode_and_old_ones_keep_theirs() {
    let out = folder();
    let target = out.path().join("out");
    run("umask 022", None, &demo("a: 1\n"), &target);
    assert_eq!(mode(&target.join(SERVICES)), 0o644);
    chmod(&target.join(SERVICES), 0o755);
    run(
        "umask 077",
        None,
        &tree(&[(SERVICES, "a: 2\n"), ("docs/new.md", "")]),
        &target,
    );
    assert_eq!(mode(&target.join(SERVICES)), 0o755);
    assert_eq!(mode(&target.join("docs/new.md")), 0o600);
}

#[test]
fn every_place_that_is_not_writable_is_listed() {
    let out = folder();
    let target = out.path().join("out");
    fs::create_dir(&target).unwrap();
    // Root may write everywhere, so that root has to be someone else for this.
    let user = (fs::metadata(&target).unwrap().uid() == 0).then_some(NOBODY);
    chmod(out.path(), 0o755);
    chown(&target, user, user).unwrap();
    run("", user, &demo("a: 1\n"), &target);

    chmod(&target.join("base/services"), 0o555);
    chmod(&target.join(DEPLOYMENT), 0o444);
    let new = [
        (SERVICES, "a: 2\n"),
        (DEPLOYMENT, "a: 2\n"),
        ("base/services/more.yaml", ""),
        ("docs/a.md", ""),
    ];
    let before = snapshot(&target);
    insta::assert_snapshot!(run("", user, &tree(&new), &target), @r"
    error[repo/not-writable]: `[out]/base/deployments/web-ui.yaml` is not writable
      --> [out]/base/deployments/web-ui.yaml
      = help: give the user who runs k8sgen permission to write to it
    error[repo/not-writable]: `[out]/base/services` is not writable
      --> [out]/base/services
      = help: give the user who runs k8sgen permission to write to it
    ");
    assert_same(&snapshot(&target), &before);
    insta::assert_snapshot!(run("", user, &demo("a: 1\n"), &target), @"[out]: nothing to write, 2 files unchanged");

    chmod(&target.join("base/services"), 0o755);
    chmod(&target.join(DEPLOYMENT), 0o644);
    chmod(&target, 0o555);
    insta::assert_snapshot!(run("", user, &tree(&new), &target), @r"
    error[repo/not-writable]: `[out]` is not writable
      --> [out]
      = help: give the user who runs k8sgen permission to write to it
    ");
    assert_same(&snapshot(&target), &before);
    chmod(&target, 0o755);
}

/// A limit on the size of a file makes the system refuse a write in the middle, as a full disk does.
#[test]
fn a_disk_that_takes_no_more_leaves_the_folder_as_it_was() {
    let full = "trap '' XFSZ; ulimit -f 16";
    let large = "# A long line of text.\n".repeat(10_000);
    let new = tree(&[
        (SERVICES, "a: 2\n"),
        ("base/hpa/hpa.yaml", &large),
        ("docs/new.md", "New.\n"),
    ]);
    let out = folder();

    let target = out.path().join("not/there/yet");
    insta::assert_snapshot!(run(full, None, &new, &target), @r"
    error[repo/write]: `base/hpa/hpa.yaml` cannot be written: file too large; the folder was left as it was
      --> [out]/base/hpa/hpa.yaml
    ");
    assert_eq!(snapshot(out.path()).len(), 0);

    let target = out.path().join("out");
    write(&demo("a: 1\n"), &target).unwrap();
    put(&target, "base/notes.txt", "mine");
    let before = snapshot(&target);
    insta::assert_snapshot!(run(full, None, &new, &target), @r"
    error[repo/write]: `base/hpa/hpa.yaml` cannot be written: file too large; the folder was left as it was
      --> [out]/base/hpa/hpa.yaml
    ");
    assert_same(&snapshot(&target), &before);

    assert_eq!(
        write(&new, &target).unwrap().written(),
        3,
        "with room enough it works"
    );
}

#[test]
fn a_second_run_at_the_same_time_is_refused() {
    let out = folder();
    write(&demo("a: 1\n"), out.path()).unwrap();
    let changes = compare(&demo("a: 2\n"), out.path()).unwrap();
    let before = snapshot(out.path());
    let first = fs::File::open(out.path()).unwrap();
    first.lock().unwrap();
    insta::assert_snapshot!(message(repo::apply(&changes), out.path()), @r"
    error[repo/busy]: another k8sgen is writing to this folder right now
      --> [out]/.k8sgen
      = help: wait until it is done, then try again
    ");
    assert_same(&snapshot(out.path()), &before);
    first.unlock().unwrap();
    repo::apply(&changes).unwrap();
}

#[test]
fn a_killed_run_is_put_back_by_the_next() {
    let (old, new) = (many("old"), many("new"));
    let out = folder();
    let target = out.path().join("out");
    let journal = target.join(".k8sgen/staging/journal.json");

    // Most of the time one attempt hits the middle.
    for _ in 0..20 {
        write(&old, &target).unwrap();
        let before = snapshot(&target);
        let mut run = start("", None, &new, &target);
        while !journal.exists() && run.try_wait().unwrap().is_none() {}
        run.kill().unwrap();
        run.wait().unwrap();
        if journal.exists() {
            insta::assert_snapshot!(message(compare(&new, &target), &target), @r"
            error[repo/interrupted]: an earlier run was killed while it was writing, and the folder is half old, half new
              --> [out]/.k8sgen
              = help: `k8sgen generate` first puts it back as it was before that run
            ");
            assert!(repo::recover(&target).unwrap());
            assert_same(&snapshot(&target), &before);
            assert!(!repo::recover(&target).unwrap(), "once is enough");
            assert_eq!(write(&new, &target).unwrap().updated, 600);
            return;
        }
    }
    panic!("no attempt was killed in the middle");
}

#[test]
fn what_a_run_left_that_was_killed_before_its_first_file_is_cleaned_up() {
    let out = folder();
    write(&demo("a: 1\n"), out.path()).unwrap();
    put(out.path(), ".k8sgen/staging/0.new", "a: 2\n");
    write(&demo("a: 3\n"), out.path()).unwrap();
    assert!(!out.path().join(".k8sgen/staging").exists());
    assert_eq!(read(out.path(), SERVICES), "a: 3\n");
}

/// A cloned repository may bring a journal that leads out of the folder.
#[test]
fn a_strangers_journal_does_not_lead_out() {
    let (out, other) = (folder(), folder());
    symlink(other.path(), out.path().join("base")).unwrap();
    put(other.path(), "precious", "precious");
    let journal = r#"{"directories":[],"steps":[{"path":"base/precious","kind":"create"}]}"#;
    put(out.path(), ".k8sgen/staging/journal.json", journal);
    insta::assert_snapshot!(message(repo::recover(out.path()), out.path()), @r"
    error[repo/symlink]: `base` is a symbolic link, and what is behind it may be outside of the output folder
      --> [out]/base
      = help: put the file or folder itself in its place; the output folder itself may be a link
    ");
    assert_eq!(read(other.path(), "precious"), "precious");
}
