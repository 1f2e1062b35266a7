//! What Kubernetes asks of names, amounts and images.

use k8sgen_templates::names::{
    ConfigKey, DnsLabel, DnsSubdomain, EnvVarName, ImageDigest, ImageRef, ImageTag, LabelKey,
    LabelValue, Namespace, Port, PortName, Quantity,
};
use serde_json::json;

use super::{check, chunks, with};

const LETTERS: &str =
    "lowercase letters, digits and `-` only, with a letter or digit first and last";
const PARTS: &str = "lowercase letters, digits, `-` and `.` only, \
                     with a letter or digit at both ends of each part";

#[test]
fn dns_labels() {
    let long = "a".repeat(64);
    let bad = [
        ("", "it is empty"),
        ("Web_UI", &with(LETTERS, "web-ui")),
        ("-web-", &with(LETTERS, "web")),
        ("web.ui", &with(LETTERS, "web-ui")),
        ("日本", LETTERS),
        (&long, "it has 64 characters, and at most 63 are allowed"),
    ];
    let good = ["web-ui", "a", "0", "3d--x", &long[..63]];
    check::<DnsLabel>(&good, &bad);
    check::<Namespace>(&good, &bad);
    check::<DnsSubdomain>(
        &["web-ui", "a.b-c.d", &format!("{long}.x")],
        &[
            ("a..b", &with(PARTS, "a.b")),
            ("Web_UI.v2", &with(PARTS, "web-ui.v2")),
            (
                &"a.".repeat(127),
                "it has 254 characters, and at most 253 are allowed",
            ),
        ],
    );
}

#[test]
fn ports() {
    check::<PortName>(
        &["http", "http-metrics", "p2p", "a234567890-2345"],
        &[
            (
                "http--x",
                &with(
                    "lowercase letters, digits and single `-` between them",
                    "http-x",
                ),
            ),
            (
                "8080",
                "at least one letter, best what it serves, like `http`; write `port-8080`",
            ),
            (
                "a234567890-23456",
                "it has 16 characters, and at most 15 are allowed",
            ),
        ],
    );
    let port: Port = serde_json::from_value(json!(8080)).unwrap();
    assert_eq!(port, serde_saphyr::from_str("8080").unwrap());
    assert_eq!(port, serde_saphyr::from_str("'8080'").unwrap());
    assert_eq!(chunks(&port), ["8080"]);
    assert_eq!(serde_json::to_value(port).unwrap(), json!(8080));
    for bad in [
        "0",
        "65536",
        "-1",
        "+80",
        " 80",
        "80.0",
        "http",
        "",
        "99999999999999999999999",
    ] {
        assert_eq!(
            bad.parse::<Port>().unwrap_err().why,
            "a whole number from 1 to 65535"
        );
    }
    let error = serde_json::from_value::<Port>(json!(70000)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`70000` is not a port: a whole number from 1 to 65535"
    );
    let error = serde_json::from_value::<Port>(json!([])).unwrap_err();
    assert_eq!(error.to_string(), "invalid type: sequence, expected a port");
}

#[test]
fn quantities() {
    let units = "its unit is none of `m`, `k`, `M`, `G`, `T`, `Ki`, `Mi`, `Gi`, `Ti`";
    let form = "a number with an optional unit, like `250m`, `0.5` or `512Mi`";
    check::<Quantity>(
        &[
            "0", "100m", "0.5", ".5", "5.", "1Gi", "1e3", "1E3", "1e-3", "1E", "2T", "100n",
        ],
        &[
            ("", "it is empty"),
            ("512MB", &with(units, "512Mi")),
            ("512 Mi", &with(units, "512Mi")),
            ("1K", &with(units, "1Ki")),
            ("2 cpus", &with(units, "2")),
            ("1x", units),
            ("1e", units),
            ("Mi", form),
            ("1.2.3", form),
            (".", form),
            ("-1", "an amount is not negative"),
            ("1e99", "it is more than Kubernetes can hold"),
            ("8Ei", "it is more than Kubernetes can hold"),
            ("1e99999999999", units),
        ],
    );
    for (text, milli) in [
        ("0", 0),
        ("100m", 100),
        ("0.5", 500),
        (".5", 500),
        ("5.", 5000),
        ("1", 1000),
        ("1k", 1_000_000),
        ("1Ki", 1_024_000),
        ("1.5Gi", 1_610_612_736_000),
        ("1e3", 1_000_000),
        ("1e-3", 1),
        ("1E", 1_000_000_000_000_000_000_000),
        ("100n", 1),
        ("0.0001", 1),
        ("1e-99", 1),
        ("0e99", 0),
    ] {
        assert_eq!(text.parse::<Quantity>().unwrap().milli(), milli, "{text}");
    }
    assert_eq!(
        serde_saphyr::from_str::<Quantity>("2").unwrap().as_str(),
        "2"
    );
    assert_eq!(
        serde_saphyr::from_str::<Quantity>("0.5").unwrap().as_str(),
        "0.5"
    );
    assert_eq!(
        serde_saphyr::from_str::<Quantity>("500m").unwrap().as_str(),
        "500m"
    );
    let error = serde_saphyr::from_str::<Quantity>("-2").unwrap_err();
    assert!(
        error
            .to_string()
            .contains("`-2` is not a quantity: an amount is not negative")
    );
}

#[test]
fn scaled_quantities() {
    for (text, factor, scaled) in [
        ("500m", 1.5, "750m"),
        ("2", 0.5, "1"),
        ("1", 0.5, "500m"),
        ("128Mi", 2.0, "256Mi"),
        ("1Gi", 0.25, "256Mi"),
        ("1.5Gi", 2.0, "3Gi"),
        ("100m", 0.001, "1m"),
        ("1Gi", 0.0, "1Gi"),
        ("1Gi", -1.0, "1Gi"),
        ("1Gi", f64::NAN, "1Gi"),
        ("1Gi", f64::INFINITY, "1Gi"),
        ("0", 2.0, "0"),
        ("1e3", 2.0, "2e3"),
    ] {
        let quantity: Quantity = text.parse().unwrap();
        assert_eq!(
            quantity.scaled(factor).as_str(),
            scaled,
            "{text} by {factor}"
        );
    }
}

#[test]
fn images() {
    let digest = format!("sha256:{}", "0a".repeat(32));
    let tags = "letters, digits, `_`, `.` and `-` only, of which `.` and `-` are not first";
    check::<ImageTag>(
        &["v1.2.3", "_x", "latest", "1"],
        &[("-x", tags), ("a:b", tags), ("", "it is empty")],
    );
    let hex = "`sha256:` and then 64 lowercase hexadecimal digits";
    check::<ImageDigest>(
        &[&digest],
        &[("sha256:0a", hex), (&digest.to_uppercase(), hex)],
    );
    let repository =
        "lowercase letters, digits, and `.`, `_` or `-` between them, in parts joined by `/`";
    check::<ImageRef>(
        &[
            "redis",
            "acme/web__ui:1",
            "localhost:5000/a",
            "123456789012.dkr.ecr.us-east-1.amazonaws.com/web-ui:v1",
            &format!("ghcr.io/acme/web-ui:v1@{digest}"),
            &format!("redis@{digest}"),
        ],
        &[
            ("Redis:7", &with(repository, "redis:7")),
            ("a//b", repository),
            ("a._b", repository),
            (
                "https://ghcr.io/a",
                &with("an image has no scheme", "ghcr.io/a"),
            ),
            ("ghcr.io:0/a", "`ghcr.io:0` is no registry host"),
            ("redis:", "`` is not an image tag: it is empty"),
            (
                "redis@sha256:0a",
                &format!("`sha256:0a` is not an image digest: {hex}"),
            ),
        ],
    );
    let image: ImageRef = "localhost:5000/a/b".parse().unwrap();
    assert_eq!(
        (image.registry(), image.tag()),
        (Some("localhost:5000"), None)
    );
    let tagged = image.with_tag("v1".parse().unwrap());
    assert_eq!(tagged, "localhost:5000/a/b:v1");
    let pinned = tagged.with_digest(digest.parse().unwrap());
    assert_eq!(pinned, format!("localhost:5000/a/b:v1@{digest}").as_str());
    assert_eq!(pinned, pinned.as_str().parse::<ImageRef>().unwrap());
    assert_eq!(
        pinned.with_tag("v2".parse().unwrap()),
        "localhost:5000/a/b:v2"
    );
    assert_eq!("acme/web".parse::<ImageRef>().unwrap().registry(), None);
}

#[test]
fn keys_of_configuration() {
    let dots = "it is not `.`, and does not start with `..`";
    let alphabet = "letters, digits, `-`, `_` and `.` only";
    check::<EnvVarName>(
        &["DATABASE_URL", "_x", "a.b-c", ".x"],
        &[
            ("2FA", "a digit is not first; write `_2FA`"),
            ("..", dots),
            (".", dots),
            ("A B", &with(alphabet, "A_B")),
            ("A=B", &with(alphabet, "A_B")),
        ],
    );
    check::<ConfigKey>(
        &["app.properties", "2", "_", "-"],
        &[
            ("..x", dots),
            ("a/b", &with(alphabet, "a_b")),
            ("", "it is empty"),
        ],
    );
}

#[test]
fn labels() {
    let word = "letters, digits, `-`, `_` and `.` only, with a letter or digit first and last";
    check::<LabelKey>(
        &["app", "app.kubernetes.io/name", "A_b.c"],
        &[
            ("a b", &with(word, "a-b")),
            ("a/b/c", &with(word, "a/b-c")),
            ("_a", &with(word, "a")),
            (
                "/a",
                "its prefix `` is not a DNS subdomain, like `app.kubernetes.io`",
            ),
            (
                "A.io/a",
                "its prefix `A.io` is not a DNS subdomain, like `app.kubernetes.io`",
            ),
            (
                "a.io/",
                "its name, after any `/`, has between 1 and 63 characters",
            ),
        ],
    );
    check::<LabelValue>(
        &["", "v1.2.3", "True", "a_b"],
        &[("platform team", &with(word, "platform-team")), ("-", word)],
    );
}
