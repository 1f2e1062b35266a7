//! `k8sgen init`: what it writes is used as it is.

use std::fs;

use crate::harness::binary::run;
use crate::harness::workspace::{OUTPUTS, Workspace};

#[test]
fn what_is_begun_for_the_demo_generates_without_an_edit() {
    let workspace = Workspace::demo();
    let begun = [
        "init",
        "--terraform",
        OUTPUTS,
        "-o",
        "inventories/begun.yaml",
    ];
    let ran = run(workspace.folder(), &begun).done();
    assert_eq!(ran.stdout, "");
    let text = fs::read_to_string(workspace.folder().join(begun[4])).expect("the inventory");
    assert!(
        text.starts_with("# yaml-language-server: $schema="),
        "{text}"
    );
    run(
        workspace.folder(),
        &["generate", "-c", begun[4], "-o", "begun"],
    )
    .done();
    let files = workspace.files("begun");
    let deployments = files
        .iter()
        .filter(|(path, _)| path.starts_with("base/deployments/"));
    assert_eq!(deployments.count(), 21, "one for each ECR repository");
    let secrets = files
        .get("base/secrets/external-secrets.yaml")
        .expect("secrets");
    assert!(
        secrets.contains("key: demo-replica-agent/pre-prod/database"),
        "{secrets}"
    );
}

#[test]
fn an_inventory_is_only_written_over_by_force() {
    let workspace = Workspace::demo();
    let path = workspace.folder().join("k8sgen.yaml");
    let before = fs::read_to_string(&path).expect("the inventory");
    let refused = run(workspace.folder(), &["init", "--terraform", OUTPUTS]);
    assert_eq!(refused.status, Some(2), "{}", refused.stderr);
    assert!(refused.stderr.contains("--force"), "{}", refused.stderr);
    assert_eq!(fs::read_to_string(&path).expect("the inventory"), before);
    run(
        workspace.folder(),
        &["init", "--force", "--terraform", OUTPUTS],
    )
    .done();
    assert_ne!(fs::read_to_string(&path).expect("the inventory"), before);
}
