//! The `context` stage from the outside: which outputs become which fields, and what is said when they don't.
//!
//! A new error is a new folder in `fixtures/terraform/context_errors`: its outputs, and a `case.txt` with lines
//! `needs FIELD FILE` and `map FIELD OUTPUT`. Its message is a snapshot of the same name.
#![expect(clippy::disallowed_methods, reason = "the tests read their fixtures")]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use k8sgen_core::context::{Context, Field, FieldValue, How, Mapping, Needs, allow_list};
use k8sgen_core::terraform::Environment;
use k8sgen_core::{Facts, Place, Problems, terraform};
use proptest::prelude::*;

/// Stands in many fixtures, at places where a secret may be.
const SECRET: &str = "hunter2";

fn fixture(path: &str) -> PathBuf {
    Path::new("tests/fixtures/terraform").join(path)
}

fn load(path: &Path) -> Result<Facts, Problems> {
    terraform::load(&[path.to_owned()], &Environment::Unknown, &allow_list())
}

fn facts(path: &str) -> Facts {
    load(&fixture(path)).expect("outputs")
}

fn bridge(path: &str) -> Context {
    Context::bridge(&facts(path), &Mapping::default(), &Needs::summary()).expect("a context")
}

/// Facts of one file with these outputs.
fn outputs(members: &str) -> Facts {
    Facts::read(
        [("a.json", format!("{{{members}}}").as_str())],
        &allow_list(),
    )
    .expect("outputs")
}

/// The whole context, its sources and its notes.
fn shown(context: &Context) -> String {
    let mut text = serde_json::to_string_pretty(context).expect("JSON");
    text.push_str("\n\n");
    for field in Field::ALL.iter().copied() {
        if let Some(origin) = context.origin(field) {
            text.push_str(&format!("{field}: {origin}\n").replace("tests/fixtures/terraform/", ""));
        }
    }
    for note in context.notes() {
        text.push_str(&format!("note: {note}\n").replace("tests/fixtures/terraform/", ""));
    }
    text
}

#[test]
fn names_of_the_public_modules() {
    insta::assert_snapshot!("context_modules", shown(&bridge("modules")));
}

#[test]
fn names_that_people_write() {
    insta::assert_snapshot!("context_handwritten", shown(&bridge("handwritten")));
}

#[test]
fn one_name_of_three_modules_lands_where_it_belongs() {
    insta::assert_snapshot!("context_aurora", shown(&bridge("aurora")));
}

/// Runs a case, and gives all that is wrong.
fn problems(case: &Path) -> Option<Problems> {
    let file = case.join("case.txt");
    let script = fs::read_to_string(&file).expect("case.txt");
    let (mut needs, mut map) = (Needs::default(), Vec::new());
    for (n, line) in script.lines().enumerate() {
        match line.split(' ').collect::<Vec<_>>().as_slice() {
            ["needs", field, file] => needs.add(field.parse().expect("a field"), *file),
            ["map", field, output] => {
                map.push((*field, *output, Some(Place::line("k8sgen.yaml", n + 1))));
            }
            _ => panic!("{}: {line}", file.display()),
        }
    }
    let mapping = match Mapping::read(map) {
        Ok(mapping) => mapping,
        Err(problems) => return Some(problems),
    };
    let facts = load(case).expect("outputs");
    Context::bridge(&facts, &mapping, &needs).err()
}

#[test]
fn every_error_is_explained() {
    let mut cases: Vec<PathBuf> = fs::read_dir(fixture("context_errors"))
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
        let problems = problems(&case).unwrap_or_else(|| panic!("{name} is no error"));
        let message = problems.to_string();
        assert!(
            !message.contains(SECRET),
            "a secret is in the message:\n{message}"
        );
        insta::assert_snapshot!(
            format!("context_{name}"),
            message.replace("tests/fixtures/terraform/context_errors/", "")
        );
    }
}

#[test]
fn no_debug_output_holds_a_secret() {
    for path in ["modules", "handwritten", "aurora"] {
        let facts = facts(path);
        let context =
            Context::bridge(&facts, &Mapping::default(), &Needs::default()).expect("a context");
        assert!(!format!("{facts:?} {context:?}").contains(SECRET));
    }
}

#[test]
fn what_nothing_needs_may_be_wrong_and_is_noted() {
    let facts = outputs(r#""vpc_id": {"value": "vpc-1"}, "db_name": {"value": ["a"]}"#);
    let context =
        Context::bridge(&facts, &Mapping::default(), &Needs::default()).expect("a context");
    assert_eq!(context.database.database_name, None);
    assert_eq!(
        context.notes(),
        [
            "left out: `database.database_name`: outputs.db_name (a.json:1) is a list of 1, where a name is expected"
        ]
    );
    assert!(Context::bridge(&facts, &Mapping::default(), &Needs::summary()).is_err());
}

#[test]
fn a_mapping_wins_over_names() {
    let facts = outputs(
        r#""rds_endpoint": {"value": "a.c9.us-east-1.rds.amazonaws.com:5432"},
           "pooler": {"value": "pool.example.com:6432"},
           "rds_port": {"value": 5432}"#,
    );
    let mapping: Mapping = [(Field::DatabaseEndpoint, "outputs.pooler")]
        .into_iter()
        .collect();
    let context = Context::bridge(&facts, &mapping, &Needs::summary()).expect("a context");
    assert_eq!(
        context.value(Field::DatabaseEndpoint),
        Some(FieldValue::Text("pool.example.com".into()))
    );
    assert_eq!(
        context.value(Field::DatabasePort),
        Some(FieldValue::Number(6432))
    );
    assert_eq!(
        context
            .origin(Field::DatabaseEndpoint)
            .map(|origin| origin.how),
        Some(How::Mapped)
    );
    assert_eq!(
        context.origin(Field::DatabasePort).map(|origin| origin.how),
        Some(How::From(Field::DatabaseEndpoint))
    );
}

#[test]
fn a_mapped_value_may_be_of_another_account() {
    let facts = outputs(
        r#""rds_secret_arn": {"value": "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf"},
           "shared": {"value": "999999999999.dkr.ecr.us-east-1.amazonaws.com"}"#,
    );
    let mapping: Mapping = [(Field::EcrBaseUrl, "shared")].into_iter().collect();
    let context = Context::bridge(&facts, &mapping, &Needs::summary()).expect("a context");
    assert_eq!(
        context.aws_account_id.as_ref().map(AsRef::as_ref),
        Some("123456789012")
    );
    assert_eq!(context.notes().len(), 1, "{:?}", context.notes());
}

#[test]
fn the_secret_that_rds_manages_counts_only_alone() {
    let master = r#""cluster_master_user_secret": {"value": [{"secret_arn": "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!c-1-AbCdEf"}]}"#;
    let alone = Context::bridge(&outputs(master), &Mapping::default(), &Needs::summary())
        .expect("a context");
    assert_eq!(
        alone.value(Field::DatabaseSecretName),
        Some(FieldValue::Text("rds!c-1".into()))
    );
    assert!(alone.notes()[0].contains("rotates"), "{:?}", alone.notes());

    let both = outputs(&format!(
        r#"{master}, "database_secret_name": {{"value": "app/db"}}"#
    ));
    let both = Context::bridge(&both, &Mapping::default(), &Needs::summary()).expect("a context");
    assert_eq!(
        both.value(Field::DatabaseSecretName),
        Some(FieldValue::Text("app/db".into()))
    );
    assert_eq!(both.database.secret_arn, None);
    assert!(both.notes().is_empty(), "{:?}", both.notes());
}

#[test]
fn the_same_value_twice_is_fine_and_lists_have_no_order() {
    let facts = outputs(
        r#""private_subnets": {"value": ["subnet-1", "subnet-2"]},
           "private_subnet_ids": {"value": ["subnet-2", "subnet-1"]}"#,
    );
    let context =
        Context::bridge(&facts, &Mapping::default(), &Needs::summary()).expect("a context");
    assert_eq!(
        context
            .origin(Field::PrivateSubnetIds)
            .map(|origin| origin.sources.len()),
        Some(2)
    );
}

#[test]
fn repositories_are_found_by_service() {
    let registry = bridge("handwritten").container_registry;
    assert_eq!(registry.repositories, ["shop-api", "shop-web"]);
    assert_eq!(registry.repository_of("web"), Some("shop-web"));
    assert_eq!(registry.repository_of("shop-web"), Some("shop-web"));
    assert_eq!(registry.repository_of("eb"), None);
    let url = "012345678901.dkr.ecr.cn-north-1.amazonaws.com.cn/shop-web";
    assert_eq!(registry.url("shop-web").as_deref(), Some(url));
    assert_eq!(registry.url("web"), None);
}

#[test]
fn every_field_has_a_path_of_its_own_that_is_read_back() {
    let paths: BTreeSet<&str> = Field::ALL.iter().map(|field| field.path()).collect();
    assert_eq!(paths.len(), Field::ALL.len());
    for field in Field::ALL.iter().copied() {
        assert_eq!(field.path().parse(), Ok(field));
    }
}

#[test]
fn a_context_without_a_field_says_so() {
    let problems = Context::default()
        .require(Field::DatabaseEndpoint)
        .expect_err("no value");
    assert!(
        problems
            .to_string()
            .contains("no value for `database.endpoint`"),
        "{problems}"
    );
}

/// Every output of a fixture, one by one.
fn single_outputs(path: &str) -> Vec<(String, serde_json::Value)> {
    let facts = facts(path);
    let mut outputs = Vec::new();
    for file in facts.files() {
        let text = fs::read_to_string(file).expect("the fixture");
        let members: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(&text).expect("JSON");
        outputs.extend(members);
    }
    outputs
}

/// The context as its reader sees it, without the files and lines that a shuffle changes.
fn values(context: &Context) -> (String, Vec<Option<String>>) {
    let address = |field: &Field| {
        context
            .source(*field)
            .map(|source| source.address.to_string())
    };
    (
        serde_json::to_string(context).expect("JSON"),
        Field::ALL.iter().map(address).collect(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    /// However the outputs are dealt out to files, and in whatever order, the context is the same.
    #[test]
    fn order_and_files_do_not_matter(
        (fixture, outputs) in prop::sample::select(vec!["modules", "handwritten", "aurora"])
            .prop_flat_map(|fixture| (Just(fixture), Just(single_outputs(fixture)).prop_shuffle())),
        hands in prop::collection::vec(0usize..4, 80),
    ) {
        let mut files = vec![String::new(); 4];
        for ((name, output), hand) in outputs.iter().zip(hands) {
            let comma = if files[hand].is_empty() { "" } else { "," };
            write!(files[hand], "{comma}\n  \"{name}\": {output}").expect("memory");
        }
        let files: Vec<(String, String)> = files
            .into_iter()
            .enumerate()
            .filter(|(_, members)| !members.is_empty())
            .map(|(n, members)| (format!("{n}.json"), format!("{{{members}\n}}")))
            .collect();
        let dealt = Facts::read(files.iter().map(|(name, text)| (name.as_str(), text.as_str())), &allow_list()).expect("outputs");
        let dealt = Context::bridge(&dealt, &Mapping::default(), &Needs::summary()).expect("a context");
        prop_assert_eq!(values(&dealt), values(&bridge(fixture)));
    }

    /// Known names with any value at all give a context or problems, and no panic.
    #[test]
    fn any_value_of_a_known_name_is_survived(
        members in prop::collection::vec((
            prop::sample::select(single_outputs("modules").into_iter().chain(single_outputs("handwritten")).map(|(name, _)| name).collect::<Vec<_>>()),
            prop_oneof![
                Just("null".to_owned()),
                r#""(arn:aws:(iam|s3|rds|ecr|secretsmanager):[a-z0-9-]{0,9}:[0-9]{0,12}:)?[a-zé:/.-]{0,12}(:[0-9]{1,6})?(\.rds|\.cache|\.eks)?(\.amazonaws\.com)?(\.cn)?""#,
                r#"\[("[a-z./-]{0,9}"(,"[a-z]{0,3}"){0,2})?\]"#,
                r#"\{"(secret_arn|url|name)":"[a-zé:/]{0,9}"\}"#,
                any::<f32>().prop_map(|number| serde_json::json!(number).to_string()),
            ],
        ), 1..12),
    ) {
        let text: Vec<String> = members.iter().map(|(name, value)| format!("\"{name}\": {{\"value\": {value}}}")).collect();
        let facts = outputs(&text.join(","));
        let _ = Context::bridge(&facts, &Mapping::default(), &Needs::summary());
        let needs = Field::ALL.iter().map(|field| (*field, "a.yaml")).collect();
        let _ = Context::bridge(&facts, &Mapping::default(), &needs);
    }
}
