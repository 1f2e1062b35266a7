//! A Helm chart that Flux installs.

use k8sgen_templates::kind::{HelmRelease, Manifest};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::json;

use super::names::{chart_version, namespace, subdomain};
use super::read_back::{as_written, has_comment, unless_empty};
use super::strategies::text;

pub(crate) fn any() -> impl Strategy<Value = HelmRelease> {
    (
        text(),
        super::metadata::any(),
        text(),
        chart_version(),
        subdomain(),
        namespace(),
        prop::bool::ANY,
        super::values::any(),
    )
        .prop_map(
            |(about, metadata, chart, version, repository, namespace, create_namespace, values)| {
                HelmRelease {
                    about,
                    metadata,
                    chart,
                    version,
                    repository,
                    namespace,
                    create_namespace,
                    values,
                }
            },
        )
}

pub(crate) fn check(given: &HelmRelease) -> TestCaseResult {
    let HelmRelease {
        about,
        metadata,
        chart,
        version,
        repository,
        namespace,
        create_namespace,
        values,
    } = given;
    let source = json!({"kind": "HelmRepository", "name": repository});
    let chart = json!({"chart": chart, "version": version, "sourceRef": source});
    let expected = json!({
        "apiVersion": "helm.toolkit.fluxcd.io/v2",
        "kind": "HelmRelease",
        "metadata": super::metadata::expected(metadata),
        "spec": {
            "interval": "30m",
            "timeout": "10m",
            "releaseName": metadata.name,
            "targetNamespace": namespace,
            "chart": {"spec": chart},
            "install": {
                "crds": "CreateReplace",
                "createNamespace": create_namespace,
                "remediation": {"retries": 3},
            },
            "upgrade": {"crds": "CreateReplace", "remediation": {"retries": 3}},
            "driftDetection": {"mode": "enabled"},
            "values": unless_empty(super::values::expected(values)),
        },
    });
    let yaml = given.to_yaml();
    as_written(&yaml, expected)?;
    has_comment(&yaml, about)
}
