//! `k8sgen explain`, and `k8sgen diff` where Terraform is the cause.

use std::fs;

use serde_json::Value;

use super::SMALL;
use crate::harness::binary::{command, run};
use crate::harness::demo;
use crate::harness::workspace::Workspace;

/// A small project with a value of Terraform's, which `terraform.map` says.
fn mapped() -> Workspace {
    let inventory = SMALL.replace(
        "terraform: {sources: [terraform/outputs]}\n",
        "terraform:\n  sources: [terraform/outputs]\n  map: {database.endpoint: outputs.rds_proxy}\n\
         configmaps:\n  db: {HOST: '${database.endpoint}'}\n",
    );
    let inventory = inventory.replace("calls: [stock], ", "calls: [stock], config: {db: [HOST]}, ");
    let workspace = Workspace::with(&inventory);
    let proxy = r#"{"rds_proxy": {"value": "proxy.c9akciq32xyz.us-east-1.rds.amazonaws.com"}}"#;
    workspace.write("terraform/outputs/proxy.json", proxy);
    workspace
}

#[test]
fn a_mapped_value_says_so_and_reaches_the_checksum_that_it_changes() {
    let workspace = mapped();
    run(workspace.folder(), &["generate", "-q"]).done();
    let explain = |args: &[&str]| {
        run(workspace.folder(), &[&["explain"], args].concat())
            .done()
            .stdout
    };
    insta::assert_snapshot!("explain_mapped", explain(&["base/configmaps/db.yaml:12"]));
    insta::assert_snapshot!("explain_output", explain(&["--output", "rds_proxy"]));
    assert_eq!(
        explain(&["--output", "outputs.rds_proxy"]),
        explain(&["--output", "rds_proxy"])
    );
}

#[test]
fn an_argument_of_a_plan_is_a_source_and_the_plan_is_needed_no_more() {
    let workspace = Workspace::with(SMALL);
    let plan = run(workspace.folder(), &["plan", "--format", "yaml"])
        .done()
        .stdout;
    let (before, after) = (
        "tool: generate_deployment\n        args: {name: cart}",
        "tool: generate_deployment\n        args: {name: cart, replicas: 7}",
    );
    assert!(plan.contains(before), "{plan}");
    workspace.write("mine.yaml", &plan.replace(before, after));
    run(
        workspace.folder(),
        &["generate", "-q", "--plan", "mine.yaml"],
    )
    .done();
    fs::remove_file(workspace.folder().join("mine.yaml")).expect("the plan");
    fs::remove_file(workspace.folder().join("k8sgen.yaml")).expect("the inventory");
    let path = "k8s-manifests/base/deployments/backend/cart.yaml";
    let json = run(workspace.folder(), &["explain", "--format", "json", path])
        .done()
        .stdout;
    let explained: Value = serde_json::from_str(&json).expect("JSON");
    let lines = explained[0]["lines"].as_array().expect("lines");
    let replicas = lines
        .iter()
        .find(|line| line["text"] == "  replicas: 7")
        .expect("the line");
    assert_eq!(replicas["inputs"][0]["from"], "argument");
    assert_eq!(replicas["inputs"][0]["place"]["file"], "mine.yaml");
    let name = lines
        .iter()
        .find(|line| line["text"] == "  name: cart")
        .expect("the line");
    assert_eq!(name["inputs"][0]["key"], "services.cart");
}

#[test]
fn the_lock_is_the_same_wherever_the_project_is_and_however_it_is_reached() {
    let workspace = Workspace::demo();
    let config = workspace.folder().join("k8sgen.yaml").display().to_string();
    let outputs = workspace
        .folder()
        .join("terraform/outputs")
        .display()
        .to_string();
    fs::create_dir(workspace.folder().join("elsewhere")).expect("a folder");
    let calls: [(&str, &[&str]); 4] = [
        ("", &["generate"]),
        ("", &["generate", "-c", &config]),
        ("elsewhere", &["generate", "-c", "../k8sgen.yaml"]),
        (
            "elsewhere",
            &["generate", "-c", &config, "--terraform", &outputs],
        ),
    ];
    for (n, (folder, args)) in calls.into_iter().enumerate() {
        let output = workspace.folder().join(n.to_string());
        let mut generate = command(&workspace.folder().join(folder), args);
        generate.arg("-q").arg("-o").arg(&output);
        assert!(generate.status().expect("k8sgen starts").success());
        let golden = fs::read_to_string(demo::golden().join(".k8sgen/lock.json")).expect("a lock");
        let lock = fs::read_to_string(output.join(".k8sgen/lock.json")).expect("a lock");
        assert!(lock == golden, "{args:?}");
    }
}

#[test]
fn a_diff_says_what_changed_in_terraform_and_git_takes_it_even_so() {
    let workspace = mapped();
    run(workspace.folder(), &["generate", "-q"]).done();
    let old = fs::read_to_string(workspace.folder().join("terraform/outputs/proxy.json"));
    let new = old
        .expect("outputs")
        .replace("c9akciq32xyz", "c7newone99zz");
    fs::create_dir(workspace.folder().join("new")).expect("a folder");
    for (name, text) in workspace.files("terraform/outputs").iter() {
        workspace.write(&format!("new/{name}"), text);
    }
    workspace.write("new/proxy.json", &new);
    let diff = run(workspace.folder(), &["diff", "--terraform", "new"]);
    assert_eq!(diff.status, Some(1), "{}", diff.stderr);
    insta::assert_snapshot!("diff_drift", diff.stdout);

    workspace.write("k8s-manifests/drift.patch", &diff.stdout);
    let applied = std::process::Command::new("git")
        .args(["apply", "drift.patch"])
        .current_dir(workspace.folder().join("k8s-manifests"))
        .status();
    assert!(applied.expect("git").success());
    fs::remove_file(workspace.folder().join("k8s-manifests/drift.patch")).expect("the patch");
    let files = workspace.files("k8s-manifests");
    run(
        workspace.folder(),
        &["generate", "-q", "--terraform", "new"],
    )
    .done();
    let generated = workspace.files("k8s-manifests");
    let others: Vec<&str> = generated
        .iter()
        .filter(|(path, text)| files.get(path) != Some(text))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(
        others,
        [".k8sgen/lock.json"],
        "the diff was the whole of it"
    );
}

#[test]
fn a_diff_of_the_lock_alone_says_so() {
    let workspace = Workspace::with(SMALL);
    run(workspace.folder(), &["generate", "-q"]).done();
    workspace.write("k8sgen.yaml", &format!("# A comment.\n{SMALL}"));
    let diff = run(workspace.folder(), &["diff"]);
    assert_eq!((diff.status, diff.stdout.as_str()), (Some(1), ""));
    assert!(
        diff.stderr
            .contains(".k8sgen/inventory.yaml, .k8sgen/lock.json"),
        "{}",
        diff.stderr
    );
}

#[test]
fn a_diff_knows_an_edited_plan() {
    let workspace = Workspace::with(SMALL);
    let plan = run(workspace.folder(), &["plan", "--format", "yaml"])
        .done()
        .stdout;
    let (before, after) = (
        "tool: generate_deployment\n        args: {name: stock}",
        "tool: generate_deployment\n        args: {name: stock, port: 9999}",
    );
    workspace.write("plan.yaml", &plan.replace(before, after));
    run(workspace.folder(), &["generate", "-q"]).done();
    let diff = run(workspace.folder(), &["diff", "--plan", "plan.yaml"]);
    assert_eq!(diff.status, Some(1), "{}", diff.stderr);
    assert!(diff.stdout.contains("9999"), "{}", diff.stdout);
}
