//! Secrets in a repository: they are found in every known format, and never printed in any.

use k8sgen_core::validate::{self, Color, Files, Options, Report, Severity};

/// A credential of each known format, in two halves: whole, it would be found in this file by others.
const KNOWN: [(&str, &str); 24] = [
    ("AKI", "A2E4QZ7LM9XT3WVKB"),
    ("gh", "p_1Qa2Ws3Ed4Rf5Tg6Yh7Uj8Ik9OlPzMxNcBvQ"),
    ("gh", "o_1Qa2Ws3Ed4Rf5Tg6Yh7Uj8Ik9OlPzMxNcBvQ"),
    ("gh", "s_1Qa2Ws3Ed4Rf5Tg6Yh7Uj8Ik9OlPzMxNcBvQ"),
    (
        "github_",
        "pat_11AQW3EFY0Zx7Kd2Lm9Qrt_8Vb5Nc3Xz1Qw9Er8Ty7Ui6Op5As4Df3Gh2Jk1LzXcVbNmQ4Wp6Er8Ty2Uab",
    ),
    ("glp", "at-9xK2mQ7vL4tR8wZ3cN6b"),
    ("xox", "b-2718281828-3141592653-aQ9wE8rT7yU6iO5p"),
    (
        "https://hooks.sla",
        "ck.com/services/T02AB3CD4/B05EF6GH7/q9W8e7R6t5Y4u3I2o1P0aSdF",
    ),
    ("AIz", "aSyD3kwQ9wE8rT7yU6iO5pA4sD3fG2hJ1kLz"),
    ("sk_", "live_4eC39HqLyjWDarjtT1zdp7dcQ8w"),
    ("rk_", "live_4eC39HqLyjWDarjtT1zdp7dcQ8w"),
    ("sk-", "ant-api03-Q9wE8rT7yU6iO5pA4sD3fG2hJ1kLzXcVbNmQ4"),
    ("sk-", "proj-Q9wE8rT7yU6iO5pA4sD3fG2hJ1kLzXcVbNmQ4wEr"),
    (
        "SG",
        ".q9W8e7R6t5Y4u3I2o1P0aS.dF9gH8jK7lZ6xC5vB4nM3qW2eR1tY0uI9oP8aS7dF6g",
    ),
    ("S", "K9f86d081884c7d659a2feaa0c55ad015"),
    ("np", "m_1Qa2Ws3Ed4Rf5Tg6Yh7Uj8Ik9OlPzMxNcBvQ"),
    (
        "pypi",
        "-AgEIcHlwaS5vcmcCJDk3NmQ0ZTU2LTdkMTItNGVmYi05YjU3LTM2OWQ4ZjY1YTJjZQ",
    ),
    (
        "dop",
        "_v1_9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ),
    ("dckr", "_pat_q9W8e7R6t5Y4u3I2o1P0aSdFgHj"),
    ("hf", "_QwErTyUiOpAsDfGhJkLzXcVbNmQwErTyUi"),
    ("hv", "s.CAESIQ9wE8rT7yU6iO5pA4sD3fG2hJ"),
    (
        "AGE-SECRET-",
        "KEY-1QY79W8E7R6T5Y4U3I2O1P0ASDFGHJKLZXCVBNMQ9W8E7R6T5Y4U3I2O1P0",
    ),
    ("1234567890:", "AAq9W8e7R6t5Y4u3I2o1P0aSdFgHjKlZxCv"),
    (
        "DefaultEndpointsProtocol=https;Account",
        "Key=8dK3mPzQ7+xV2nRt/Lw5Yc9BhJf4Gs6T1uEaWo0ZiXk8dK3mPzQ7+xV2nRt/Lw5Yc9BhJf4Gs6T1uEaWo0ZQab==",
    ),
];

fn judged(path: &str, text: &str) -> Report {
    let mut files = Files::default();
    files.put(path, text);
    validate::files(&files, &Options::default())
}

/// Everything that a report is shown as.
fn shown(report: &Report) -> [String; 5] {
    [
        validate::to_human(report, Color::Ansi),
        validate::to_json(report),
        validate::to_sarif(report),
        validate::to_github(report),
        validate::to_gitlab(report),
    ]
}

#[test]
fn credentials_are_known_by_their_format_wherever_they_stand() {
    for (start, end) in KNOWN {
        let key = format!("{start}{end}");
        let map = format!(
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  notes: |\n    of the new one:\n    use {key} here\n"
        );
        for (path, text) in [
            ("a.yaml", map.as_str()),
            (".env", &format!("A=1\nB={key}\n")),
        ] {
            let report = judged(path, text);
            let known = report
                .findings
                .iter()
                .find(|finding| finding.rule == "KG547");
            let known = known.unwrap_or_else(|| panic!("{start}…: {:#?}", report.findings));
            assert!(known.severity <= Severity::Warning);
            for shown in shown(&report) {
                assert!(!shown.contains(end), "{shown}");
            }
        }
    }
}

/// Nobody reads a secret in what is said of it, or of something else in its line.
#[test]
fn a_secret_is_never_shown() {
    let secret = "plain-horse-81";
    let pod = |container: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - name: a\n      image: a:1.2.0\n{container}"
        )
    };
    let map = |data: &str| {
        format!("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n{data}")
    };
    let texts = [
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\nstringData:\n  password: plain-horse-81\n".to_owned(),
        pod("      env: [{name: PASSWORD, value: plain-horse-81}]\n"),
        pod("      env: [{name: PASSWORD, valu: 1, value: plain-horse-81}]\n"),
        pod("      args: [--password=plain-horse-81]\n"),
        map("  PASSWORD: plain-horse-81\n"),
        map("  a.env: |\n    A=b\n    PASSWORD=plain-horse-81\n"),
        map("  URL: redis://:plain-horse-81@db/0\n"),
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n  annotations:\n    a/password: plain-horse-81\nspec: {ports: [{port: 80}]}\n".to_owned(),
        "apiVersion: a.example.com/v1\nkind: A\nmetadata:\n  name: a\nspec: {password: plain-horse-81}\n".to_owned(),
        "kind: Kustomization\napiVersion: kustomize.config.k8s.io/v1beta1\nsecretGenerator:\n  - name: a\n    literals: [password=plain-horse-81]\n".to_owned(),
        "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"a\"}, \"data\": {\"password\": \"plain-horse-81\"}}".to_owned(),
    ];
    for text in texts {
        let name = if text.contains("Generator") {
            "kustomization.yaml"
        } else {
            "a.yaml"
        };
        let report = judged(name, &text);
        let is_about = |finding: &&validate::Finding| finding.rule.starts_with("KG54");
        assert!(
            report.findings.iter().any(|finding| is_about(&finding)),
            "{text}"
        );
        for shown in shown(&report) {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}

/// A private key in a file that nobody applies is found where it begins.
#[test]
fn a_private_key_is_found_in_any_file() {
    let body = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgZ7xW3nKe5uYt8RsB";
    let report = judged(
        "tls.key",
        &format!("Bag\n-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n"),
    );
    let [finding] = report.findings.as_slice() else {
        panic!("{:#?}", report.findings);
    };
    assert_eq!(
        (finding.line, finding.column, &*finding.rule),
        (2, 1, "KG548")
    );
    assert!(shown(&report).iter().all(|shown| !shown.contains(body)));
}
