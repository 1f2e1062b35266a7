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

#[path = "yaml/any.rs"]
mod any;

fn load(text: &str) -> Result<(Node, Vec<Problem>), Problems> {
    yaml::load("a.yaml", text, Layer::File)
}

/// What is wrong with a text, a line for each problem.
fn said(text: &str) -> String {
    let problems = match load(text) {
        Ok((_, problems)) => problems,
        Err(problems) => problems.into_iter().collect(),
    };
    lines(&problems)
}

fn lines(problems: &[Problem]) -> String {
    let line = |problem: &Problem| {
        let place = problem.place.as_ref().expect("a place");
        format!("{place} {}", problem.message)
    };
    problems.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn numbered(count: usize, text: impl Fn(usize) -> String) -> String {
    (0..count).map(text).collect::<Vec<_>>().concat()
}

fn text_at<'a>(root: &'a Node, path: &[&str]) -> Option<&'a str> {
    match &root.at(path.iter().copied())?.value {
        Value::Scalar { text, .. } => Some(text),
        _ => None,
    }
}

/// What a value decodes to, and what is said of it.
fn decoded<T: serde::de::DeserializeOwned>(text: &str) -> (Option<T>, String) {
    let (root, _) = load(text).expect("YAML");
    let decoded = yaml::decode::<T>(&root);
    let problems: Vec<Problem> = decoded.problems("a.yaml").collect();
    (decoded.value, lines(&problems))
}

#[test]
fn each_value_knows_its_place() {
    let (root, _) = load("a: 1\nb:\n  - c\n  - {d: é, e: f}\n").expect("YAML");
    let mark = root.at(["b"]).expect("b").items()[1]
        .at(["e"])
        .expect("e")
        .mark;
    assert_eq!((mark.line, mark.column), (4, 15));
}

#[test]
fn what_is_defined_twice_is_said_with_its_path_and_the_first_counts() {
    let text = "a: {x: 1, x: 2}\nb: [{y: 1}, {y: 1, y: 2}]\na: 3\n";
    let expected = "\
a.yaml:1:11 `a.x` is defined twice; the first is in line 1
a.yaml:2:20 `b[1].y` is defined twice; the first is in line 2
a.yaml:3:1 `a` is defined twice; the first is in line 1";
    assert_eq!(said(text), expected);
    let (root, _) = load(text).expect("YAML");
    assert_eq!(text_at(&root, &["a", "x"]), Some("1"));
}

#[test]
fn merge_keys_are_taken_in() {
    let text = "a: &a {x: 1}\nb: &b {x: 2, y: 2, z: 2}\nc:\n  <<: [*a, *b]\n  z: 3\nd: {<<: *b}\n";
    let (root, problems) = load(text).expect("YAML");
    assert_eq!(problems, []);
    let of = |path: [&str; 2]| text_at(&root, &path).map(str::to_owned);
    assert_eq!(of(["c", "x"]).as_deref(), Some("1"), "the first alias");
    assert_eq!(of(["c", "y"]).as_deref(), Some("2"));
    assert_eq!(of(["c", "z"]).as_deref(), Some("3"), "its own word");
    assert_eq!(of(["d", "x"]).as_deref(), Some("2"));
    let (root, _) = load("own: {<<: 1}").expect("YAML");
    assert_eq!(text_at(&root, &["own", "<<"]), Some("1"), "no mapping");
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shape {
    name: String,
    #[serde(default)]
    sizes: Vec<u32>,
    #[serde(default)]
    inner: Option<Inner>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Inner {
    factor: f64,
}

#[test]
fn every_misfit_is_said_and_what_fits_is_kept() {
    let text = "name: 1.10\nsizes: [1, two, 3, -4]\ncolour: red\ninner: {factor: .50, fatcor: 1}\n";
    let (shape, said) = decoded::<Shape>(text);
    let expected = "\
a.yaml:2:12 sizes[1]: `two` stands where a whole number from 0 to 4294967295 belongs
a.yaml:2:20 sizes[3]: `-4` stands where a whole number from 0 to 4294967295 belongs
a.yaml:3:1 unknown key `colour`
a.yaml:4:22 unknown key `inner.fatcor`";
    assert_eq!(said, expected);
    let shape = shape.expect("a shape");
    assert_eq!((shape.name.as_str(), shape.sizes), ("1.10", vec![1, 3]));
    assert_eq!(shape.inner, Some(Inner { factor: 0.5 }));
}

#[test]
fn a_list_is_no_struct() {
    let (shape, said) = decoded::<Shape>("[web, [1]]");
    assert_eq!(shape, None);
    assert_eq!(said, "a.yaml:1:1 a list stands where a mapping belongs");
}

#[test]
fn what_was_refused_or_misspelled_is_not_missing_as_well() {
    let (_, said) = decoded::<Shape>("name: x\ninner: {factor: half}\n");
    assert_eq!(
        said,
        "a.yaml:2:17 inner.factor: `half` stands where a number belongs"
    );
    let (_, said) = decoded::<Shape>("nmae: x\n");
    assert_eq!(said, "a.yaml:1:1 unknown key `nmae`");
    let (_, said) = decoded::<Shape>("sizes: []\n");
    assert_eq!(said, "a.yaml:1:1 `name` is missing");
}

#[test]
fn more_than_a_hundred_problems_are_not_shown() {
    let keys = numbered(300, |n| format!("unknown{n}: 1\n"));
    let (_, unknown) = decoded::<Shape>(&keys);
    let twice = said(&"a: 1\n".repeat(300));
    for said in [unknown, twice] {
        let lines: Vec<&str> = said.lines().collect();
        assert_eq!(lines.len(), 101);
        assert!(
            lines[100].ends_with("there are more than 100 problems in this file"),
            "{said}"
        );
    }
}

/// A number that is read as one and written again must be the same text: an image's tag `1.10` is not `1.1`.
#[test]
fn a_number_that_would_change_stays_text() {
    let text = "a: 1.10\nb: 007\nc: 1e3\nd: 12\ne: -1\nf: 0.5\ng: .inf\nh: +1\ni: true\n";
    let (values, _) = decoded::<IndexMap<String, serde_json::Value>>(text);
    let values = serde_json::to_string(&values.expect("values")).expect("JSON");
    let expected =
        r#"{"a":"1.10","b":"007","c":"1e3","d":12,"e":-1,"f":0.5,"g":".inf","h":"+1","i":true}"#;
    assert_eq!(values, expected);
}

#[test]
fn what_unfolds_without_an_end_is_refused_soon() {
    let begun = Instant::now();
    let bomb = numbered(63, |n| {
        format!("a{}: &a{0} [{}]\n", n + 1, format!("*a{n}, ").repeat(9))
    });
    let bomb = format!("a0: &a0 [x]\n{bomb}");
    // Few values, but each is long.
    let long = format!(
        "a: &a \"{}\"\nb: [{}]\n",
        "x".repeat(1_000_000),
        "*a, ".repeat(60_000)
    );
    // Anchors in anchors: every one keeps a copy of what is in it.
    let nested = numbered(60, |n| format!("&n{n} ["));
    let nested = format!("a: {nested}{}{}", "x, ".repeat(60_000), "]".repeat(60));
    let wide = numbered(300_000, |n| format!("k{n}: v\n"));
    for text in [&bomb, &long, &nested, &wide] {
        let said = said(text);
        assert!(
            said.contains("unfolds to more than 200000 values"),
            "{said}"
        );
    }
    let deep = "[".repeat(1_000_000);
    assert!(said(&deep).contains("nested more than 64 levels deep"));
    assert!(begun.elapsed() < Duration::from_secs(30));
}

#[test]
fn no_message_holds_what_a_terminal_obeys() {
    let text = "\"\\e[31m\": \"\\e[2J\"\nproject: \"\\u202e\\e\"\nservices: \"a\\nb\"\n";
    let problems = inventory::read("k8sgen.yaml", text).expect_err("no inventory");
    let said = problems.to_string();
    assert!(!said.contains(['\u{1b}', '\u{202e}']), "{said:?}");
    assert!(said.contains(r"\u{1b}[31m"), "{said}");
}

#[test]
fn no_message_is_as_long_as_what_it_is_about() {
    let long = "x".repeat(100_000);
    for text in [
        format!("project: {long}\n"),
        format!("{long}: 1\n"),
        format!("services: {long}\n"),
        format!("configmaps: {{app: {{A: '${{{long}}}'}}}}\n"),
        format!("configmaps: {{app: {{A: '${{{long}'}}}}\n"),
        format!("identity: {long}\n"),
        format!("terraform: {{map: {{{long}: x}}}}\n"),
        format!("tiers: {{a: {{}}}}\nservices: {{a: {{tier: a, ingress_path: {long}}}}}\n"),
        format!("service_accounts: {{a: {{role_name: {long}}}}}\n"),
    ] {
        let said = inventory::read("k8sgen.yaml", &text).expect_err("wrong");
        for problem in &said {
            assert!(problem.message.len() < 1000, "{}", &text[..60]);
        }
    }
}

/// A tree without the places of its values.
fn meaning(node: &Node) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        // Only what was written without quotes may be something else than text.
        Value::Scalar { text, plain } if *plain && !text.contains('\n') => {
            format!("plain {text:?}")
        }
        Value::Scalar { text, .. } => format!("{text:?}"),
        Value::List(items) => format!("{:?}", items.iter().map(meaning).collect::<Vec<_>>()),
        Value::Map(entries) => {
            let entries = entries.iter();
            let entries = entries.map(|entry| (entry.key.as_str(), meaning(&entry.value)));
            format!("{:?}", entries.collect::<Vec<_>>())
        }
    }
}

#[test]
fn what_is_written_again_reads_as_it_did() {
    for text in [
        "a: 1\nb: '1'\nc: 0644\nd: 1.10\ne: yes\nf: 'yes'\ng: ~\nh: null\ni: ''\n",
        "on: x\n'1': y\n'a: b': z\n? long key\n: value\n",
        "list:\n- a\n- - b\n  - [c, {d: e}]\n- f: 1\n  g:\n  - h\n- {}\n- []\n",
        "block: |\n  one\n  two\n\nfolded: >-\n  one\n  two\nplain: one\n  two\n\n  three\n",
        "anchor: &a {x: 1}\nalias: *a\nquoted: \"\\u0007\\n\\ttab #no comment\"\nurl: https://a.b/#c\n",
        "[a, b]\n",
        "'just text: here'\n",
        "{}\n",
    ] {
        let (node, problems) = load(text).expect("YAML");
        assert!(problems.is_empty(), "{text}");
        let written = yaml::to_yaml(&node);
        let (again, _) = load(&written).unwrap_or_else(|_| panic!("{text}\n{written}"));
        let texts = |node: &Node| meaning(node).replace("plain ", "");
        assert_eq!(texts(&again), texts(&node), "{written}");
        // What stood without quotes and may be a number still does.
        for word in [
            "plain \"0644\"",
            "plain \"1.10\"",
            "plain \"yes\"",
            "plain \"1\"",
        ] {
            let count = |node: &Node| meaning(node).matches(word).count();
            assert_eq!(count(&again), count(&node), "{written}");
        }
    }
}
