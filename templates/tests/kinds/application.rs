//! What Argo CD keeps in a namespace.

use k8sgen_templates::kind::{Application, ApplicationSource, IgnoredDifference, Manifest};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::{Value, json};

use super::names::{chart_version, namespace, subdomain};
use super::read_back::{as_written, has_comment, unless_empty};
use super::strategies::{list, some, text};

pub(crate) fn any() -> impl Strategy<Value = Application> {
    let git = (text(), text(), text()).prop_map(|(url, revision, path)| ApplicationSource::Git {
        url,
        revision,
        path,
    });
    let chart = (
        text(),
        text(),
        chart_version(),
        text(),
        super::values::any(),
    )
        .prop_map(
            |(repository, chart, version, release, values)| ApplicationSource::Chart {
                repository,
                chart,
                version,
                release,
                values,
            },
        );
    let ignored = (text(), text(), text(), text(), some(text())).prop_map(
        |(why, group, kind, name, paths)| IgnoredDifference {
            why,
            group,
            kind,
            name,
            paths,
        },
    );
    (
        text(),
        super::metadata::any(),
        subdomain(),
        prop_oneof![git, chart],
        namespace(),
        prop::bool::ANY,
        list(ignored),
    )
        .prop_map(
            |(
                about,
                metadata,
                project,
                source,
                namespace,
                create_namespace,
                ignore_differences,
            )| {
                Application {
                    about,
                    metadata,
                    project,
                    source,
                    namespace,
                    create_namespace,
                    ignore_differences,
                }
            },
        )
}

pub(crate) fn check(given: &Application) -> TestCaseResult {
    let Application {
        about,
        metadata,
        project,
        source,
        namespace,
        create_namespace,
        ignore_differences,
    } = given;
    let source = match source {
        ApplicationSource::Git {
            url,
            revision,
            path,
        } => {
            json!({"repoURL": url, "targetRevision": revision, "path": path})
        }
        ApplicationSource::Chart {
            repository,
            chart,
            version,
            release,
            values,
        } => {
            let values = unless_empty(super::values::expected(values));
            let helm = json!({"releaseName": release, "valuesObject": values});
            json!({"repoURL": repository, "chart": chart, "targetRevision": version, "helm": helm})
        }
    };
    let ignored: Vec<Value> = ignore_differences
        .iter()
        .map(
            |IgnoredDifference {
                 why: _,
                 group,
                 kind,
                 name,
                 paths,
             }| {
                json!({"group": group, "kind": kind, "name": name, "jqPathExpressions": paths})
            },
        )
        .collect();
    let mut options = vec![
        format!("CreateNamespace={create_namespace}"),
        "ServerSideApply=true".to_owned(),
        "PruneLast=true".to_owned(),
    ];
    if !ignored.is_empty() {
        options.push("RespectIgnoreDifferences=true".to_owned());
    }
    let backoff = json!({"duration": "10s", "factor": 2, "maxDuration": "3m"});
    let expected = json!({
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": super::metadata::expected(metadata),
        "spec": {
            "project": project,
            "source": source,
            "destination": {"server": "https://kubernetes.default.svc", "namespace": namespace},
            "ignoreDifferences": unless_empty(ignored),
            "syncPolicy": {
                "automated": {"prune": true, "selfHeal": true},
                "syncOptions": options,
                "retry": {"limit": 5, "backoff": backoff},
            },
        },
    });
    let yaml = given.to_yaml();
    as_written(&yaml, expected)?;
    has_comment(&yaml, about)?;
    for ignored in ignore_differences {
        has_comment(&yaml, &ignored.why)?;
    }
    Ok(())
}
