//! What Applications of Argo CD may do.

use k8sgen_templates::kind::{AllowedKind, AppProject, Manifest};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::{Value, json};

use super::names::namespace;
use super::read_back::as_written;
use super::strategies::{list, text};

pub(crate) fn any() -> impl Strategy<Value = AppProject> {
    let allowed = || {
        (text(), text(), prop::option::of(text())).prop_map(|(group, kind, name)| AllowedKind {
            group,
            kind,
            name,
        })
    };
    (
        super::metadata::any(),
        text(),
        list(text()),
        list(namespace()),
        list(allowed()),
        list(allowed()),
    )
        .prop_map(
            |(metadata, description, source_repos, namespaces, cluster_kinds, namespace_kinds)| {
                AppProject {
                    metadata,
                    description,
                    source_repos,
                    namespaces,
                    cluster_kinds,
                    namespace_kinds,
                }
            },
        )
}

pub(crate) fn check(given: &AppProject) -> TestCaseResult {
    let AppProject {
        metadata,
        description,
        source_repos,
        namespaces,
        cluster_kinds,
        namespace_kinds,
    } = given;
    let destinations: Vec<Value> = namespaces
        .iter()
        .map(|name| json!({"server": "https://kubernetes.default.svc", "namespace": name}))
        .collect();
    let cluster: Vec<Value> = cluster_kinds
        .iter()
        .map(
            |AllowedKind { group, kind, name }| json!({"group": group, "kind": kind, "name": name}),
        )
        .collect();
    // The name counts only outside of namespaces.
    let namespaced: Vec<Value> = namespace_kinds
        .iter()
        .map(
            |AllowedKind {
                 group,
                 kind,
                 name: _,
             }| json!({"group": group, "kind": kind}),
        )
        .collect();
    let expected = json!({
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "AppProject",
        "metadata": super::metadata::expected(metadata),
        "spec": {
            "description": description,
            "sourceRepos": source_repos,
            "destinations": destinations,
            "clusterResourceWhitelist": cluster,
            "namespaceResourceWhitelist": namespaced,
        },
    });
    as_written(&given.to_yaml(), expected)
}
