//! `k8sgen plan` in its five formats, and what an edited plan does.

use std::collections::BTreeMap;

use serde_json::Value;

use super::SMALL;
use crate::harness::binary::run;
use crate::harness::demo;
use crate::harness::manifest;
use crate::harness::workspace::Workspace;

fn plan(workspace: &Workspace, format: &str) -> String {
    run(workspace.folder(), &["plan", "--format", format])
        .done()
        .stdout
}

#[test]
fn a_small_plan_in_every_format_for_people() {
    let workspace = Workspace::with(SMALL);
    for format in ["table", "mermaid", "dot", "yaml"] {
        insta::assert_snapshot!(format!("small_plan_{format}"), plan(&workspace, format));
    }
}

#[test]
fn json_has_every_step_and_each_comes_after_lower_levels() {
    let workspace = Workspace::demo();
    let steps: Vec<Value> = serde_json::from_str(&plan(&workspace, "json")).expect("JSON");
    let levels: BTreeMap<&str, u64> = steps
        .iter()
        .map(|step| {
            (
                step["id"].as_str().expect("an id"),
                step["level"].as_u64().expect("a level"),
            )
        })
        .collect();
    assert_eq!(levels.len(), steps.len(), "ids are unique");
    assert_eq!(
        levels
            .values()
            .collect::<std::collections::BTreeSet<_>>()
            .len(),
        9
    );
    let files = demo::golden_files();
    for step in &steps {
        for after in step["after"].as_array().expect("a list") {
            let before = levels[after.as_str().expect("an id")];
            assert!(
                before < step["level"].as_u64().expect("a level"),
                "{step:#}"
            );
        }
        let path = step["path"].as_str().expect("a path");
        assert!(path == "." || files.get(path).is_some(), "{path}");
    }
    let count = |tool: &str| steps.iter().filter(|step| step["tool"] == tool).count();
    assert_eq!(
        (count("generate_deployment"), count("generate_service")),
        (20, 20)
    );
}

#[test]
fn pictures_name_no_node_that_they_do_not_draw() {
    let workspace = Workspace::demo();
    let mermaid = plan(&workspace, "mermaid");
    assert!(mermaid.starts_with("flowchart "), "{mermaid}");
    let opened = mermaid.matches("subgraph ").count();
    assert_eq!(
        opened,
        mermaid.lines().filter(|line| line.trim() == "end").count()
    );
    assert_eq!(opened, 9);
    for line in mermaid.lines() {
        if let Some((from, to)) = line.trim().split_once(" --> ") {
            for node in [from, to] {
                assert!(mermaid.contains(&format!("    {node}[\"")), "{line}");
            }
        }
    }
    let dot = plan(&workspace, "dot");
    assert!(dot.starts_with("digraph ") && dot.ends_with("}\n"), "{dot}");
    assert_eq!(dot.matches('{').count(), dot.matches('}').count());
    for line in dot.lines() {
        if let Some((from, to)) = line.trim().trim_end_matches(';').split_once(" -> ") {
            for node in [from, to] {
                assert!(dot.contains(&format!(" {node};")), "{line}");
            }
        }
    }
}

#[test]
fn a_plan_that_is_read_back_gives_the_same_repository() {
    let workspace = Workspace::demo();
    workspace.write("plan.yaml", &plan(&workspace, "yaml"));
    run(
        workspace.folder(),
        &["generate", "--plan", "plan.yaml", "-o", "out"],
    )
    .done();
    let difference = workspace.files("out").difference(demo::golden_files());
    assert_eq!(difference, "");
}

#[test]
fn an_argument_that_is_added_by_hand_counts() {
    const BEFORE: &str = "- id: deployment/admin-dashboard
        tool: generate_deployment
        args: {name: admin-dashboard}";
    let workspace = Workspace::demo();
    workspace.write("plan.yaml", &plan(&workspace, "yaml"));
    let after = BEFORE.replace("dashboard}", "dashboard, replicas: 5}");
    workspace.edit("plan.yaml", BEFORE, &after);
    run(
        workspace.folder(),
        &["generate", "--plan", "plan.yaml", "-o", "out"],
    )
    .done();
    let (files, golden) = (workspace.files("out"), demo::golden_files());
    let path = "base/deployments/frontend/admin-dashboard.yaml";
    let read = |text: Option<&str>| manifest::of_text(text.expect("a file"))[0].0.clone();
    let (mut made, expected) = (read(files.get(path)), read(golden.get(path)));
    assert_eq!(made["spec"]["replicas"], 5);
    made["spec"]["replicas"] = expected["spec"]["replicas"].clone();
    assert_eq!(made, expected);
    let others = |path: &&str| !path.starts_with(".k8sgen/");
    let differing: Vec<&str> = files
        .paths()
        .filter(others)
        .filter(|path| files.get(path) != golden.get(path))
        .collect();
    assert_eq!(differing, [path]);
}

#[test]
fn a_step_that_is_taken_out_makes_nothing() {
    let workspace = Workspace::with(SMALL);
    let text = plan(&workspace, "yaml");
    // The budget of `cart`: nothing comes after it but the kustomization.
    let start = text.find("      - id: pdb/cart").expect("its step");
    let end = text[start + 1..]
        .find("\n  level_")
        .expect("the next level")
        + start
        + 1;
    let without = format!("{}    steps: []{}", &text[..start], &text[end..]);
    let without = without.replace("    steps:\n    steps: []", "    steps: []");
    workspace.write("plan.yaml", &without.replace(", pdb/cart", ""));
    let ran = run(
        workspace.folder(),
        &["generate", "--plan", "plan.yaml", "-o", "out"],
    )
    .done();
    let files = workspace.files("out");
    assert!(files.get("base/pdb/pdb.yaml").is_none(), "{}", ran.stderr);
    let base = files.get("base/kustomization.yaml").expect("it");
    assert!(!base.contains("pdb"), "{base}");
}
