//! Any bytes at all give findings, never a panic, and a place that is in the file.

use k8sgen_core::validate::{self, Files, Options};
use proptest::prelude::*;

use crate::{codes, found_in};

fn holds(bytes: &[u8]) -> Result<(), TestCaseError> {
    let mut files = Files::default();
    files.put("a.yaml", bytes);
    let report = validate::files(&files, &Options::default());
    let lines = String::from_utf8_lossy(bytes).lines().count() + 1;
    for finding in &report.findings {
        prop_assert!((1..=lines).contains(&finding.line), "{finding:?}");
        prop_assert!(
            finding.column > 0 && !finding.message.is_empty(),
            "{finding:?}"
        );
        prop_assert!(!finding.message.contains(['\u{1b}', '\r']), "{finding:?}");
    }
    let human = validate::to_human(&report, validate::Color::None);
    prop_assert!(!human.contains('\u{1b}'), "{human:?}");
    Ok(())
}

/// Text that is nearly a manifest.
fn nearly() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("apiVersion: v1\n"),
        Just("apiVersion: apps/v1\n"),
        Just("kind: Deployment\n"),
        Just("kind: Secret\n"),
        Just("kind: List\nitems:\n"),
        Just("kind: CustomResourceDefinition\n"),
        Just("metadata:\n  name: a\n"),
        Just("metadata: {name: [], labels: {a: {}}}\n"),
        Just("spec:\n  template: {spec: {containers: [{name: 1, ports: [{containerPort: x}]}]}}\n"),
        Just("spec: {versions: [{name: v1, schema: {openAPIV3Schema: {type: object}}}]}\n"),
        Just("data: {a: yes, b: 0x, c: .}\n"),
        Just("---\n"),
        Just("  - "),
        Just("\t"),
        Just("&a "),
        Just("*a "),
        Just("<<: *a\n"),
        Just("# k8sgen: ignore KG101 because x\n"),
        Just("# k8sgen: ignore"),
        Just("!x "),
        Just("{"),
        Just("]"),
        Just("'"),
        Just("é: \u{1b}\n"),
    ];
    proptest::collection::vec(word, 0..24).prop_map(|words| words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn any_bytes_give_findings(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let mut text = b"apiVersion: v1\n".to_vec();
        text.extend(&bytes);
        holds(&bytes)?;
        holds(&text)?;
    }

    #[test]
    fn anything_that_is_nearly_a_manifest_gives_findings(text in nearly()) {
        holds(text.as_bytes())?;
    }
}

#[test]
fn a_broken_document_hides_none_of_the_others() {
    let good = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndatum: {}\n";
    let text = format!("{good}---\na: [b\n---\n{good}---\nx:\n\ty: z\n---\n{good}");
    let found = found_in(&text);
    let shape = codes(&found)
        .iter()
        .filter(|code| **code == "KG101")
        .count();
    assert_eq!(shape, 3, "{found:#?}");
    assert!(
        codes(&found).contains(&"KG001") && codes(&found).contains(&"KG002"),
        "{found:#?}"
    );
}

#[test]
fn a_hundred_thousand_documents_are_all_looked_at() {
    let document = "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndatum: {}\n";
    let found = found_in(&document.repeat(100_000));
    let unknown = codes(&found).into_iter();
    assert_eq!(unknown.filter(|code| *code == "KG101").count(), 100_000);
}

#[test]
fn no_message_shows_what_is_in_a_secret() {
    let text = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {key: hunter2!}\nstringData:\n  a: 5550123\n  b: {c: 5550124}\n  d: [\n";
    for text in [text, text.trim_end_matches("  d: [\n")] {
        let mut files = Files::default();
        files.put("a.yaml", text);
        let report = validate::files(&files, &Options::default());
        assert!(!report.is_accepted());
        let said = validate::to_human(&report, validate::Color::None) + &validate::to_json(&report);
        assert!(
            !said.contains("hunter2") && !said.contains("55501"),
            "{said}"
        );
    }
}

#[test]
fn no_name_of_a_file_tells_a_terminal_what_to_do() {
    let mut files = Files::default();
    files.put("a\u{1b}[2J\nb.yaml", "apiVersion: v1\nkind: Servce\n");
    let report = validate::files(&files, &Options::default());
    let human = validate::to_human(&report, validate::Color::None);
    assert!(human.contains("a\\u{1b}[2J\\nb.yaml:"), "{human}");
}
