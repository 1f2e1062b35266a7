//! `k8sgen validate` and `k8sgen rule`: what they read, what they print, and what they end with.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::Value;

use crate::harness::binary::{command, run};
use crate::harness::demo;
use crate::harness::workspace::Workspace;

const BAD: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndatum: {}\n";

#[test]
fn it_ends_with_0_where_nothing_is_wrong_and_with_1_where_something_is() {
    let golden = demo::golden().display().to_string();
    run(demo::root(), &["validate", &golden]).done();
    let workspace = Workspace::demo();
    workspace.write("bad/a.yaml", BAD);
    let ran = run(workspace.folder(), &["validate", "bad"]);
    assert_eq!(ran.status, Some(1), "{}", ran.stderr);
    assert!(ran.stdout.contains("bad/a.yaml:4:1"), "{}", ran.stdout);
    assert_eq!(ran.stderr, "");
    let ran = run(
        workspace.folder(),
        &["validate", "bad", "--ignore", "KG101"],
    );
    assert_eq!(ran.status, Some(0), "{}", ran.stdout);
}

#[test]
fn it_reads_standard_input() {
    let mut child = command(demo::root(), &["validate", "--format", "json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("k8sgen starts");
    let mut input = child.stdin.take().expect("its input");
    input.write_all(BAD.as_bytes()).expect("it reads");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let finding = &report["findings"][0];
    assert_eq!(
        (&finding["path"], &finding["rule"]),
        (&"-".into(), &"KG101".into())
    );
}

#[test]
fn an_inventory_says_which_environments_advise() {
    let workspace = Workspace::demo();
    workspace.edit(
        "k8sgen.yaml",
        "\nenvironments:\n",
        "\nvalidate: {advise: [dev]}\nenvironments:\n",
    );
    for (environment, status) in [("dev", 0), ("production", 1)] {
        let folder = format!("tree/overlays/{environment}");
        workspace.write(&format!("{folder}/a.yaml"), BAD);
        let ran = run(
            workspace.folder(),
            &["validate", "-c", "k8sgen.yaml", &folder],
        );
        assert_eq!(
            ran.status,
            Some(status),
            "{environment}: {}{}",
            ran.stdout,
            ran.stderr
        );
    }
}

#[test]
fn a_rule_is_found_by_its_code_and_no_other() {
    let page = run(demo::root(), &["rule", "kg101"]).done().stdout;
    assert!(page.starts_with("# KG101: unknown-field\n"), "{page}");
    let ran = run(demo::root(), &["rule", "KG999"]);
    assert_eq!(ran.status, Some(2), "{}", ran.stdout);
    assert_eq!(ran.stdout, "");
}
