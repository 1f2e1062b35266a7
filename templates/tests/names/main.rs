//! Every name: what is read, what is refused and with which words, and what all names share.

mod chart;
mod cron;
mod kubernetes;
mod places;
mod properties;

use std::fmt::{Debug, Display, Write};
use std::str::FromStr;

use k8sgen_templates::names::{DnsLabel, InvalidName, Port};
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

/// What every name promises: text comes back as text, in one chunk and through serde, and what is
/// refused is refused everywhere in the same words.
fn check<T>(good: &[&str], bad: &[(&str, &str)])
where
    T: FromStr<Err = InvalidName> + Display + Debug + PartialEq,
    T: Serialize + DeserializeOwned + JsonSchema,
{
    assert!(T::inline_schema());
    let schema = schemars::schema_for!(T).to_value();
    assert!(
        schema.to_string().len() < 420,
        "a schema is small: {schema}"
    );
    for &text in good {
        let name: T = text.parse().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(chunks(&name), [text]);
        assert_eq!(serde_json::to_value(&name).expect("JSON"), json!(text));
        assert_eq!(
            serde_json::from_value::<T>(json!(text)).expect("a name"),
            name
        );
        let yaml = k8sgen_templates::scalar::quote(text);
        assert_eq!(serde_saphyr::from_str::<T>(&yaml).expect("a name"), name);
    }
    for &(text, why) in bad {
        let error = text.parse::<T>().expect_err(text);
        assert_eq!((error.value.as_str(), error.why.as_str()), (text, why));
        let read = serde_json::from_value::<T>(json!(text)).expect_err(text);
        assert_eq!(read.to_string(), error.to_string());
    }
}

/// What `Display` writes, chunk by chunk: the escaper of the templates is called once for each.
fn chunks(value: &impl Display) -> Vec<String> {
    struct Chunks(Vec<String>);
    impl Write for Chunks {
        fn write_str(&mut self, text: &str) -> std::fmt::Result {
            self.0.push(text.to_owned());
            Ok(())
        }
    }
    let mut chunks = Chunks(Vec::new());
    write!(chunks, "{value}").expect("a write to memory");
    chunks.0
}

fn with(rule: &str, nearest: &str) -> String {
    format!("{rule}; write `{nearest}`")
}

#[test]
fn an_error_shows_a_value_on_one_short_line() {
    let error = "a\nb\u{1b}[31m\u{202e}é".parse::<DnsLabel>().unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("`a\\nb\\u{1b}[31m\\u{202e}é` is not a DNS label: ")
    );
    let error = "x".repeat(5000).parse::<Port>().unwrap_err();
    let shown = format!(
        "`{}…` is not a port: a whole number from 1 to 65535",
        "x".repeat(80)
    );
    assert_eq!(error.to_string(), shown);
}
