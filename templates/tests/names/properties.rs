//! What holds for any text.

use std::str::FromStr;

use k8sgen_templates::names::{
    AccountId, Arn, Cidr, ConfigKey, DnsLabel, DnsSubdomain, DomainName, EnvVarName, HostName,
    HttpPath, ImageDigest, ImageRef, ImageTag, InvalidName, LabelKey, LabelValue, MountPath,
    PortName, Quantity, Region, RepoPath, SecretsManagerName,
};
use proptest::prelude::*;
use schemars::JsonSchema;

/// What is suggested is itself valid, and no message breaks its line.
fn suggests_valid<T: FromStr<Err = InvalidName>>(text: &str) {
    let Err(error) = text.parse::<T>() else {
        return;
    };
    assert!(!error.to_string().contains(char::is_control), "{error:?}");
    assert!(error.to_string().len() < 2500, "{error:?}");
    if let Some((_, suggestion)) = error.why.rsplit_once("write `")
        && let Some(suggestion) = suggestion.strip_suffix('`')
    {
        assert!(suggestion.parse::<T>().is_ok(), "{error}");
    }
}

/// Text of the pattern in a type's schema: a model that keeps to the schema is understood.
fn by_schema<T: JsonSchema>() -> impl Strategy<Value = String> {
    let schema = schemars::schema_for!(T).to_value();
    let pattern = schema["pattern"].as_str().expect("a pattern");
    let inner = pattern.trim_start_matches('^').trim_end_matches('$');
    let least = schema["minLength"].as_u64().unwrap_or(0);
    let most = schema["maxLength"].as_u64().unwrap_or(u64::MAX);
    proptest::string::string_regex(inner)
        .expect("a pattern that proptest reads")
        .prop_filter("as long as it may be", move |text| {
            (least..=most).contains(&(text.chars().count() as u64))
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_panics_and_what_is_suggested_is_valid(text in "[a-zA-Z0-9._/:@ %é\n-]{0,40}|\\PC{0,300}") {
        suggests_valid::<AccountId>(&text);
        suggests_valid::<Cidr>(&text);
        suggests_valid::<ConfigKey>(&text);
        suggests_valid::<DnsLabel>(&text);
        suggests_valid::<DnsSubdomain>(&text);
        suggests_valid::<DomainName>(&text);
        suggests_valid::<EnvVarName>(&text);
        suggests_valid::<HostName>(&text);
        suggests_valid::<HttpPath>(&text);
        suggests_valid::<LabelKey>(&text);
        suggests_valid::<LabelValue>(&text);
        suggests_valid::<MountPath>(&text);
        suggests_valid::<PortName>(&text);
        suggests_valid::<Quantity>(&text);
        suggests_valid::<RepoPath>(&text);
        suggests_valid::<SecretsManagerName>(&text);
        let _ = (text.parse::<Arn>(), text.parse::<ImageRef>(), text.parse::<Region>());
    }

    #[test]
    fn what_a_schema_allows_is_read(
        label in by_schema::<DnsLabel>(),
        name in by_schema::<DnsSubdomain>(),
        tag in by_schema::<ImageTag>(),
        digest in by_schema::<ImageDigest>(),
        account in by_schema::<AccountId>(),
        value in by_schema::<LabelValue>(),
        secret in by_schema::<SecretsManagerName>(),
    ) {
        prop_assert!(label.parse::<DnsLabel>().is_ok());
        prop_assert!(name.parse::<DnsSubdomain>().is_ok());
        prop_assert!(tag.parse::<ImageTag>().is_ok());
        prop_assert!(digest.parse::<ImageDigest>().is_ok());
        prop_assert!(account.parse::<AccountId>().is_ok());
        prop_assert!(value.parse::<LabelValue>().is_ok());
        prop_assert!(secret.parse::<SecretsManagerName>().is_ok(), "{}", secret);
    }

    #[test]
    fn a_scaled_quantity_is_near(amount in 1_u32..100_000, unit in prop::sample::select(vec!["m", "", "Mi", "Gi", "k"]), factor in 0.01_f64..10.0) {
        let quantity: Quantity = format!("{amount}{unit}").parse().unwrap();
        let scaled = quantity.scaled(factor);
        let (before, after) = (as_float(quantity.milli()) * factor, as_float(scaled.milli()));
        let one = as_float(format!("1{}", scaled.as_str().trim_start_matches(|c: char| c.is_ascii_digit())).parse::<Quantity>().unwrap().milli());
        prop_assert!((before - after).abs() <= one, "{quantity} by {factor} is {scaled}");
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "the amounts of the test are small"
)]
fn as_float(number: i128) -> f64 {
    number as f64
}
