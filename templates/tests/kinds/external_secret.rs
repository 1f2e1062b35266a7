//! A Secret that External Secrets Operator copies from AWS Secrets Manager.

use k8sgen_templates::kind::{ExternalSecret, Manifest, RemoteRef};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::json;

use super::names::{config_key, secrets_manager_name, subdomain};
use super::read_back::as_written;
use super::strategies::{map, text};

pub(crate) fn any() -> impl Strategy<Value = ExternalSecret> {
    // It reads something: External Secrets Operator refuses one without data.
    let remote = (secrets_manager_name(), prop::option::of(text()))
        .prop_map(|(key, property)| RemoteRef { key, property });
    (
        super::metadata::any(),
        subdomain(),
        text(),
        map(config_key(), remote).prop_filter("none", |data| !data.is_empty()),
    )
        .prop_map(|(metadata, store, refresh_interval, data)| ExternalSecret {
            metadata,
            store,
            refresh_interval,
            data,
        })
}

pub(crate) fn check(given: &ExternalSecret) -> TestCaseResult {
    let ExternalSecret {
        metadata,
        store,
        refresh_interval,
        data,
    } = given;
    let data = data.iter().map(|(secret_key, RemoteRef { key, property })| {
        json!({"secretKey": secret_key, "remoteRef": {"key": key, "property": property}})
    });
    let expected = json!({
        "apiVersion": "external-secrets.io/v1",
        "kind": "ExternalSecret",
        "metadata": super::metadata::expected(metadata),
        "spec": {
            "refreshInterval": refresh_interval,
            "secretStoreRef": {"kind": "SecretStore", "name": store},
            "target": {"name": metadata.name, "creationPolicy": "Owner"},
            "data": data.collect::<Vec<_>>(),
        },
    });
    as_written(&given.to_yaml(), expected)
}
