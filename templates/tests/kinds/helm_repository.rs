//! The Helm repository that Flux reads.

use k8sgen_templates::kind::{HelmRepository, Manifest};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::json;

use super::read_back::as_written;
use super::strategies::text;

pub(crate) fn any() -> impl Strategy<Value = HelmRepository> {
    (super::metadata::any(), text()).prop_map(|(metadata, url)| HelmRepository { metadata, url })
}

pub(crate) fn check(given: &HelmRepository) -> TestCaseResult {
    let HelmRepository { metadata, url } = given;
    let expected = json!({
        "apiVersion": "source.toolkit.fluxcd.io/v1",
        "kind": "HelmRepository",
        "metadata": super::metadata::expected(metadata),
        "spec": {"interval": "12h", "url": url},
    });
    as_written(&given.to_yaml(), expected)
}
