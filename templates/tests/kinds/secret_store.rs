//! Where External Secrets Operator reads from.

use k8sgen_templates::kind::{Manifest, SecretStore};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::json;

use super::names::{region, subdomain};
use super::read_back::as_written;

pub(crate) fn any() -> impl Strategy<Value = SecretStore> {
    (super::metadata::any(), region(), subdomain()).prop_map(
        |(metadata, region, service_account)| SecretStore {
            metadata,
            region,
            service_account,
        },
    )
}

pub(crate) fn check(given: &SecretStore) -> TestCaseResult {
    let SecretStore {
        metadata,
        region,
        service_account,
    } = given;
    let auth = json!({"jwt": {"serviceAccountRef": {"name": service_account}}});
    let aws = json!({"service": "SecretsManager", "region": region, "auth": auth});
    let expected = json!({
        "apiVersion": "external-secrets.io/v1",
        "kind": "SecretStore",
        "metadata": super::metadata::expected(metadata),
        "spec": {"provider": {"aws": aws}},
    });
    as_written(&given.to_yaml(), expected)
}
