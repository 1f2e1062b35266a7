//! Every bad input, through the real binary: the text of what it gets is a snapshot.
//!
//! A new case is a new folder in `bad_input`. Its files are laid over those of `project`, which is right;
//! `setup`, if there is one, is a script that makes what can't be kept as a file, and `command` is one that is
//! run instead of `k8sgen generate`. Its snapshot is `stderr.snap` beside them.
#![cfg(unix)]
#![expect(
    clippy::disallowed_methods,
    reason = "the tests make the folders that k8sgen reads, and look at what it wrote"
)]

#[expect(dead_code, reason = "the other test needs the rest")]
mod harness;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use harness::{Ran, SECRET, Sandbox};

/// What is never part of a project.
const OF_THE_CASE: [&str; 3] = ["setup", "command", "stderr.snap"];

#[test]
fn every_bad_input_is_explained_and_nothing_is_written() {
    let mut cases: Vec<_> = fs::read_dir("tests/bad_input")
        .expect("the cases")
        .map(|case| case.expect("a case").path())
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    assert!(cases.len() > 80, "{} cases", cases.len());
    let failed: Vec<_> = cases
        .iter()
        .filter(|case| catch_unwind(AssertUnwindSafe(|| check(case))).is_err())
        .collect();
    assert!(failed.is_empty(), "these cases failed: {failed:#?}");
}

/// The project that all cases are made of is right, so that a case shows what its own files do.
#[test]
fn the_project_itself_is_right() {
    let sandbox = Sandbox::new();
    let ran = sandbox.run("k8sgen generate");
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    assert!(
        sandbox
            .files()
            .contains_key("k8s-manifests/base/services/services.yaml")
    );
    let inputs = |path: &str| path.starts_with("terraform/");
    for (path, file) in sandbox.files().iter().filter(|(path, _)| !inputs(path)) {
        assert!(!file.contains(SECRET), "a secret is in {path}");
    }
}

fn check(case: &Path) {
    let sandbox = Sandbox::new();
    sandbox.lay(case, &OF_THE_CASE);
    let script = |name: &str| fs::read_to_string(case.join(name)).ok();
    if let Some(setup) = script("setup") {
        let ran = sandbox.run(&setup);
        assert_eq!(ran.status, Some(0), "{}: {}", case.display(), ran.stderr);
    }
    let before = sandbox.files();
    let ran = sandbox.run(&script("command").unwrap_or_else(|| "k8sgen generate".to_owned()));
    let settings = {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(fs::canonicalize(case).expect("a case"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings
    };
    settings.bind(|| insta::assert_snapshot!("stderr", shortened(&ran.stderr)));
    holds(case, &ran);
    let after = sandbox.files();
    assert_eq!(
        after.keys().collect::<Vec<_>>(),
        before.keys().collect::<Vec<_>>(),
        "{}: something was written",
        case.display()
    );
    assert!(after == before, "{}: a file changed", case.display());
    let planted = before.values().any(|file| file.contains(SECRET));
    assert!(planted, "{}: the case holds no secret", case.display());
}

/// The message without the end of long lists of keys: those grow with every new setting.
fn shortened(stderr: &str) -> String {
    let short = |line: &str| match line.split_once("known here: ") {
        Some((help, keys)) if keys.len() > 120 => {
            let first: Vec<&str> = keys.split(", ").take(4).collect();
            format!("{help}known here: {}, …", first.join(", "))
        }
        _ => line.to_owned(),
    };
    stderr.lines().map(short).collect::<Vec<_>>().join("\n")
}

/// What holds for every bad input.
fn holds(case: &Path, ran: &Ran) {
    let (case, stderr) = (case.display(), &ran.stderr);
    assert_eq!(ran.status, Some(2), "{case}: {stderr}");
    assert_eq!(ran.stdout, "", "{case}: nothing is a result");
    assert!(!stderr.contains("panicked"), "{case}: {stderr}");
    assert!(!stderr.contains(SECRET), "{case}: {stderr}");
    assert!(stderr.len() < 60_000, "{case}: nobody reads so much");
    let problems = stderr.lines().filter(|line| line.starts_with("error["));
    let (problems, noun) = match problems.count() {
        1 => (1, "problem"),
        many => (many, "problems"),
    };
    // What clap refuses has a form of its own.
    if !case.to_string().contains("/usage_") {
        let last = format!("{problems} {noun}; nothing was written\n");
        assert!(problems > 0 && stderr.ends_with(&last), "{case}: {stderr}");
    }
    for problem in stderr.split("\n\n").filter(|text| has_a_place(text)) {
        assert!(problem.contains("\n  --> "), "{case}: {problem}");
    }
    let lines = stderr
        .lines()
        .filter_map(|line| line.strip_prefix("  --> "));
    let places: Vec<(&str, usize)> = lines.filter_map(place).collect();
    for pair in places.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
        assert!(
            pair[0].1 <= pair[1].1,
            "{case}: not in the order of the file: {pair:?}"
        );
    }
}

/// Whether a problem is one of a file, so that it must say of which.
fn has_a_place(problem: &str) -> bool {
    ["yaml/", "inventory/", "plan/", "generate/", "repo/"]
        .iter()
        .any(|stage| problem.starts_with(&format!("error[{stage}")))
}

/// `file:line:column` as file and line.
fn place(text: &str) -> Option<(&str, usize)> {
    let mut parts = text.split(':');
    Some((parts.next()?, parts.next()?.parse().ok()?))
}
