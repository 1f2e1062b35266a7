//! Names that are valid, and among them those that YAML is known to misread.

use std::fmt::Debug;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use k8sgen_templates::kind::Labels;
use k8sgen_templates::names::{
    ChartVersion, Cidr, ConfigKey, DnsLabel, DnsSubdomain, DomainName, EnvVarName, HttpPath,
    ImageDigest, ImageRef, ImageTag, InvalidName, LabelKey, LabelValue, MountPath, Namespace, Port,
    PortName, Quantity, Region, SecretsManagerName,
};
use proptest::prelude::*;
use proptest::sample::select;

use super::strategies::map;

/// Texts that each are valid as some name, and something else to some YAML reader.
const HAZARDS: &[&str] = &[
    "",
    "null",
    "Null",
    "true",
    "True",
    "false",
    "yes",
    "YES",
    "no",
    "No",
    "on",
    "off",
    "y",
    "n",
    "N",
    "0",
    "1",
    "123",
    "0777",
    "1e3",
    "1E3",
    "12e03",
    "0x1f",
    "0x1F",
    "0b1",
    "0o17",
    "1_000",
    "1.10",
    "1.0",
    "0.5",
    ".5",
    "5.",
    "1e-3",
    "1e+3",
    "1.2.3",
    "1.5e3",
    "2024-01-01",
    "20240101",
    "inf",
    "nan",
    ".inf",
    ".nan",
    "-.inf",
    ".NaN",
    "infinity",
    "_",
    "_1",
    "-",
    "--",
    "---",
    "-1",
    "-a",
    "--a",
    "----",
    "=",
    "/=",
    "@",
    "!",
    "!a",
    "+",
    "+1",
    "@a",
    "a=b",
    "0-0",
    "1-1",
    "e",
    "e3",
    "0e",
    "x",
    "a1",
    "a--b",
    "1Gi",
    "1E",
    "1e0",
    "1k",
    "0.1",
    "100m",
    "us-east-1",
    "no.no",
    "1.no",
    "no.e3",
    "1.e3",
    "no/yes",
    "1e3/0x1f",
    "true/null",
    "no:1.10",
    "null:no",
    "123:1e3",
    "1:30",
    "12:30",
    "1e3:0x1F",
    "localhost:5000/no:1e3",
    "1.2.3:80/true:null",
    "a.b/c:1_0",
    "10.0.0.0/8",
    "::/0",
    "fd00::/8",
    "/",
    "/null",
    "/~",
    "/-",
    "/:",
    "/a:",
    "/[a]",
    "/{a}",
    "/'",
    "/\"",
    "/*",
    "/&a",
    "/!a",
    "/|",
    "/%20",
    "/a,b",
    "/\\",
    "/a b",
    "/a: b",
    "/a #b",
    "/ #",
    "/a ",
    "/é",
    "/日本",
    "/😀",
    "/\u{200b}",
    "/\u{202e}",
    "/\u{ad}",
    "/\u{fffe}",
    "/\u{a0}",
    "/{{a}}",
    "/{%a%}",
];

/// Names of the pattern, and the hazards and the longest that are such a name too.
fn name<T: FromStr<Err = InvalidName> + Clone + Debug + 'static>(
    pattern: &str,
) -> BoxedStrategy<T> {
    let mut hazards: Vec<T> = HAZARDS
        .iter()
        .filter_map(|text| text.parse().ok())
        .collect();
    let (label, subdomain) = ("a".repeat(63), "a.".repeat(126) + "a");
    let (key, path) = (
        format!("{subdomain}/{label}"),
        "/".to_owned() + &"a".repeat(1023),
    );
    for longest in [key, path, subdomain, label] {
        hazards.extend(longest.parse());
    }
    let patterned = proptest::string::string_regex(pattern)
        .expect("a pattern")
        .prop_filter_map("a name", |text| text.parse().ok());
    if hazards.is_empty() {
        return patterned.boxed();
    }
    prop_oneof![select(hazards), patterned].boxed()
}

macro_rules! names {
    ($($function:ident -> $name:ty = $pattern:expr;)*) => {$(
        pub(crate) fn $function() -> BoxedStrategy<$name> {
            name($pattern)
        }
    )*};
}

names! {
    chart_version -> ChartVersion = "v?[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}(-[0-9A-Za-z]{1,5}(\\.[0-9a-z]{1,4})?)?";
    config_key -> ConfigKey = "[-._a-zA-Z0-9]{1,9}";
    dns_label -> DnsLabel = "[a-z0-9]([-a-z0-9]{0,9}[a-z0-9])?";
    domain -> DomainName = "([a-z0-9]([-a-z0-9]{0,4}[a-z0-9])?\\.){1,3}[a-z0-9]{1,4}";
    env_var_name -> EnvVarName = "[-._a-zA-Z][-._a-zA-Z0-9]{0,9}";
    http_path -> HttpPath = "/[!-\"$->@-~é日😀\u{200b}\u{feff}]{0,12}";
    image -> ImageRef = "([a-z0-9]{1,5}(\\.[a-z0-9]{1,3}|:[0-9]{1,4})/)?[a-z0-9]{1,8}([._-][a-z0-9]{1,3})?\
        (:[A-Za-z0-9_][A-Za-z0-9._-]{0,6})?(@sha256:[0-9a-f]{64})?";
    image_digest -> ImageDigest = "sha256:([0-9]{64}|[0-9a-f]{64})";
    image_tag -> ImageTag = "[A-Za-z0-9_][A-Za-z0-9._-]{0,9}";
    label_key -> LabelKey = "([a-z0-9]{1,6}(\\.[a-z0-9]{1,4})?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,9}[A-Za-z0-9])?";
    label_value -> LabelValue = "([A-Za-z0-9]([-A-Za-z0-9_.]{0,9}[A-Za-z0-9])?)?";
    mount_path -> MountPath = "/[ -9;-~é日😀\u{200b}\u{a0}\u{2028}]{1,12}";
    namespace -> Namespace = "[a-z0-9]([-a-z0-9]{0,9}[a-z0-9])?";
    port_name -> PortName = "[a-z0-9]{1,4}(-[a-z0-9]{1,4}){0,2}";
    quantity -> Quantity = "([0-9]{1,4}\\.?[0-9]{0,3}|\\.[0-9]{1,4})([eE][-+]?[0-9]|[KMGT]i|[numkMGT])?";
    region -> Region = "[a-z]{2}(-[a-z]{1,9}){1,2}-[0-9]{1,2}";
    secrets_manager_name -> SecretsManagerName = "[A-Za-z0-9/_+=.@!-]{1,12}";
    subdomain -> DnsSubdomain = "[a-z0-9]([-a-z0-9]{0,6}[a-z0-9])?(\\.[a-z0-9]{1,5}){0,2}";
}

/// A port.
pub(crate) fn port() -> BoxedStrategy<Port> {
    (1..=u16::MAX)
        .prop_map(|number| Port::new(number).expect("not 0"))
        .boxed()
}

/// A network: what is left of an address.
pub(crate) fn cidr() -> BoxedStrategy<Cidr> {
    let v4 = (any::<u32>(), 1..=32_u32).prop_map(|(bits, prefix)| {
        format!(
            "{}/{prefix}",
            Ipv4Addr::from(bits & u32::MAX << (32 - prefix))
        )
    });
    let v6 = (any::<u128>(), 1..=128_u32).prop_map(|(bits, prefix)| {
        format!(
            "{}/{prefix}",
            Ipv6Addr::from(bits & u128::MAX << (128 - prefix))
        )
    });
    let some = prop_oneof![v4, v6].prop_map(|text| text.parse().expect("a network"));
    prop_oneof![1 => name("0\\.0\\.0\\.0/0"), 4 => some].boxed()
}

/// Labels, or none.
pub(crate) fn labels() -> BoxedStrategy<Labels> {
    map(label_key(), label_value()).boxed()
}

/// Labels that select something.
pub(crate) fn some_labels() -> BoxedStrategy<Labels> {
    labels()
        .prop_filter("none", |labels| !labels.is_empty())
        .boxed()
}
