//! Every document of the golden repository is what Kubernetes' own types say, to the last field.

use std::collections::BTreeSet;

use k8s_openapi::api::{apps, autoscaling, core, networking, policy, rbac};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::harness::{demo, manifest};

/// What `k8s-openapi` has no type for: custom resources, and what only kustomize reads. kubeconform
/// checks the first, kustomize the second.
const ELSEWHERE: [(&str, &str); 5] = [
    ("argoproj.io/v1alpha1", "AppProject"),
    ("argoproj.io/v1alpha1", "Application"),
    ("external-secrets.io/v1", "ExternalSecret"),
    ("external-secrets.io/v1", "SecretStore"),
    ("kustomize.config.k8s.io/v1beta1", "Kustomization"),
];

/// A document as its type reads it and writes it again; none if there is no type for it.
fn read_back(api_version: &str, kind: &str, document: &Value) -> Option<Value> {
    let read: fn(&Value) -> Value = match (api_version, kind) {
        ("apps/v1", "Deployment") => through::<apps::v1::Deployment>,
        ("autoscaling/v2", "HorizontalPodAutoscaler") => {
            through::<autoscaling::v2::HorizontalPodAutoscaler>
        }
        ("networking.k8s.io/v1", "Ingress") => through::<networking::v1::Ingress>,
        ("networking.k8s.io/v1", "NetworkPolicy") => through::<networking::v1::NetworkPolicy>,
        ("policy/v1", "PodDisruptionBudget") => through::<policy::v1::PodDisruptionBudget>,
        ("rbac.authorization.k8s.io/v1", "Role") => through::<rbac::v1::Role>,
        ("rbac.authorization.k8s.io/v1", "RoleBinding") => through::<rbac::v1::RoleBinding>,
        ("v1", "ConfigMap") => through::<core::v1::ConfigMap>,
        ("v1", "Namespace") => through::<core::v1::Namespace>,
        ("v1", "Service") => through::<core::v1::Service>,
        ("v1", "ServiceAccount") => through::<core::v1::ServiceAccount>,
        _ => return None,
    };
    Some(read(document))
}

/// A field that the type does not know is lost on the way, and one of another type is an error.
fn through<K: DeserializeOwned + Serialize>(document: &Value) -> Value {
    let typed: K = serde_json::from_value(document.clone())
        .unwrap_or_else(|error| panic!("{error}\n{document:#}"));
    serde_json::to_value(typed).expect("JSON")
}

#[test]
fn every_document_is_of_its_type() {
    let mut elsewhere = BTreeSet::new();
    for (path, text) in demo::golden_files().yaml() {
        for manifest in manifest::of_text(text) {
            let (version, kind) = (manifest.api_version(), manifest.kind());
            match read_back(version, kind, &manifest.0) {
                Some(typed) => assert_eq!(typed, manifest.0, "{path}: {}", manifest.id()),
                None => {
                    elsewhere.insert((version.to_owned(), kind.to_owned()));
                }
            }
        }
    }
    let expected = ELSEWHERE.map(|(version, kind)| (version.to_owned(), kind.to_owned()));
    assert_eq!(elsewhere, BTreeSet::from(expected));
}

#[test]
fn an_unknown_field_is_noticed_at_any_depth() {
    let deployment = manifest::find(demo::base(), "Deployment", "web-ui").expect("a Deployment");
    for pointer in [
        "",
        "/spec",
        "/spec/template/spec/containers/0/livenessProbe",
    ] {
        let mut document = deployment.clone();
        document.pointer_mut(pointer).expect("a mapping")["replica"] = 1.into();
        let typed = read_back("apps/v1", "Deployment", &document);
        assert_ne!(typed, Some(document), "{pointer}");
    }
}

#[test]
fn no_document_of_the_base_is_there_twice() {
    let mut seen = BTreeSet::new();
    for manifest in demo::base() {
        assert!(seen.insert(manifest.id()), "{}", manifest.id());
    }
}
