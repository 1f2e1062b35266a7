//! What Flux builds and applies.

use k8sgen_templates::kind::{FluxKustomization, Manifest};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::{Value, json};

use super::names::subdomain;
use super::read_back::{as_written, has_comment, unless_empty};
use super::strategies::{list, text};

pub(crate) fn any() -> impl Strategy<Value = FluxKustomization> {
    (
        text(),
        super::metadata::any(),
        list(subdomain()),
        subdomain(),
        text(),
    )
        .prop_map(
            |(about, metadata, depends_on, source, path)| FluxKustomization {
                about,
                metadata,
                depends_on,
                source,
                path,
            },
        )
}

pub(crate) fn check(given: &FluxKustomization) -> TestCaseResult {
    let FluxKustomization {
        about,
        metadata,
        depends_on,
        source,
        path,
    } = given;
    let depends_on: Vec<Value> = depends_on
        .iter()
        .map(|name| json!({"name": name}))
        .collect();
    let expected = json!({
        "apiVersion": "kustomize.toolkit.fluxcd.io/v1",
        "kind": "Kustomization",
        "metadata": super::metadata::expected(metadata),
        "spec": {
            "dependsOn": unless_empty(depends_on),
            "sourceRef": {"kind": "GitRepository", "name": source},
            "path": path,
            "interval": "10m",
            "retryInterval": "2m",
            "timeout": "10m",
            "prune": true,
            "wait": true,
        },
    });
    let yaml = given.to_yaml();
    as_written(&yaml, expected)?;
    has_comment(&yaml, about)
}
