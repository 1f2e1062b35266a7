//! YAML from the outside: whatever stands in a file, it becomes a tree or problems, and soon.
#![expect(
    clippy::disallowed_methods,
    reason = "the tests read the example, and look at the clock"
)]

use std::time::{Duration, Instant};

use indexmap::IndexMap;
use k8sgen_core::inventory;
use k8sgen_core::problem::{Problem, Problems};
use k8sgen_core::yaml::{self, Layer, Node, Value};
use proptest::prelude::*;
use serde::Deserialize;

const EXAMPLE: &str = "../examples/demo-replica-agent/k8sgen.yaml";

fn load(text: &str) -> Result<(Node, Vec<Problem>), Problems> {
    yaml::load("a.yaml", text, Layer::File)
}

fn node(text: &str) -> Node {
    let (node, problems) = load(text).expect("YAML");
    assert_eq!(problems, [], "{text}");
    node
}

/// What is wrong with a text, one line a problem.
fn said(text: &str) -> String {
    let problems = match load(text) {
        Ok((_, problems)) => problems,
        Err(problems) => problems.into_iter().collect(),
    };
    let line = |problem: &Problem| {
        let place = problem.place.as_ref().expect("a place");
        format!("{place} {}", problem.message)
    };
    problems.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_value_knows_its_place() {
    let root = node("a: 1\nb:\n  - c\n  - {d: é, e: f}\n");
    let f = root.at(["b"]).expect("b").items()[1].at(["e"]).expect("e");
    assert_eq!((f.mark.line, f.mark.column), (4, 15));
}

#[test]
fn what_is_said_twice_is_said_with_its_path_and_the_first_counts() {
    let text = "a: {x: 1, x: 2}\nb: [{y: 1}, {y: 1, y: 2}]\na: 3\n";
    let expected = "\
a.yaml:1:11 `a.x` is defined twice; the first is in line 1
a.yaml:2:20 `b[1].y` is defined twice; the first is in line 2
a.yaml:3:1 `a` is defined twice; the first is in line 1";
    assert_eq!(said(text), expected);
    let (root, _) = load(text).expect("YAML");
    assert!(root.at(["a", "x"]).is_some());
}

#[test]
fn merge_keys_are_taken_in() {
    let one = node("base: &b {x: 1, y: 2}\nown: {<<: *b, y: 3}\n");
    assert_eq!(
        one.at(["own"]),
        node("own: {y: 3, x: 1}")
            .at(["own"])
            .map(marks_of(&one))
            .as_ref()
    );
    let two = node("a: &a {x: 1}\nb: &b {x: 2, y: 2}\nown:\n  <<: [*a, *b]\n");
    let keys = two.at(["own"]).expect("own").entries();
    let text = |key: &str| match &two.at(["own", key]).expect(key).value {
        Value::Scalar { text, .. } => text.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        (keys.len(), text("x"), text("y")),
        (2, "1".to_owned(), "2".to_owned())
    );
    let none = node("own: {<<: 1}");
    assert!(
        none.at(["own", "<<"]).is_some(),
        "what is no mapping stays a key, which nobody knows"
    );
}
