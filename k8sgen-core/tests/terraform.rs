//! The `terraform` stage from the outside: what it reads, and what it says of what it can't read.
//!
//! A new bad input is a new folder in `fixtures/terraform/load_errors`; its message is a snapshot of the same name.
#![expect(
    clippy::disallowed_methods,
    reason = "the tests read their fixtures and write files to read"
)]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use k8sgen_core::context::allow_list;
use k8sgen_core::terraform::{self, Environment, Fact, FactValue};
use k8sgen_core::{Facts, Problems};
use proptest::prelude::*;

/// Stands in many fixtures, at places where a secret may be.
const SECRET: &str = "hunter2";

fn fixture(path: &str) -> PathBuf {
    Path::new("tests/fixtures/terraform").join(path)
}

fn load(paths: &[PathBuf]) -> Result<Facts, Problems> {
    terraform::load(paths, &Environment::Unknown, &allow_list())
}

fn message(paths: &[PathBuf]) -> String {
    let message = load(paths).expect_err("a bad input").to_string();
    assert!(
        !message.contains(SECRET),
        "a secret is in the message:\n{message}"
    );
    message
}

fn shown(facts: &[Fact]) -> Vec<String> {
    facts
        .iter()
        .map(|fact| format!("{} = {:?}", fact.source, fact.value))
        .collect()
}

#[test]
fn every_bad_input_is_explained() {
    let mut cases: Vec<PathBuf> = fs::read_dir(fixture("load_errors"))
        .expect("the fixtures")
        .map(|entry| entry.expect("a fixture").path())
        .collect();
    cases.sort();
    for case in cases {
        let name = case
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        insta::assert_snapshot!(format!("load_{name}"), message(&[case]));
    }
}

#[test]
fn paths_that_are_not_there_are_explained() {
    insta::assert_snapshot!(
        "load_not_found",
        message(&[fixture("nowhere"), fixture("modules/vpc.json/x")])
    );
    insta::assert_snapshot!("load_nothing", message(&[]));
}

#[test]
fn terraforms_own_files_are_recognised() {
    let paths = [
        fixture("unread/.terraform.lock.hcl"),
        fixture("unread/main.tf"),
    ];
    insta::assert_snapshot!("load_configuration", message(&paths));
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_read_is_explained() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let locked = folder.path().join("locked");
    fs::create_dir(&locked).expect("a folder in it");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).expect("locked");
    if fs::read_dir(&locked).is_ok() {
        return; // root may read everything
    }
    let message = message(&[folder.path().to_owned()]);
    assert!(
        message.contains("can't be read: permission denied"),
        "{message}"
    );
    assert!(message.contains("locked"), "{message}");
}

#[test]
fn a_folder_is_read_with_all_below_it_but_what_is_not_output() {
    let facts = load(&[fixture("walk")]).expect("outputs");
    let files = [
        "tests/fixtures/terraform/walk/outputs.json",
        "tests/fixtures/terraform/walk/prod/db.json",
    ];
    assert_eq!(facts.files(), files);
    let names: Vec<&str> = facts.iter().map(Fact::name).collect();
    assert_eq!(names, ["db_name", "vpc_id"]);
}

#[test]
fn a_file_is_read_once_however_often_it_is_named() {
    let folder = fixture("modules");
    let once = load(std::slice::from_ref(&folder)).expect("outputs");
    let again = [folder.join("./ecr"), folder.join("vpc.json"), folder];
    assert_eq!(load(&again).expect("outputs"), once);
}

#[test]
fn each_output_has_its_line() {
    let text = "{\n  \"vpc_id\": {\n    \"value\": \"vpc-1\"\n  },\n\n  \"é\": { \"value\": 1 }, \"b\": {\"value\": null}\n}";
    let facts = terraform::read("a.json", text, &allow_list()).expect("outputs");
    let expected = [
        "outputs.vpc_id (a.json:2) = a text",
        "outputs.é (a.json:6) = a number",
        "outputs.b (a.json:6) = null",
    ];
    assert_eq!(shown(&facts), expected);
}

#[test]
fn a_sensitive_value_is_dropped() {
    let text = format!(r#"{{"p": {{"sensitive": true, "type": "string", "value": "{SECRET}"}}}}"#);
    let facts = terraform::read("a.json", &text, &allow_list()).expect("outputs");
    assert_eq!(facts[0].value, FactValue::Sensitive);
    assert!(!format!("{facts:?}").contains(SECRET));
}

#[test]
fn what_nobody_marked_is_not_shown_by_debug_either() {
    let text = format!(r#"{{"p": {{"value": {{"deep": "{SECRET}"}}}}}}"#);
    let facts = terraform::read("a.json", &text, &allow_list()).expect("outputs");
    assert!(!format!("{facts:?}").contains(SECRET));
}

/// Any JSON value, a few floors deep.
fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        ".{0,12}".prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 24, 6, |inner| {
        let key = prop_oneof![
            Just("value".to_owned()),
            Just("sensitive".to_owned()),
            Just("version".to_owned()),
            ".{0,6}"
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            prop::collection::vec((key, inner), 0..6)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}

/// A compressed file of that many spaces.
fn gzip(spaces: usize) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&vec![b' '; spaces]).expect("memory");
    encoder.finish().expect("memory")
}

#[test]
fn a_compressed_file_that_grows_out_of_proportion_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.json.gz");
    fs::write(&path, gzip(20 << 20)).expect("a file");
    let message = message(std::slice::from_ref(&path));
    assert!(message.contains("terraform/too-large"), "{message}");
    fs::write(&path, gzip(1 << 20)).expect("a file");
    let message = self::message(&[path]);
    assert!(message.contains("terraform/empty-file"), "{message}");
}

/// Only what is on the list is taken out of a state.
#[test]
fn nothing_but_the_list_is_taken_out_of_a_state() {
    let attributes: Vec<String> = allow_list()
        .of("aws_db_instance")
        .iter()
        .map(|name| name.split('.').next().expect("a name"))
        .chain(["password", "username", "kms_key_id", "tags"])
        .map(|name| format!(r#""{name}": "{SECRET}-{name}""#))
        .collect();
    let text = format!(
        r#"{{"version": 4, "resources": [{{"mode": "managed", "type": "aws_db_instance", "name": "a", "instances":
           [{{"attributes": {{{}}}}}]}}, {{"mode": "managed", "type": "random_password", "name": "b", "instances":
           [{{"attributes": {{"result": "{SECRET}", "arn": "{SECRET}"}}}}]}}]}}"#,
        attributes.join(", ")
    );
    let facts = terraform::read("a.tfstate", &text, &allow_list()).expect("facts");
    let mut names: Vec<&str> = facts.iter().map(Fact::name).collect();
    names.sort_unstable();
    let mut listed: Vec<&str> = allow_list().of("aws_db_instance").to_vec();
    listed.retain(|name| !name.contains('.'));
    listed.sort_unstable();
    assert_eq!(names, listed);
}

/// A state, or what is shown of one, with any JSON at any place that is read.
fn state() -> impl Strategy<Value = serde_json::Value> {
    let place = || prop_oneof![3 => Just(None), 1 => json().prop_map(Some)];
    (prop::collection::vec(place(), 12), any::<bool>()).prop_map(|(odd, shown)| {
        let mut odd = odd.into_iter();
        let mut or = |usual: serde_json::Value| odd.next().flatten().unwrap_or(usual);
        let values = serde_json::json!({"id": or("vpc-1".into()), "cidr_block": or("10.0.0.0/16".into()), "arn": or(1.into())});
        let values = or(values);
        if shown {
            let resource = serde_json::json!({"mode": or("managed".into()), "type": "aws_vpc", "name": or("a".into()),
                "index": or(0.into()), "values": values, "sensitive_values": or(serde_json::json!({"arn": true}))});
            let module = serde_json::json!({"address": "module.a", "resources": or(vec![resource].into())});
            serde_json::json!({"format_version": "1.0", "values": {"outputs": or(serde_json::json!({})),
                "root_module": {"child_modules": or(vec![module].into())}}})
        } else {
            let instance = serde_json::json!({"index_key": or("k".into()), "attributes": values,
                "sensitive_attributes": or(serde_json::json!([[{"type": "get_attr", "value": "arn"}]]))});
            let block = serde_json::json!({"module": "module.a", "mode": or("managed".into()), "type": "aws_vpc",
                "name": or("a".into()), "instances": or(vec![instance].into())});
            serde_json::json!({"version": 4, "outputs": or(serde_json::json!({})), "resources": or(vec![block].into())})
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn any_json_gives_facts_or_problems(value in json()) {
        let _ = terraform::read("a.json", &value.to_string(), &allow_list());
    }

    #[test]
    fn any_state_gives_facts_or_problems(value in state()) {
        let facts = terraform::read("a.tfstate", &value.to_string(), &allow_list());
        // What is marked is never kept, whatever stands beside it.
        let marked = facts.iter().flatten().filter(|fact| fact.name() == "arn");
        for fact in marked {
            let marks = value.to_string();
            prop_assert!(!marks.contains("get_attr") || fact.value == FactValue::Sensitive);
        }
    }

    #[test]
    fn any_text_gives_facts_or_problems(text in r#"([{}\[\]",:]|\\u[0-9a-f]{4}|value|sensitive|true|\PC){0,40}"#) {
        let _ = terraform::read("a.json", &text, &allow_list());
    }

    #[test]
    fn an_error_of_syntax_shows_nothing_of_the_text(cut in 1usize..400) {
        let text = fs::read_to_string(fixture("load_errors/no_value/outputs.json")).expect("the fixture");
        let end = cut.min(text.len() - 2);
        let problems = terraform::read("a.json", &text[..end], &allow_list()).expect_err("cut off");
        prop_assert!(!problems.to_string().contains(&SECRET[..3]));
    }
}
