//! Names and values that YAML readers take for something else than text.

use serde_json::Value;

use super::built;
use crate::harness::builds::Build;
use crate::harness::manifest;
use crate::harness::workspace::Workspace;

/// Services whose names YAML 1.1, 1.2 or both read as null, a boolean or a number.
const NAMES: [&str; 7] = ["null", "true", "no", "y", "off", "e1", "nan"];

/// What a ConfigMap can hold, as the inventory spells it and as a pod must get it.
const VALUES: [(&str, &str, &str); 12] = [
    ("NULL", "'null'", "null"),
    ("TILDE", "'~'", "~"),
    ("NO", "'no'", "no"),
    ("EXPONENT", "'1e3'", "1e3"),
    ("HEX", "'0x1F'", "0x1F"),
    ("OCTAL", "'0123'", "0123"),
    ("SEXAGESIMAL", "'22:22'", "22:22"),
    ("DATE", "'2026-11-21'", "2026-11-21"),
    ("EMPTY", "''", ""),
    ("COLON", r#""a: b # c""#, "a: b # c"),
    ("LINES", r#""one\n  two\n\n""#, "one\n  two\n\n"),
    ("EMOJI", r#""\u00fc \U0001F980 \t |""#, "ü 🦀 \t |"),
];

fn inventory() -> String {
    let values: String = VALUES
        .iter()
        .map(|(key, value, _)| format!("    '{key}': {value}\n"))
        .collect();
    let keys: Vec<String> = VALUES.iter().map(|(key, ..)| format!("'{key}'")).collect();
    let keys = keys.join(", ");
    let services: String = NAMES
        .iter()
        .enumerate()
        .map(|(number, name)| {
            let calls = NAMES[(number + 1) % NAMES.len()];
            format!(
                "  '{name}': {{tier: 'no', port: {}, calls: ['{calls}'], config: {{'on': [{keys}]}}, \
                 ingress_path: '/{name}', ingress_host: '{name}', \
                 image: 'registry.example.com/{name}/{name}', image_tag: '1e3'}}\n",
                8000 + number,
            )
        })
        .collect();
    format!(
        "project: 'true'
environment: 'off'
namespace: 'null'
terraform: {{sources: [terraform/outputs]}}
configmaps:
  'on':
{values}    ENVIRONMENT: ${{environment}}
secrets:
  'yes': {{remote: 'null', keys: {{'NULL': 'null'}}}}
tiers:
  'no': {{}}
services:
{services}environments:
  'off': {{namespace: 'false', replicas: 1}}
  '123': {{namespace: '456', domain: '789.example.com', resources_factor: 0.5}}
"
    )
}

#[test]
fn names_and_values_stay_what_they_are() {
    let workspace = Workspace::with(&inventory());
    let Some(builds) = built(&workspace) else { return };
    assert_eq!(builds.len(), 3);
    for Build { name, manifests, .. } in &builds {
        let namespace = match name.as_str() {
            "off" => "false",
            "123" => "456",
            _ => "null",
        };
        for manifest in manifests.iter().filter(|one| one.kind() != "Namespace") {
            assert_eq!(manifest.namespace(), namespace, "{}", manifest.id());
        }
        for service in NAMES {
            let deployment = manifest::find(manifests, "Deployment", service);
            let template = &deployment.expect("a Deployment of this name")["spec"]["template"];
            let container = &template["spec"]["containers"][0];
            assert_eq!(container["name"], service);
            assert_eq!(container["image"], format!("registry.example.com/{service}/{service}:1e3"));
            let version = &template["metadata"]["labels"]["app.kubernetes.io/version"];
            assert_eq!(*version, "1e3");
            assert!(manifest::find(manifests, "Service", service).is_some());
            assert!(manifest::find(manifests, "NetworkPolicy", service).is_some());
        }
        let config = manifest::find(manifests, "ConfigMap", "on").expect("it");
        for (key, _, value) in VALUES {
            assert_eq!(config["data"][key], value, "{name}: {key}");
        }
        let environment = if name == "base" { "off" } else { name };
        assert_eq!(config["data"]["ENVIRONMENT"], environment);
        let secret = manifest::find(manifests, "ExternalSecret", "yes").expect("it");
        let reference = &secret["spec"]["data"][0];
        assert_eq!(reference["secretKey"], "NULL");
        assert_eq!(reference["remoteRef"]["key"], "null");
        assert_eq!(reference["remoteRef"]["property"], "null");
    }
}

/// Everything in a manifest that must be text is text, also where a reader of YAML 1.1 looks.
#[test]
fn labels_and_annotations_are_text() {
    let Some(builds) = built(&Workspace::with(&inventory())) else { return };
    for manifest in builds.iter().flat_map(|build| &build.manifests) {
        for map in ["labels", "annotations"] {
            let map = manifest.0["metadata"].get(map).and_then(Value::as_object);
            for (key, value) in map.into_iter().flatten() {
                assert!(value.is_string(), "{}: {key}", manifest.id());
            }
        }
    }
}
