//! `k8sgen generate`: all of it or nothing, twice the same, and nobody's edits lost.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use super::SMALL;
use crate::harness::binary::run;
use crate::harness::demo;
use crate::harness::workspace::Workspace;

/// When each file and folder was written.
fn times(folder: &Path) -> BTreeMap<String, SystemTime> {
    let mut times = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("a readable folder").path();
            let written = path.metadata().and_then(|data| data.modified());
            times.insert(path.display().to_string(), written.expect("a time"));
            if path.is_dir() {
                folders.push(path);
            }
        }
    }
    times
}

#[test]
fn it_writes_the_blessed_repository() {
    let workspace = Workspace::demo();
    let config = demo::config();
    let config = config.to_str().expect("UTF-8");
    run(workspace.folder(), &["generate", "-c", config, "-o", "out"]).done();
    let difference = workspace.files("out").difference(demo::golden_files());
    assert_eq!(difference, "");
}

#[test]
fn the_second_time_it_writes_nothing_and_says_so() {
    let workspace = Workspace::demo();
    let first = run(workspace.folder(), &["generate"]).done();
    let written = times(workspace.folder());
    let second = run(workspace.folder(), &["generate"]).done();
    assert_eq!(times(workspace.folder()), written);
    let last = |text: &str| text.lines().last().unwrap_or_default().to_owned();
    assert!(
        first.stderr.contains("20 Deployment, 20 Service"),
        "{}",
        first.stderr
    );
    assert!(
        last(&second.stderr).contains("nothing to write"),
        "{}",
        second.stderr
    );
    // One repository of the registry is nobody's: said once, as a note.
    let note = "note: the ECR repository `demo-replica-agent-load-generator` belongs to no service";
    assert_eq!(first.stderr.matches("note:").count(), 1, "{}", first.stderr);
    assert!(first.stderr.contains(note), "{}", first.stderr);
}

#[test]
fn a_dry_run_writes_nothing_and_lists_what_it_would() {
    let workspace = Workspace::with(SMALL);
    let before = times(workspace.folder());
    let dry = run(workspace.folder(), &["generate", "--dry-run", "--quiet"]).done();
    assert_eq!(times(workspace.folder()), before);
    run(workspace.folder(), &["generate"]).done();
    let files = workspace.files("k8s-manifests");
    let files: Vec<&str> = files
        .paths()
        .filter(|path| !path.starts_with(".k8sgen/"))
        .collect();
    let said: Vec<&str> = dry
        .stdout
        .lines()
        .filter_map(|line| line.strip_prefix("create     "))
        .filter(|path| !path.ends_with('/'))
        .collect();
    assert_eq!(said, files);
    // And after a change, only what changes.
    workspace.edit("k8sgen.yaml", "replicas: 1", "replicas: 2");
    let dry = run(workspace.folder(), &["generate", "--dry-run", "--quiet"]).done();
    insta::assert_snapshot!(dry.stdout, @r"
    update     README.md
    update     base/deployments/backend/stock.yaml
    update     base/pdb/pdb.yaml
    update     docs/architecture.md
    update     docs/troubleshooting.md
    5 to update, 8 unchanged
    ");
}

#[test]
fn an_error_leaves_the_folder_as_it_was() {
    let workspace = Workspace::with(SMALL);
    run(workspace.folder(), &["generate"]).done();
    let (files, written) = (
        workspace.files("k8s-manifests"),
        times(&workspace.folder().join("k8s-manifests")),
    );
    workspace.edit("k8sgen.yaml", "calls: [stock]", "calls: [shelf]");
    let ran = run(workspace.folder(), &["generate"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.contains("k8sgen.yaml:7"), "{}", ran.stderr);
    assert_eq!(workspace.files("k8s-manifests"), files);
    assert_eq!(times(&workspace.folder().join("k8s-manifests")), written);
}

#[test]
fn an_edit_by_hand_stays_until_it_is_in_the_way() {
    const CART: &str = "k8s-manifests/base/deployments/backend/cart.yaml";
    let workspace = Workspace::with(SMALL);
    let generate = |more: &[&str]| run(workspace.folder(), &[&["generate"], more].concat());
    generate(&[]).done();
    workspace.edit(CART, "revisionHistoryLimit: 5", "revisionHistoryLimit: 9");
    let edited = workspace.files("k8s-manifests");
    let kept = generate(&[]).done();
    assert_eq!(workspace.files("k8s-manifests"), edited, "{}", kept.stderr);

    // Now the generated file changes as well: a conflict, which nothing is written for.
    workspace.edit(
        "k8sgen.yaml",
        "calls: [stock],",
        "calls: [stock], run_as_user: 10002,",
    );
    let refused = generate(&[]);
    assert!(refused.stderr.contains("cart.yaml"), "{}", refused.stderr);
    assert_eq!(workspace.files("k8s-manifests"), edited);
    assert_eq!(
        refused.status,
        Some(1),
        "a conflict is no bad input: {}",
        refused.stderr
    );

    generate(&["--force"]).done();
    let forced = workspace.files("k8s-manifests");
    let cart = forced
        .get("base/deployments/backend/cart.yaml")
        .expect("it is there");
    assert!(
        cart.contains("revisionHistoryLimit: 5") && cart.contains("runAsUser: 10002"),
        "{cart}"
    );
}

#[test]
fn a_service_that_goes_takes_its_files_with_it() {
    let workspace = Workspace::with(SMALL);
    run(workspace.folder(), &["generate"]).done();
    let text = fs::read_to_string(workspace.folder().join("k8sgen.yaml")).expect("it");
    let without: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with("  cart:"))
        .collect();
    workspace.write("k8sgen.yaml", &without.join("\n"));
    run(workspace.folder(), &["generate"]).done();
    let left = workspace.files("k8s-manifests");
    for (path, text) in left.iter() {
        assert!(!path.contains("cart") && !text.contains("cart"), "{path}");
    }
    workspace.generate("anew");
    assert_eq!(left.difference(&workspace.files("anew")), "");
}

/// A route to a Service that nobody makes: each file is right by itself.
const DANGLING: &str = "manifests:\n  - apiVersion: autoscaling/v2\n    kind: HorizontalPodAutoscaler\n    metadata: {name: extra}\n    spec: {maxReplicas: 2, scaleTargetRef: {apiVersion: v1, kind: Sevrice, name: x}, maxReplica: 3}\n";

#[test]
fn what_the_validator_refuses_is_not_written() {
    let workspace = Workspace::with(&format!("{SMALL}{DANGLING}"));
    let refused = run(workspace.folder(), &["generate"]);
    assert_eq!(refused.status, Some(1), "{}", refused.stderr);
    assert!(
        refused
            .stderr
            .contains("error[KG101]: unknown field `spec.maxReplica`"),
        "{}",
        refused.stderr
    );
    assert!(
        refused.stderr.contains("did you mean"),
        "{}",
        refused.stderr
    );
    assert!(
        refused.stderr.ends_with("nothing was written\n"),
        "{}",
        refused.stderr
    );
    assert!(!workspace.folder().join("k8s-manifests").exists());
    let dry = run(workspace.folder(), &["generate", "--dry-run"]);
    assert_eq!(dry.status, Some(1), "{}", dry.stderr);

    // What the inventory says of rules counts here, too.
    workspace.edit(
        "k8sgen.yaml",
        "manifests:",
        "validate: {ignore: [KG1, KG2]}\nmanifests:",
    );
    run(workspace.folder(), &["generate"]).done();
}

#[test]
fn a_warning_is_said_and_written() {
    let ingress = "manifests:\n  - apiVersion: v1\n    kind: ServiceAccount\n    metadata: {name: extra}\n  - apiVersion: networking.k8s.io/v1\n    kind: Ingress\n    metadata: {name: extra, annotations: {kubernetes.io/ingress.class: alb}}\n    spec: {defaultBackend: {service: {name: cart, port: {name: http}}}}\n";
    let workspace = Workspace::with(&format!("{SMALL}{ingress}"));
    let ran = run(workspace.folder(), &["generate"]).done();
    assert!(ran.stderr.contains("warning[KG126]"), "{}", ran.stderr);
    assert!(workspace.folder().join("k8s-manifests").is_dir());
    let quiet = run(workspace.folder(), &["generate", "--quiet"]).done();
    assert_eq!(quiet.stderr, "");
}
