//! One interpolation is the content of one HCL string, whatever the string.

use std::path::Path;

use hcl::eval::{Context, Evaluate};
use k8sgen_templates::hcl::escape;
use proptest::prelude::*;
use proptest::test_runner::Config;

/// What an HCL reader makes of the escaped text between two quotes.
fn read_back(text: &str) -> String {
    let source = format!("value = \"{}\"\nafter = true\n", escape(text));
    let body = hcl::parse(&source).unwrap_or_else(|error| panic!("{source}\n{error}"));
    let names: Vec<&str> = body.attributes().map(hcl::Attribute::key).collect();
    assert_eq!(names, ["value", "after"], "{source}");
    let value = body.attributes().next().expect("the first of two").expr();
    match value.evaluate(&Context::new()) {
        Ok(hcl::Value::String(value)) => value,
        other => panic!("{source}\n{other:?}"),
    }
}

#[test]
fn what_means_something_in_hcl_means_nothing() {
    for text in [
        "",
        "\"",
        "\\",
        "\\\"",
        "\\n",
        "\n",
        "\r\n",
        "\t",
        "${path.module}",
        "$${x}",
        "$$${x}",
        "$$$${x}",
        "%{ if true }a%{ endif }",
        "%%{x}",
        "%%%{x}",
        "$%{x}",
        "%${x}",
        "$",
        "%",
        "$$",
        "{",
        "}\"\nx = \"",
        "$\\{x}",
        "\\${x}",
        "<<EOT\nx\nEOT",
        "# comment",
        "/* comment */",
        "\u{0}\u{1}\u{7f}\u{85}",
        "\u{2028}\u{2029}\u{feff}\u{202e}",
        "\u{e0001}",
        "ümläut 🦀",
    ] {
        assert_eq!(read_back(text), text, "{text:?}");
    }
}

proptest! {
    #![proptest_config(Config { cases: 10_000, ..Config::default() })]

    #[test]
    fn every_string_reads_back(text in any::<String>()) {
        prop_assert_eq!(read_back(&text), text);
    }

    /// Strings of what HCL gives a meaning to.
    #[test]
    fn every_nasty_string_reads_back(text in r#"[$%{}"\\nrtux0\n\r\t #/*<>~ a-c]{0,24}"#) {
        prop_assert_eq!(read_back(&text), text);
    }
}

/// An interpolation stands alone between two quotes, in no comment, and nothing goes round the escaper.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test may read the templates")]
fn every_interpolation_is_a_whole_string() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("terraform");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("the folder of the templates") {
        let path = entry.expect("an entry").path();
        let template = std::fs::read_to_string(&path).expect("a template");
        for line in template.lines() {
            for (at, _) in line.match_indices("{{") {
                let (before, rest) = line.split_at(at);
                let (code, after) = rest.split_once("}}").expect("an end on the same line");
                assert!(!code.contains('|'), "{line}: a filter");
                assert!(!before.trim_start().starts_with('#'), "{line}: a comment");
                assert!(before.ends_with('"') && after.starts_with('"'), "{line}");
                count += 1;
            }
        }
    }
    assert!(count > 0, "no interpolations");
}
