//! Who can reach whom: what the network policies allow is what the inventory lists, for every pair.

mod policy;

use std::collections::BTreeSet;
use std::net::IpAddr;

use k8s_openapi::api::apps::v1::Deployment;
use k8s_openapi::api::core::v1::Namespace;
use k8s_openapi::api::networking::v1::NetworkPolicy;
use k8sgen_core::inventory::PolicyMode;
use serde::de::DeserializeOwned;

use self::policy::{End, Labels, Pod, Target, allows};
use crate::harness::builds;
use crate::harness::demo;
use crate::harness::manifest::{self, Manifest};

/// The pods and policies of one namespace.
struct Cluster {
    policies: Vec<NetworkPolicy>,
    pods: Vec<(String, Pod)>,
}

impl Cluster {
    fn of(manifests: &[Manifest]) -> Self {
        let namespaces: Vec<Namespace> = all(manifests, "Namespace");
        let [namespace] = namespaces.as_slice() else {
            panic!("one Namespace, not {}", namespaces.len());
        };
        let namespace_name = namespace.metadata.name.clone().expect("a name");
        let mut namespace_labels = namespace.metadata.labels.clone().unwrap_or_default();
        // Kubernetes labels every namespace so.
        namespace_labels.insert("kubernetes.io/metadata.name".to_owned(), namespace_name.clone());
        let deployments: Vec<Deployment> = all(manifests, "Deployment");
        let pods = deployments.into_iter().map(|deployment| {
            let template = deployment.spec.template;
            let pod = template.spec.expect("a pod");
            let ports = pod.containers.into_iter().flat_map(|container| container.ports);
            let ports = ports.flatten().filter_map(|port| Some((port.name?, port.container_port)));
            let pod = Pod {
                namespace: namespace_name.clone(),
                namespace_labels: namespace_labels.clone(),
                labels: template.metadata.and_then(|data| data.labels).unwrap_or_default(),
                ports: ports.collect(),
            };
            (deployment.metadata.name.expect("a name"), pod)
        });
        Self {
            pods: pods.collect(),
            policies: all(manifests, "NetworkPolicy"),
        }
    }

    fn pod(&self, name: &str, address: Option<IpAddr>) -> End {
        let pod = self.pods.iter().find(|(pod, _)| pod == name);
        let pod = pod.map(|(_, pod)| pod.clone());
        assert!(pod.is_some(), "{name} has pods");
        End { pod, address }
    }

    fn allows(&self, from: &End, to: &End, protocol: &'static str, port: i32) -> bool {
        allows(&self.policies, from, to, Target { protocol, port })
    }

    /// Names of those who can connect to an address, on one of all ports that matter.
    fn who_reaches(&self, address: &str, port: i32) -> BTreeSet<&str> {
        let to = outside(address);
        let names = self.pods.iter().map(|(name, _)| name.as_str());
        names
            .filter(|name| self.allows(&self.pod(name, None), &to, "TCP", port))
            .collect()
    }

    /// Names of those whom an address can connect to.
    fn whom_reaches(&self, address: &str) -> BTreeSet<&str> {
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
fn other_pod(namespace: &str, key: &str, value: &str) -> End {
    let label = |key: &str, value: &str| Labels::from([(key.to_owned(), value.to_owned())]);
    let pod = Pod {
        namespace: namespace.to_owned(),
        namespace_labels: label("kubernetes.io/metadata.name", namespace),
        labels: label(key, value),
        ports: std::collections::BTreeMap::new(),
    };
    End { pod: Some(pod), address: None }
}

/// An address that is no pod's.
fn outside(address: &str) -> End {
    let address = Some(address.parse().expect("an address"));
    End { pod: None, address }
}

/// All pairs of services, a service and itself included: on the callee's port, and on others.
fn check_all_pairs(cluster: &Cluster, mode: PolicyMode) {
    let services = &demo::project().inventory.services;
    assert_eq!(cluster.pods.len(), services.len());
    let mut pairs = 0;
    // Pods have addresses of the private subnets, which some rules name for what is outside of the cluster.
    // Whether such a rule counts for a pod depends on the network plugin; the outcome must not.
    for address in [None, Some(IpAddr::from([10, 0, 17, 5]))] {
        for caller in services.values() {
            for callee in services.values() {
                let from = cluster.pod(caller.name.as_str(), address);
                let to = cluster.pod(callee.name.as_str(), address);
                let port = callee.port.expect("a port").get().into();
                let pair = format!("{} to {}", caller.name, callee.name);
                let (call, other) = match mode {
                    PolicyMode::Strict => (caller.calls.contains(&callee.name), false),
                    PolicyMode::Namespace => (true, true),
                };
                assert_eq!(cluster.allows(&from, &to, "TCP", port), call, "{pair}");
                assert_eq!(cluster.allows(&from, &to, "TCP", port + 1), other, "{pair}, next port");
                assert_eq!(cluster.allows(&from, &to, "UDP", port), other, "{pair}, UDP");
                pairs += 1;
            }
        }
    }
    assert_eq!(pairs, 2 * 400);
}

#[test]
fn all_400_pairs_are_as_the_inventory_says() {
    check_all_pairs(&Cluster::of(demo::base()), PolicyMode::Strict);
}

#[test]
fn all_400_pairs_are_so_in_every_overlay() {
    for build in builds::demo().unwrap_or_default() {
        let environments = &demo::project().inventory.environments;
        let mode = environments.get(build.name.as_str());
        let mode = mode.map_or(PolicyMode::Strict, |environment| environment.network_policies);
        check_all_pairs(&Cluster::of(&build.manifests), mode);
    }
}

#[test]
fn metrics_are_scraped_by_the_scraper_alone() {
    let cluster = Cluster::of(demo::base());
    let scraper = |namespace: &str, name: &str| other_pod(namespace, "app.kubernetes.io/name", name);
    for (name, pod) in &cluster.pods {
        let (to, port) = (cluster.pod(name, None), pod.ports["http"]);
        let reaches = |from: &End, port| cluster.allows(from, &to, "TCP", port);
        assert!(reaches(&scraper("monitoring", "prometheus"), port), "{name}");
        assert!(!reaches(&scraper("monitoring", "prometheus"), port + 1), "{name}");
        assert!(!reaches(&scraper("monitoring", "grafana"), port), "{name}");
        assert!(!reaches(&scraper("elsewhere", "prometheus"), port), "{name}");
    }
}

#[test]
fn everybody_asks_the_clusters_dns() {
    let cluster = Cluster::of(demo::base());
    let dns = |app: &str| other_pod("kube-system", "k8s-app", app);
    for (name, _) in &cluster.pods {
        let pod = cluster.pod(name, None);
        for protocol in ["UDP", "TCP"] {
            assert!(cluster.allows(&pod, &dns("kube-dns"), protocol, 53), "{name}");
            assert!(!cluster.allows(&pod, &dns("other"), protocol, 53), "{name}");
        }
        assert!(!cluster.allows(&pod, &dns("kube-dns"), "TCP", 443), "{name}");
        assert!(!cluster.allows(&dns("kube-dns"), &pod, "TCP", 8080), "{name}");
    }
}

#[test]
fn the_outside_is_open_for_whom_it_is_meant() {
    let cluster = Cluster::of(demo::base());
    let names = |names: &[&'static str]| names.iter().copied().collect::<BTreeSet<_>>();
    // The database and the cache, in the database subnets.
    assert_eq!(cluster.who_reaches("10.0.201.7", 5432), names(&["db-proxy"]));
    assert_eq!(cluster.who_reaches("10.0.202.7", 6379), names(&["cache-manager"]));
    // The broker, in the private subnets, for whom the facts give its address to.
    let inventory = &demo::project().inventory;
    let readers = inventory.services.values();
    let readers = readers.filter(|service| service.secrets.contains_key("rabbitmq-credentials"));
    let readers: BTreeSet<&str> = readers.map(|service| service.name.as_str()).collect();
    assert_eq!(cluster.who_reaches("10.0.33.9", 5671), readers);
    assert!(readers.contains("queue-monitor") && !readers.contains("data-aggregator"));
    // AWS' own addresses.
    assert_eq!(cluster.who_reaches("52.216.0.1", 443), names(&["image-processor"]));
    assert_eq!(cluster.who_reaches("52.216.0.1", 80), names(&[]));
    assert_eq!(cluster.who_reaches("10.0.201.7", 22), names(&[]));
}

#[test]
fn the_load_balancer_reaches_three_services_and_nobody_else_reaches_any() {
    let cluster = Cluster::of(demo::base());
    let public = BTreeSet::from(["admin-dashboard", "api-gateway", "web-ui"]);
    for address in ["10.0.101.4", "10.0.102.4", "10.0.103.4"] {
        assert_eq!(cluster.whom_reaches(address), public, "{address}");
    }
    for address in ["10.0.201.4", "10.0.17.5", "8.8.8.8"] {
        assert_eq!(cluster.whom_reaches(address), BTreeSet::new(), "{address}");
    }
}

#[test]
fn the_evaluator_tells_open_from_closed() {
    let mut cluster = Cluster::of(demo::base());
    let (from, to) = (cluster.pod("web-ui", None), cluster.pod("db-proxy", None));
    let policies = std::mem::take(&mut cluster.policies);
    assert!(cluster.allows(&from, &to, "TCP", 1), "nothing closes it");
    // Each side closes by itself.
    for one in ["web-ui", "db-proxy"] {
        let one = policies
            .iter()
            .find(|policy| policy.metadata.name.as_deref() == Some(one));
        cluster.policies = one.cloned().into_iter().collect();
        assert!(!cluster.allows(&from, &to, "TCP", 5433));
    }
}
