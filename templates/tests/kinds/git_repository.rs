//! The Git repository that Flux reads.

use k8sgen_templates::kind::{GitReference, GitRepository, Manifest};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::json;

use super::names::subdomain;
use super::read_back::as_written;
use super::strategies::text;

pub(crate) fn any() -> impl Strategy<Value = GitRepository> {
    let reference = prop_oneof![
        text().prop_map(GitReference::Branch),
        text().prop_map(GitReference::Tag),
        text().prop_map(GitReference::Commit),
        text().prop_map(GitReference::Name),
    ];
    let secret = prop::option::of(subdomain());
    (super::metadata::any(), text(), reference, secret).prop_map(
        |(metadata, url, reference, secret)| GitRepository {
            metadata,
            url,
            reference,
            secret,
        },
    )
}

pub(crate) fn check(given: &GitRepository) -> TestCaseResult {
    let GitRepository {
        metadata,
        url,
        reference,
        secret,
    } = given;
    let reference = match reference {
        GitReference::Branch(branch) => json!({"branch": branch}),
        GitReference::Tag(tag) => json!({"tag": tag}),
        GitReference::Commit(commit) => json!({"commit": commit}),
        GitReference::Name(name) => json!({"name": name}),
    };
    let secret = secret.as_ref().map(|name| json!({"name": name}));
    let expected = json!({
        "apiVersion": "source.toolkit.fluxcd.io/v1",
        "kind": "GitRepository",
        "metadata": super::metadata::expected(metadata),
        "spec": {"interval": "1m", "url": url, "ref": reference, "secretRef": secret},
    });
    as_written(&given.to_yaml(), expected)
}
