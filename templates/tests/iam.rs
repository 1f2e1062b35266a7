//! A string in a policy stands for itself: in JSON, and in the language inside of it.

use k8sgen_templates::iam::{Condition, Policy, Principal, Resource, Statement};
use k8sgen_templates::names::Arn;
use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::Value;

/// What IAM takes a literal text for: `${*}`, `${?}` and `${$}` stand for one character each, and everything
/// else that is special may not be there.
fn read(text: &str) -> String {
    let mut read = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let escape = ["${*}", "${?}", "${$}"]
            .into_iter()
            .find(|escape| rest.starts_with(escape));
        if let Some(escape) = escape {
            read.push_str(&escape[2..3]);
            rest = &rest[escape.len()..];
        } else {
            assert!(!"*?$".contains(c), "{text}: `{c}` means something to IAM");
            read.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    read
}

fn parsed(policy: &Policy) -> Value {
    let text = policy.to_json();
    assert!(text.ends_with("}\n"));
    serde_json::from_str(&text).expect("JSON")
}

proptest! {
    #![proptest_config(Config { cases: 10_000, ..Config::default() })]

    #[test]
    fn a_resource_reads_back(name in r#"[^\s\p{C}]{1,24}|[*?${}"\\a]{1,12}"#) {
        let arn: Arn = format!("arn:aws:s3:::{name}").parse().expect("an ARN");
        let resources = [Resource::exact(&arn), Resource::objects_in(&arn), Resource::secret_named(&arn)];
        let policy = Policy::new(vec![Statement::allow("Sid", &["s3:GetObject"], resources.to_vec())]);
        let json = parsed(&policy);
        let resource = |at: usize| json["Statement"][0]["Resource"][at].as_str().expect("text");
        prop_assert_eq!(read(resource(0)), arn.as_str());
        prop_assert_eq!(read(resource(1).strip_suffix("/*").expect("objects")), arn.as_str());
        prop_assert_eq!(read(resource(2).strip_suffix("-??????").expect("six")), arn.as_str());
    }

    #[test]
    fn a_condition_reads_back(key in any::<String>(), value in any::<String>()) {
        let condition = Condition::default().equals(key.clone(), [&value]);
        let statement = Statement::trust("Sid", Principal::Service("x.amazonaws.com"), &["sts:AssumeRole"], condition);
        let json = parsed(&Policy::new(vec![statement]));
        let equals = json["Statement"][0]["Condition"]["StringEquals"].as_object().expect("an object");
        prop_assert_eq!(equals.len(), 1);
        prop_assert_eq!(read(equals[&key][0].as_str().expect("text")), value);
    }
}
