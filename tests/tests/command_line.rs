//! The real binary, end to end: what it writes, what it prints and where, and how it ends.

mod context;
mod generate;
mod plan;
mod tool;
mod validate;

use serde_json::Value;

use crate::harness::binary::{Ran, run, run_unread};
use crate::harness::demo;
use crate::harness::workspace::{OUTPUTS, Workspace};

/// Two services, one of which calls the other: small enough to be looked at as a whole.
const SMALL: &str = "\
project: shop
environment: prod
namespace: shop
terraform: {sources: [terraform/outputs]}
tiers: {backend: {image_tag: 1.0.0}}
services:
  cart: {tier: backend, port: 8080, calls: [stock], image: registry.example.com/shop/cart}
  stock: {tier: backend, port: 8081, replicas: 1, image: registry.example.com/shop/stock}
environments:
  production: {namespace: shop-production}
";

/// Commands whose result is what they print.
const PRINTING: [&[&str]; 13] = [
    &["plan"],
    &["plan", "--format", "yaml"],
    &["plan", "--format", "json"],
    &["plan", "--format", "mermaid"],
    &["plan", "--format", "dot"],
    &["tool", "list"],
    &["tool", "schema", "generate_deployment"],
    &[
        "tool",
        "call",
        "generate_deployment",
        "--args",
        r#"{"name": "web-ui"}"#,
    ],
    &["schema"],
    &["completions", "bash"],
    &["completions", "zsh"],
    &["--help"],
    &["--version"],
];

/// Commands whose result is what they write.
const WRITING: [&[&str]; 3] = [
    &["context"],
    &["context", "--terraform", OUTPUTS, "-o", "summary"],
    &["generate"],
];

#[test]
fn results_are_on_standard_output_and_nothing_else_is() {
    let workspace = Workspace::demo();
    for args in PRINTING {
        let ran = run(workspace.folder(), args).done();
        assert_eq!(ran.stderr, "", "{args:?}");
        assert!(ran.stdout.ends_with('\n'), "{args:?}");
    }
    for args in WRITING {
        let ran = run(workspace.folder(), args).done();
        assert_eq!(ran.stdout, "", "{args:?}");
        assert!(
            ran.stderr.contains(" created\n"),
            "{args:?}: {}",
            ran.stderr
        );
    }
    let bad = run(workspace.folder(), &["plan", "-c", "nowhere.yaml"]);
    assert_eq!(bad.stdout, "");
    assert!(bad.stderr.contains("nowhere.yaml"), "{}", bad.stderr);
}

#[test]
fn nobody_reading_is_a_quiet_end() {
    let workspace = Workspace::demo();
    for args in PRINTING {
        let ran = run_unread(workspace.folder(), args).done();
        assert_eq!(ran.stderr, "", "{args:?}");
    }
    let dry = run_unread(workspace.folder(), &["generate", "--dry-run", "--quiet"]).done();
    assert_eq!(dry.stderr, "");
    // A reader that goes away in the middle.
    let mut plan =
        crate::harness::binary::command(workspace.folder(), &["plan", "--format", "json"]);
    let mut plan = plan
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("k8sgen starts");
    let mut line = String::new();
    let stdout = plan.stdout.take().expect("its output");
    std::io::BufRead::read_line(&mut std::io::BufReader::new(stdout), &mut line).expect("a line");
    let output = plan.wait_with_output().expect("it ends");
    assert_eq!((line.as_str(), output.status.code()), ("[\n", Some(0)));
    assert_eq!(output.stderr, b"");
}

#[test]
fn the_exit_status_says_how_it_ended() {
    let workspace = Workspace::with(SMALL);
    let status = |args: &[&str]| run(workspace.folder(), args).status;
    // Bad usage and bad input.
    for args in [
        &["no-such-command"][..],
        &["plan", "--format", "png"],
        &["plan", "-c", "nowhere.yaml"],
        &["tool", "schema", "no_such_tool"],
        &["tool", "call", "generate_service", "--args", "[1]"],
        &["generate", "--plan", "nowhere.yaml"],
    ] {
        assert_eq!(status(args), Some(2), "{args:?}");
    }
    // Findings: there is something to change, and then there is not.
    assert_eq!(status(&["diff"]), Some(1));
    assert_eq!(status(&["generate"]), Some(0));
    assert_eq!(status(&["diff"]), Some(0));
}

#[test]
fn quiet_says_nothing_but_problems() {
    let workspace = Workspace::demo();
    let ran = run(workspace.folder(), &["generate", "--quiet"]).done();
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", ""));
    let bad = run(
        workspace.folder(),
        &["plan", "--quiet", "-c", "nowhere.yaml"],
    );
    assert!(bad.stderr.contains("nowhere.yaml"), "{}", bad.stderr);
}

#[test]
fn the_sensitive_value_is_in_no_output_and_no_file() {
    let workspace = Workspace::demo();
    let rds = workspace.files(OUTPUTS);
    assert!(
        rds.get("rds.json")
            .is_some_and(|text| text.contains(demo::SECRET))
    );
    // Also where something is wrong with it, and where it is asked for by its name.
    let dry_run: &[&str] = &["generate", "--dry-run"];
    let diff: &[&str] = &["diff", "-o", "elsewhere"];
    let ways = PRINTING
        .iter()
        .chain(&WRITING)
        .copied()
        .chain([dry_run, diff]);
    let mut printed: Vec<Ran> = ways.map(|args| run(workspace.folder(), args)).collect();
    let sources = "  sources: [terraform/outputs]\n";
    let map = "  map: {database.endpoint: outputs.db_instance_password}\n";
    let inventory = std::fs::read_to_string(demo::config()).expect("the demo's inventory");
    workspace.write(
        "mapped.yaml",
        &inventory.replace(sources, &format!("{sources}{map}")),
    );
    printed.push(run(
        workspace.folder(),
        &["generate", "-c", "mapped.yaml", "-o", "mapped"],
    ));
    assert_eq!(
        printed.last().map(|ran| ran.status),
        Some(Some(2)),
        "{printed:?}"
    );
    for ran in &printed {
        assert!(!ran.stdout.contains(demo::SECRET) && !ran.stderr.contains(demo::SECRET));
    }
    let mut files = 0;
    for (path, text) in workspace.files(".").iter() {
        assert!(
            path.starts_with(OUTPUTS) || !text.contains(demo::SECRET),
            "{path}"
        );
        files += 1;
    }
    assert!(files > 40, "{files} files");
}

#[test]
fn the_schema_knows_every_key_of_the_demo() {
    let ran = run(demo::root(), &["schema"]).done();
    let schema: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(
        schema["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
    let text = std::fs::read_to_string(demo::config()).expect("the demo's inventory");
    let inventory: Value = serde_saphyr::from_str(&text).expect("YAML");
    for key in inventory.as_object().expect("a mapping").keys() {
        let description = schema["properties"][key]["description"].as_str();
        assert!(description.is_some_and(|text| text.len() > 10), "{key}");
    }
}

#[test]
fn bash_understands_its_completions() {
    let ran = run(demo::root(), &["completions", "bash"]).done();
    assert!(ran.stdout.contains("complete -F _k8sgen"), "{}", ran.stdout);
    let workspace = Workspace::with(&ran.stdout);
    let bash = std::process::Command::new("bash")
        .args(["-n", "k8sgen.yaml"])
        .current_dir(workspace.folder())
        .output();
    assert!(bash.is_ok_and(|bash| bash.status.success()));
}
