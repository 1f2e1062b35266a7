//! The schema that `k8sgen schema` prints, judged by a validator of its own: it takes what k8sgen takes, and refuses
//! what k8sgen refuses for its shape.
#![expect(
    clippy::disallowed_methods,
    reason = "the tests read the inventories of the examples, the guide and the bad inputs"
)]

use std::fs;
use std::path::{Path, PathBuf};

use k8sgen_core::inventory;
use serde_json::{Value, json};

fn validator() -> jsonschema::Validator {
    let schema = inventory::schema();
    jsonschema::meta::validate(&schema).expect("a schema");
    jsonschema::draft202012::new(&schema).expect("one that can be used")
}

/// What a validator says of an inventory.
fn problems(validator: &jsonschema::Validator, yaml: &str) -> Vec<String> {
    let value: Value = match serde_saphyr::from_str(yaml) {
        Ok(value) => value,
        Err(why) => return vec![why.to_string()],
    };
    let problems = validator.iter_errors(&value);
    problems
        .map(|problem| format!("{}: {problem}", problem.instance_path()))
        .collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace")
}

fn text(path: impl AsRef<Path>) -> String {
    fs::read_to_string(path.as_ref()).expect("a file")
}

#[test]
fn what_k8sgen_takes_is_valid() {
    let validator = validator();
    let mut inventories = vec![
        (
            "the demo".to_owned(),
            text(root().join("examples/demo-replica-agent/k8sgen.yaml")),
        ),
        (
            "the tests' project".to_owned(),
            text("tests/project/k8sgen.yaml"),
        ),
    ];
    let pages = fs::read_dir(root().join("docs")).expect("the guide");
    let pages = pages.map(|page| page.expect("a page").path());
    let pages = pages.filter(|page| page.is_file());
    for page in pages.chain([root().join("README.md")]) {
        let text = text(&page);
        // Whole inventories begin with the project.
        let blocks = text
            .split("```yaml")
            .skip(1)
            .filter_map(|rest| rest.split_once("```"));
        let blocks = blocks.filter_map(|(block, _)| block.split_once('\n'));
        let whole = blocks.filter(|(_, block)| block.starts_with("project:"));
        inventories.extend(whole.map(|(_, block)| (page.display().to_string(), block.to_owned())));
    }
    assert!(
        inventories.len() > 4,
        "the guide's inventories are no longer found"
    );
    for (name, yaml) in inventories {
        assert!(inventory::read(&name, &yaml).is_ok(), "{name}\n{yaml}");
        assert_eq!(problems(&validator, &yaml), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn what_k8sgen_refuses_for_its_shape_is_not_valid() {
    let validator = validator();
    let cases = fs::read_dir("tests/bad_input").expect("the cases");
    let cases: Vec<PathBuf> = cases.map(|case| case.expect("a case").path()).collect();
    let (mut judged, mut passed) = (0, Vec::new());
    for case in cases.iter().filter(|case| !case.join("command").exists()) {
        let (Ok(yaml), said) = (
            fs::read_to_string(case.join("k8sgen.yaml")),
            text(case.join("stderr.snap")),
        ) else {
            continue;
        };
        let codes = said.lines().filter_map(|line| line.strip_prefix("error["));
        let mut codes = codes
            .filter_map(|line| line.split_once(']'))
            .map(|(code, _)| code);
        if !codes.all(|code| ["yaml/unknown-key", "yaml/invalid-value"].contains(&code)) {
            continue;
        }
        judged += 1;
        if problems(&validator, &yaml).is_empty() {
            passed.push(case);
        }
    }
    assert!(
        passed.is_empty(),
        "an editor would not complain of {passed:#?}"
    );
    assert!(judged > 5, "only {judged} cases are of the shape");
}

#[test]
fn an_editor_is_told_what_is_missing_and_what_can_be_said() {
    let schema = inventory::schema();
    assert_eq!(
        schema["required"],
        json!(["project", "environment", "namespace"])
    );
    let environment = &schema["$defs"]["EnvironmentSettings"];
    assert_eq!(environment["required"], json!(["namespace"]));
    let addons = &schema["properties"]["infrastructure"]["propertyNames"];
    assert_eq!(addons["$ref"], "#/$defs/Addon");
    let fields =
        &schema["$defs"]["TerraformSettings"]["properties"]["map"]["propertyNames"]["enum"];
    assert!(
        fields
            .as_array()
            .expect("fields")
            .contains(&json!("database.endpoint"))
    );
    let mut undescribed = Vec::new();
    visit(&schema, "", &mut undescribed);
    assert!(undescribed.is_empty(), "{undescribed:?}");
}

/// Gathers the keys without a description.
fn visit(schema: &Value, path: &str, undescribed: &mut Vec<String>) {
    for (key, value) in schema.as_object().into_iter().flatten() {
        if key == "properties" {
            for (name, property) in value.as_object().expect("properties") {
                if property["description"].as_str().is_none_or(str::is_empty) {
                    undescribed.push(format!("{path}/{name}"));
                }
            }
        }
        if key != "examples" {
            visit(value, &format!("{path}/{key}"), undescribed);
        }
    }
}
