//! One namespace, read from its manifests: its pods, and the policies that are about them.

use std::collections::BTreeSet;
use std::net::IpAddr;

use k8s_openapi::api::apps::v1::Deployment;
use k8s_openapi::api::core::v1::Namespace;
use k8s_openapi::api::networking::v1::NetworkPolicy;
use serde::de::DeserializeOwned;

use super::policy::{End, Labels, Pod, Target, allows};
use crate::harness::manifest::{self, Manifest};

/// The pods and policies of one namespace.
pub(super) struct Cluster {
    pub(super) policies: Vec<NetworkPolicy>,
    /// One of each Deployment, by its name.
    pub(super) pods: Vec<(String, Pod)>,
}

impl Cluster {
    /// The namespace that these manifests make.
    pub(super) fn of(manifests: &[Manifest]) -> Self {
        let namespaces: Vec<Namespace> = all(manifests, "Namespace");
        let [namespace] = namespaces.as_slice() else {
            panic!("one Namespace, not {}", namespaces.len());
        };
        let namespace_name = namespace.metadata.name.clone().expect("a name");
        let mut namespace_labels = namespace.metadata.labels.clone().unwrap_or_default();
        // Kubernetes labels every namespace so.
        namespace_labels.insert(
            "kubernetes.io/metadata.name".to_owned(),
            namespace_name.clone(),
        );
        let deployments: Vec<Deployment> = all(manifests, "Deployment");
        let pods = deployments.into_iter().map(|deployment| {
            let template = deployment.spec.template;
            let pod = template.spec.expect("a pod");
            let ports = pod
                .containers
                .into_iter()
                .filter_map(|container| container.ports);
            let ports = ports
                .flatten()
                .filter_map(|port| Some((port.name?, port.container_port)));
            let pod = Pod {
                namespace: namespace_name.clone(),
                namespace_labels: namespace_labels.clone(),
                labels: template
                    .metadata
                    .and_then(|data| data.labels)
                    .unwrap_or_default(),
                ports: ports.collect(),
            };
            (deployment.metadata.name.expect("a name"), pod)
        });
        Self {
            pods: pods.collect(),
            policies: all(manifests, "NetworkPolicy"),
        }
    }

    /// A pod, at an address if that is looked at.
    pub(super) fn pod(&self, name: &str, address: Option<IpAddr>) -> End {
        let pod = self.pods.iter().find(|(pod, _)| pod == name);
        let pod = pod.map(|(_, pod)| pod.clone());
        assert!(pod.is_some(), "{name} has pods");
        End { pod, address }
    }

    /// Whether `from` can connect to `to`.
    pub(super) fn allows(&self, from: &End, to: &End, protocol: &'static str, port: i32) -> bool {
        allows(&self.policies, from, to, Target { protocol, port })
    }

    /// Names of those who can connect to a TCP port of an address.
    pub(super) fn who_reaches(&self, address: &str, port: i32) -> BTreeSet<&str> {
        let to = outside(address);
        let names = self.pods.iter().map(|(name, _)| name.as_str());
        names
            .filter(|name| self.allows(&self.pod(name, None), &to, "TCP", port))
            .collect()
    }

    /// Names of those whom an address can connect to, on their own port.
    pub(super) fn whom_reaches(&self, address: &str) -> BTreeSet<&str> {
        let from = outside(address);
        let pods = self.pods.iter();
        pods.filter(|(name, pod)| {
            let to = self.pod(name, None);
            self.allows(&from, &to, "TCP", pod.ports["http"])
        })
        .map(|(name, _)| name.as_str())
        .collect()
    }
}

fn all<K: DeserializeOwned>(manifests: &[Manifest], kind: &str) -> Vec<K> {
    let manifests = manifest::of_kind(manifests, kind).into_iter();
    manifests
        .map(|manifest| serde_json::from_value(manifest.0.clone()).expect(kind))
        .collect()
}

/// A pod of another namespace, with one label.
pub(super) fn other_pod(namespace: &str, key: &str, value: &str) -> End {
    let label = |key: &str, value: &str| Labels::from([(key.to_owned(), value.to_owned())]);
    let pod = Pod {
        namespace: namespace.to_owned(),
        namespace_labels: label("kubernetes.io/metadata.name", namespace),
        labels: label(key, value),
        ports: std::collections::BTreeMap::new(),
    };
    End {
        pod: Some(pod),
        address: None,
    }
}

/// An address that is no pod's.
pub(super) fn outside(address: &str) -> End {
    let address = Some(address.parse().expect("an address"));
    End { pod: None, address }
}
