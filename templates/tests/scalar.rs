//! One interpolation makes exactly one YAML scalar that parses back to the same string.

use askama::Template;
use k8sgen_templates::scalar::quote;
use proptest::prelude::*;
use serde_json::Value;

/// Where `askama.toml` says that the escaper is.
mod scalar {
    pub(crate) use k8sgen_templates::scalar::Yaml;
}

#[derive(Template)]
#[template(
    source = "first: {{ text }}
second: {{ text }} # why
list:
  - {{ text }}
  - name: {{ text }}
    nested:
      - - {{ text }}
last: end
",
    ext = "yaml"
)]
struct Values<'a> {
    text: &'a str,
}

#[derive(Template)]
#[template(
    source = "{{ text }}: top
nested:
  {{ text }}: value
  list:
    - {{ text }}: item
",
    ext = "yaml"
)]
struct Keys<'a> {
    text: &'a str,
}

/// What a YAML reader makes of a document, untyped.
fn parse(yaml: &str) -> Value {
    serde_saphyr::from_str(yaml).unwrap_or_else(|error| panic!("{error}\n{yaml:?}"))
}

fn check(text: &str) {
    let quoted = quote(text);
    assert!(!quoted.contains(['\n', '\r']), "one line: {quoted:?}");

    let values = Values { text }.to_string();
    assert_eq!(values.lines().count(), 8, "one line each: {values:?}");
    assert_eq!(
        parse(&values),
        serde_json::json!({
            "first": text,
            "second": text,
            "list": [text, {"name": text, "nested": [[text]]}],
            "last": "end",
        }),
        "{values}"
    );

    // YAML reads no longer keys, and a key that is there twice is refused.
    if quoted.chars().count() <= 1000 && text != "nested" && text != "list" {
        let keys = Keys { text }.to_string();
        assert_eq!(
            parse(&keys),
            serde_json::json!({text: "top", "nested": {text: "value", "list": [{text: "item"}]}}),
            "{keys}"
        );
    }
}

/// Pieces that mean something to some YAML reader.
const PIECES: &[&str] = &[
    "-",
    "--",
    "---",
    "...",
    "?",
    ":",
    ": ",
    " :",
    "#",
    " #",
    ",",
    "[",
    "]",
    "{",
    "}",
    "&",
    "*",
    "!",
    "|",
    ">",
    "'",
    "\"",
    "%",
    "@",
    "`",
    "~",
    "=",
    "<<",
    "\\",
    " ",
    "  ",
    "\t",
    "\n",
    "\r",
    "\r\n",
    "\u{0}",
    "\u{7}",
    "\u{1b}",
    "\u{7f}",
    "\u{85}",
    "\u{9f}",
    "\u{a0}",
    "\u{ad}",
    "\u{2028}",
    "\u{2029}",
    "\u{200b}",
    "\u{202e}",
    "\u{feff}",
    "\u{fffd}",
    "\u{fffe}",
    "\u{ffff}",
    "\u{1fffe}",
    "\u{10ffff}",
    "é",
    "日本",
    "😀",
    "y",
    "n",
    "yes",
    "No",
    "ON",
    "off",
    "true",
    "False",
    "NULL",
    "null",
    "+",
    ".",
    "_",
    "0",
    "1",
    "9",
    "0x",
    "0o",
    "0b",
    "e",
    "E",
    "e3",
    "1e3",
    "F",
    "inf",
    ".inf",
    ".NaN",
    "T",
    "Z",
    "2024-01-01",
    "12:30",
    "a",
    "b c",
    "key: value",
    "- item",
    "\\n",
    "\\u0041",
    "${X}",
    "{{ x }}",
    "%YAML",
    "!!str",
];

fn nasty() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..8).prop_map(|pieces| pieces.concat())
}

fn number_like() -> impl Strategy<Value = String> {
    "[-+]?[0-9._:eExXoObB+a-fA-FTZ -]{0,12}"
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_string_comes_back(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_characters_come_back(text in prop::collection::vec(any::<char>(), 0..20)) {
        check(&text.into_iter().collect::<String>());
    }

    #[test]
    fn a_nasty_string_comes_back(text in nasty()) {
        check(&text);
    }

    #[test]
    fn what_looks_like_a_number_comes_back(text in number_like()) {
        check(&text);
    }
}

#[test]
fn every_character_comes_back() {
    for c in '\0'..=char::MAX {
        // Alone, and as the inside of a word; the planes without indicators, by samples.
        if u32::from(c) < 0x3000 || u32::from(c) % 97 == 0 || u32::from(c) & 0xFFFF >= 0xFFF0 {
            let text = format!("a{c}b");
            let quoted = quote(&text);
            let alone = c.to_string();
            let yaml = format!("- {quoted}\n- {}\n", quote(&alone));
            assert_eq!(parse(&yaml), serde_json::json!([text, alone]), "{yaml:?}");
        }
    }
}

#[test]
fn a_long_string_comes_back() {
    check(&"word ".repeat(4000));
    check(&"\u{1}".repeat(4000));
}

/// What stays as it is.
#[test]
fn a_careful_person_would_not_quote() {
    for text in [
        "web-ui",
        "a,b",
        "sleep 10",
        "ip",
        "/health",
        "128Mi",
        "500m",
        "30s",
        "10.0.0.0/16",
        "https://example.com/a?b=c#d",
        "arn:aws:iam::123456789012:role/web-ui",
        "ghcr.io/acme/web-ui:v1.2.3",
        "app.kubernetes.io/name",
        "v1.2.3",
        "-c",
        "-n",
        "--port=80",
        "./run.sh",
        ".env",
        "$(POD_IP)",
        "(none)",
        "it's",
        "say \"hi\"",
        "100%",
        "a@b.c",
        "C:\\dir",
        "a:b",
        "a#b",
        "key=value",
        "cpu < 80",
        "café",
        "日本語",
        "😀",
        "nothing",
        "offline",
        "Truely",
        "rate(5 minutes)",
    ] {
        assert_eq!(quote(text), text);
        check(text);
    }
}

/// What YAML is famous for, each with the text that is written.
#[test]
fn the_famous_ones_are_quoted() {
    for (text, written) in [
        ("", "''"),
        (" ", "' '"),
        ("no", "'no'"),
        ("NO", "'NO'"),
        ("Yes", "'Yes'"),
        ("on", "'on'"),
        ("oFF", "'oFF'"),
        ("y", "'y'"),
        ("N", "'N'"),
        ("true", "'true'"),
        ("False", "'False'"),
        ("null", "'null'"),
        ("Null", "'Null'"),
        ("~", "'~'"),
        ("0", "'0'"),
        ("8080", "'8080'"),
        ("0.5", "'0.5'"),
        (".5", "'.5'"),
        ("5.", "'5.'"),
        ("+1", "'+1'"),
        ("-1", "'-1'"),
        ("1e3", "'1e3'"),
        ("1E+3", "'1E+3'"),
        ("12e03", "'12e03'"),
        ("0x1F", "'0x1F'"),
        ("0o7", "'0o7'"),
        ("0b101", "'0b101'"),
        ("0777", "'0777'"),
        ("1_000", "'1_000'"),
        ("+_1", "'+_1'"),
        ("_1", "'_1'"),
        ("1,000", "'1,000'"),
        ("12:30:45", "'12:30:45'"),
        ("190:20:30.15", "'190:20:30.15'"),
        (".inf", "'.inf'"),
        ("-.Inf", "'-.Inf'"),
        (".NaN", "'.NaN'"),
        ("Infinity", "'Infinity'"),
        ("2024-01-01", "'2024-01-01'"),
        (
            "2001-12-14t21:59:43.10-05:00",
            "'2001-12-14t21:59:43.10-05:00'",
        ),
        ("2001-12-14 21:59:43.10 -5", "'2001-12-14 21:59:43.10 -5'"),
        ("1.2.3", "'1.2.3'"),
        ("012345678901", "'012345678901'"),
        ("=", "'='"),
        ("<<", "'<<'"),
        ("-", "'-'"),
        ("- item", "'- item'"),
        ("---", "'---'"),
        ("--- a", "'--- a'"),
        ("...", "'...'"),
        ("? key", "'? key'"),
        ("?", "'?'"),
        (":", "':'"),
        ("key: value", "'key: value'"),
        ("key:", "'key:'"),
        ("a # b", "'a # b'"),
        ("# b", "'# b'"),
        ("[a]", "'[a]'"),
        ("{a: b}", "'{a: b}'"),
        ("${X}", "'${X}'"),
        (",", "','"),
        ("&anchor", "'&anchor'"),
        ("*/5 * * * *", "'*/5 * * * *'"),
        ("!tag", "'!tag'"),
        ("| text", "'| text'"),
        ("> text", "'> text'"),
        ("%YAML", "'%YAML'"),
        ("@at", "'@at'"),
        ("`tick`", "'`tick`'"),
        ("'", "''''"),
        ("'quoted'", "'''quoted'''"),
        ("\"quoted\"", "'\"quoted\"'"),
        (" leading", "' leading'"),
        ("trailing ", "'trailing '"),
        ("two\nlines", r#""two\nlines""#),
        ("end\n", r#""end\n""#),
        ("\r\n", r#""\r\n""#),
        ("a\tb", r#""a\tb""#),
        ("say \"hi\"\n", r#""say \"hi\"\n""#),
        ("back\\slash\n", r#""back\\slash\n""#),
        ("\0", r#""\x00""#),
        ("\u{1b}[31m", r#""\x1B[31m""#),
        ("\u{7f}", r#""\x7F""#),
        ("\u{85}", r#""\x85""#),
        ("\u{a0}", r#""\xA0""#),
        ("\u{2028}", r#""\u2028""#),
        ("\u{2029}", r#""\u2029""#),
        ("\u{202e}", r#""\u202E""#),
        ("\u{feff}", r#""\uFEFF""#),
        ("\u{ffff}", r#""\uFFFF""#),
        ("\u{1ffff}", r#""\U0001FFFF""#),
    ] {
        assert_eq!(quote(text), written);
        check(text);
    }
}
