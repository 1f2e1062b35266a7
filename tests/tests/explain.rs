//! `k8sgen explain`, and what stands behind it: every value of the demo's repository is traced to who said it.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use k8sgen_core::context::{Field, FieldValue};
use k8sgen_core::explain::{Edit, Explainer, Explanation, Input, Line, Lines, State};
use k8sgen_core::repo::Repository;

use crate::harness::demo;

/// Everything about every file of the demo.
fn demo_explained() -> &'static [Explanation] {
    static EXPLAINED: OnceLock<Vec<Explanation>> = OnceLock::new();
    EXPLAINED.get_or_init(|| {
        let repository = Repository::open(&demo::golden()).expect("the golden repository");
        let files = repository.files();
        let all: Vec<_> = files.map(|(path, _)| (path.clone(), Lines::All)).collect();
        let explainer = Explainer::new(repository.recipe.clone()).expect("its recipe");
        explainer
            .files(&repository, &all)
            .expect("all of its files")
    })
}

#[test]
fn every_value_of_the_demo_is_explained() {
    let words = words();
    let mut unexplained = Vec::new();
    for file in demo_explained() {
        assert_eq!(file.state, State::AsGenerated, "{}", file.path);
        for line in &file.lines {
            assert_eq!(line.edit, Edit::None);
            let is_said = |word: &&String| tokens(&line.text).any(|token| token == word.as_str());
            if line.inputs.is_empty() && words.iter().any(|word| is_said(&word)) {
                unexplained.push(format!("{}:{} {}", file.path, line.number, line.text));
            }
        }
    }
    assert!(
        unexplained.is_empty(),
        "{}:\n{}",
        unexplained.len(),
        unexplained.join("\n")
    );
}

/// What the demo says, and Kubernetes, Terraform or the templates' own sentences say as well.
const TEMPLATES_OWN: [&str; 4] = ["aws", "backend", "gateway", "infrastructure"];

/// What the user and Terraform say, as far as it could not stand in a template as well.
fn words() -> BTreeSet<String> {
    let project = demo::project();
    let of_context = Field::ALL
        .iter()
        .filter_map(|field| project.context.value(*field));
    let of_context = of_context.flat_map(|value| match value {
        FieldValue::Text(text) => vec![text],
        FieldValue::Number(number) => vec![number.to_string()],
        FieldValue::List(items) => items,
    });
    let inventory = &project.inventory;
    let names = inventory.services.keys().map(ToString::to_string);
    let names = names.chain(inventory.tiers.iter().map(ToString::to_string));
    let names = names.chain(inventory.environments.keys().map(ToString::to_string));
    let names = names.chain(inventory.configmaps.keys().map(ToString::to_string));
    let names = names.chain(inventory.secrets.keys().map(ToString::to_string));
    let ports = inventory
        .services
        .values()
        .flat_map(|service| &service.ports);
    let ports = ports.map(|port| port.port.to_string());
    let own = [
        inventory.project.to_string(),
        inventory.namespace.to_string(),
    ];
    let words = of_context.chain(names).chain(ports).chain(own);
    words
        .filter(|word| !TEMPLATES_OWN.contains(&word.as_str()))
        .collect()
}

/// What a line says, word by word.
fn tokens(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !(c.is_alphanumeric() || "-._/:".contains(c)))
        .map(|word| word.trim_matches(|c| ".:/".contains(c)))
}

/// A line of the demo, by its file and a part of its text.
fn line(path: &str, text: &str) -> &'static Line {
    let file = demo_explained()
        .iter()
        .find(|file| file.path.as_str() == path);
    let mut lines = file.expect(path).lines.iter();
    lines.find(|line| line.text.contains(text)).expect(text)
}

/// An input in a few words.
fn said(input: &Input) -> String {
    match input {
        Input::Inventory { key, place, .. } => format!("{key} {}", place.line.expect("its line")),
        Input::BuiltIn { key, .. } => format!("{key} by default"),
        Input::Terraform { field, .. } => field.to_string(),
        other @ Input::Argument { .. } => format!("{other:?}"),
    }
}

#[test]
fn a_line_has_the_inputs_that_move_it_and_no_other() {
    let inventory = std::fs::read_to_string(demo::config()).expect("the demo's inventory");
    let at = |text: &str| {
        let number = inventory.lines().position(|line| line.contains(text));
        number.expect(text) + 1
    };
    let deployment = "base/deployments/processing/image-processor.yaml";
    let cases = [
        (deployment, "apiVersion: apps/v1", vec![]),
        (
            deployment,
            "containerPort: 8020",
            vec![format!(
                "services.image-processor.port {}",
                at("port: 8020")
            )],
        ),
        // From an anchor, which stands in another service.
        (
            deployment,
            "initialDelaySeconds: 30",
            vec![format!(
                "services.image-processor.probes.liveness.initial_delay {}",
                at("liveness: {initial_delay: 30, period: 60")
            )],
        ),
        (
            deployment,
            "memory: 1Gi",
            vec![format!(
                "services.image-processor.resources.limits.memory {}",
                at("limits: {cpu: 1000m")
            )],
        ),
        (
            deployment,
            "runAsUser",
            vec!["run_as_user by default".to_owned()],
        ),
        // An entry that refers to Terraform.
        (
            deployment,
            "value: us-east-1",
            vec![
                format!("services.image-processor.env.S3_REGION {}", at("S3_REGION")),
                "region".to_owned(),
            ],
        ),
        (
            "base/networkpolicies/network-policies.yaml",
            "port: 5671",
            vec![
                format!(
                    "secrets.rabbitmq-credentials.egress.ports[0] {}",
                    at("ports: [5671]")
                ),
                // Who reads nothing of that secret does not connect to its broker.
                format!(
                    "tiers.backend.secrets.rabbitmq-credentials[0] {}",
                    at("  backend:") + 2
                ),
            ],
        ),
        (
            "overlays/production/kustomization.yaml",
            "newTag: '1.4.2'",
            vec![format!(
                "environments.production.image_tag {}",
                at("    domain: demo.example.com") + 2
            )],
        ),
    ];
    for (path, text, expected) in cases {
        let inputs: Vec<String> = line(path, text).inputs.iter().map(said).collect();
        assert_eq!(inputs, expected, "{path}: {text}");
    }
}

#[test]
fn the_lock_of_the_demo_says_where_each_value_of_terraforms_stands() {
    let repository = Repository::open(&demo::golden()).expect("the golden repository");
    for (field, recorded) in repository.recipe.context.iter() {
        for source in &recorded.sources {
            let text =
                std::fs::read_to_string(demo::folder().join(&source.file)).expect("the file");
            let line = text.lines().nth(source.line - 1).expect("the line");
            let name = source.address.name();
            assert!(
                line.contains(&format!("\"{name}\"")),
                "{field}: {source}: {line}"
            );
        }
    }
}
