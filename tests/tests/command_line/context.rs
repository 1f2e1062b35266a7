//! `k8sgen context`: the four files with an inventory, one without.

use std::path::Path;

use crate::harness::binary::run;
use crate::harness::files::Files;
use crate::harness::workspace::{OUTPUTS, Workspace};

#[test]
fn with_an_inventory_it_writes_the_golden_files() {
    let workspace = Workspace::demo();
    run(workspace.folder(), &["context"]).done();
    let golden = Files::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/demo-context"));
    let names: Vec<&str> = golden.paths().collect();
    assert_eq!(
        names,
        [
            "k8s-generation-plan.yaml",
            "outputs-summary.yaml",
            "service-inventory.yaml",
            "template-variables.yaml",
        ]
    );
    let files = workspace.files("k8s-context");
    for (path, text) in golden.iter() {
        assert!(files.get(path) == Some(text), "{path}");
    }
    let again = run(workspace.folder(), &["context"]).done();
    assert!(again.stderr.contains("nothing to write"), "{}", again.stderr);
}

#[test]
fn the_context_has_a_plan_that_generate_takes() {
    let workspace = Workspace::demo();
    run(workspace.folder(), &["context"]).done();
    run(workspace.folder(), &["generate", "-o", "one"]).done();
    let plan = "k8s-context/k8s-generation-plan.yaml";
    run(workspace.folder(), &["generate", "--plan", plan, "-o", "two"]).done();
    assert_eq!(workspace.files("one").difference(&workspace.files("two")), "");
}

#[test]
fn without_an_inventory_it_writes_the_summary_and_says_what_the_others_need() {
    let workspace = Workspace::demo();
    std::fs::remove_file(workspace.folder().join("k8sgen.yaml")).expect("it is there");
    let ran = run(workspace.folder(), &["context", "--terraform", OUTPUTS, "-o", "ctx"]).done();
    let files = workspace.files("ctx");
    let files: Vec<&str> = files.paths().filter(|path| !path.starts_with(".k8sgen/")).collect();
    assert_eq!(files, ["outputs-summary.yaml"]);
    for other in ["k8s-generation-plan.yaml", "template-variables.yaml", "service-inventory.yaml"] {
        assert!(ran.stderr.contains(other), "{}", ran.stderr);
    }
    assert!(ran.stderr.contains("k8sgen.yaml"), "{}", ran.stderr);
}
