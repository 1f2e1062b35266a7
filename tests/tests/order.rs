//! The order of inputs does not matter: Terraform's files and keys, and the steps of a plan.

use std::path::PathBuf;
use std::sync::OnceLock;

use k8sgen_core::repo::Origin;
use k8sgen_core::{Project, plan};
use proptest::prelude::*;
use serde_json::{Map, Value};

use crate::harness::demo;
use crate::harness::files::Files;
use crate::harness::workspace::{Workspace, said};

/// How many orders are tried of each.
const CASES: u32 = 12;

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: CASES,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// What the demo's tree and the record of its inputs are.
fn made(project: &Project) -> (Files, String) {
    let tree = project
        .generate()
        .unwrap_or_else(|problems| panic!("{}", said(&problems)));
    // In which file and line a value stands is not what it is.
    let origin = Origin {
        recipe: None,
        ..project.origin()
    };
    let origin = serde_json::to_string(&origin).expect("JSON");
    (Files::from(&tree), origin)
}

fn expected() -> &'static (Files, String) {
    static EXPECTED: OnceLock<(Files, String)> = OnceLock::new();
    EXPECTED.get_or_init(|| made(demo::project()))
}

/// Every output of the demo's Terraform, by its name.
fn outputs() -> Vec<(String, Value)> {
    let files = Files::read(&demo::outputs());
    let parsed = files.iter().map(|(_, text)| {
        let outputs: Map<String, Value> = serde_json::from_str(text).expect("JSON");
        outputs
    });
    parsed.flatten().collect()
}

/// `value` with the keys of all mappings in another order, which `seed` says.
fn reordered(value: Value, seed: usize) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<(String, Value)> = map.into_iter().collect();
            let length = entries.len().max(1);
            entries.rotate_left(seed % length);
            if seed % 2 == 1 {
                entries.reverse();
            }
            let entries = entries.into_iter();
            entries
                .map(|(key, value)| (key, reordered(value, seed / 2)))
                .collect()
        }
        other => other,
    }
}

/// The same files, the documents of each in alphabetical order.
fn sorted(files: &Files) -> Files {
    let sorted = files.iter().map(|(path, text)| {
        let mut documents: Vec<&str> = text.split("---\n").collect();
        documents.sort_unstable();
        (path.to_owned(), documents.join("---\n"))
    });
    sorted.collect()
}

/// The demo's plan as it is written, which is JSON too.
fn plan_file() -> Value {
    let project = demo::project();
    let yaml = plan::to_yaml(&project.plan, &project.inventory);
    serde_saphyr::from_str(&yaml).expect("YAML")
}

/// Numbers of the steps of each level, in some order.
fn step_orders() -> impl Strategy<Value = Vec<Vec<usize>>> {
    let file = plan_file();
    let levels = file["generation_order"]
        .as_object()
        .expect("levels")
        .values();
    let orders = levels.map(|level| {
        let steps = level["steps"].as_array().map_or(0, Vec::len);
        Just((0..steps).collect::<Vec<_>>()).prop_shuffle()
    });
    orders.collect::<Vec<_>>()
}

proptest! {
    #![proptest_config(config())]

    /// Outputs cut into other files, those in another order, and the keys of each in another order.
    #[test]
    fn of_terraform_files_and_keys(
        outputs in Just(outputs()).prop_shuffle(),
        of_file in proptest::collection::vec(0_usize..5, outputs().len()),
        files in Just((0_usize..5).collect::<Vec<_>>()).prop_shuffle(),
        seed in any::<usize>(),
    ) {
        let workspace = Workspace::demo();
        let mut sources: Vec<PathBuf> = Vec::new();
        for file in files {
            let here = outputs.iter().zip(&of_file).filter(|(_, of)| **of == file);
            let here: Map<String, Value> = here
                .map(|((name, value), _)| (name.clone(), reordered(value.clone(), seed)))
                .collect();
            // A file without outputs is an error, and rightly so.
            if !here.is_empty() {
                let path = format!("shuffled/{file}.json");
                workspace.write(&path, &Value::Object(here).to_string());
                sources.push(workspace.folder().join(path));
            }
        }
        let config = workspace.folder().join("k8sgen.yaml");
        let project = Project::load(&config, &sources.into(), None);
        let project = project.unwrap_or_else(|problems| panic!("{}", said(&problems)));
        let (files, origin) = made(&project);
        prop_assert_eq!(files.difference(&expected().0), "");
        prop_assert_eq!(&origin, &expected().1);
    }

    /// Levels in another order, the steps of each, and what each comes after and requires. The documents of a
    /// file stand in the order of the calls that made them, as with any caller; everything else is the same.
    #[test]
    fn of_a_plans_steps(orders in step_orders(), seed in any::<usize>()) {
        let mut file = plan_file();
        let levels = file["generation_order"].as_object_mut().expect("levels");
        for (level, order) in levels.values_mut().zip(orders) {
            let steps = level["steps"].as_array().expect("steps").clone();
            level["steps"] = order.into_iter().map(|step| steps[step].clone()).collect();
            for step in level["steps"].as_array_mut().into_iter().flatten() {
                for list in ["after", "requires"] {
                    if let Some(list) = step.get_mut(list).and_then(Value::as_array_mut) {
                        list.reverse();
                    }
                }
            }
        }
        let text = reordered(file, seed).to_string();
        let plan = plan::read("plan.yaml", &text);
        let plan = plan.unwrap_or_else(|problems| panic!("{}", said(&problems)));
        let project = Project { plan, ..demo::project().clone() };
        let (files, _) = made(&project);
        prop_assert_eq!(sorted(&files).difference(&sorted(&expected().0)), "");
    }
}
