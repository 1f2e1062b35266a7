//! Who can reach whom: what the network policies allow is what the inventory lists, for every pair.

mod cluster;
mod policy;

use std::collections::BTreeSet;
use std::net::IpAddr;

use k8sgen_core::inventory::PolicyMode;

use self::cluster::{Cluster, other_pod};
use self::policy::End;
use crate::harness::builds;
use crate::harness::demo;

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
                let port = callee.main_port().expect("a port").port.get().into();
                let pair = format!("{} to {}", caller.name, callee.name);
                let (call, other) = match mode {
                    PolicyMode::Strict => (caller.calls.contains(&callee.name), false),
                    PolicyMode::Namespace => (true, true),
                };
                assert_eq!(cluster.allows(&from, &to, "TCP", port), call, "{pair}");
                assert_eq!(
                    cluster.allows(&from, &to, "TCP", port + 1),
                    other,
                    "{pair}, next port"
                );
                assert_eq!(
                    cluster.allows(&from, &to, "UDP", port),
                    other,
                    "{pair}, UDP"
                );
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
        let mode = mode.map_or(PolicyMode::Strict, |environment| {
            environment.network_policies
        });
        check_all_pairs(&Cluster::of(&build.manifests), mode);
    }
}

#[test]
fn metrics_are_scraped_by_the_scraper_alone() {
    let cluster = Cluster::of(demo::base());
    let scraper =
        |namespace: &str, name: &str| other_pod(namespace, "app.kubernetes.io/name", name);
    for (name, pod) in &cluster.pods {
        let (to, port) = (cluster.pod(name, None), pod.ports["http"]);
        let reaches = |from: &End, port| cluster.allows(from, &to, "TCP", port);
        assert!(
            reaches(&scraper("monitoring", "prometheus"), port),
            "{name}"
        );
        assert!(
            !reaches(&scraper("monitoring", "prometheus"), port + 1),
            "{name}"
        );
        assert!(!reaches(&scraper("monitoring", "grafana"), port), "{name}");
        assert!(
            !reaches(&scraper("elsewhere", "prometheus"), port),
            "{name}"
        );
    }
}

#[test]
fn everybody_asks_the_clusters_dns() {
    let cluster = Cluster::of(demo::base());
    let dns = |app: &str| other_pod("kube-system", "k8s-app", app);
    for (name, _) in &cluster.pods {
        let pod = cluster.pod(name, None);
        for protocol in ["UDP", "TCP"] {
            assert!(
                cluster.allows(&pod, &dns("kube-dns"), protocol, 53),
                "{name}"
            );
            assert!(!cluster.allows(&pod, &dns("other"), protocol, 53), "{name}");
        }
        assert!(
            !cluster.allows(&pod, &dns("kube-dns"), "TCP", 443),
            "{name}"
        );
        assert!(
            !cluster.allows(&dns("kube-dns"), &pod, "TCP", 8080),
            "{name}"
        );
    }
}

#[test]
fn the_outside_is_open_for_whom_it_is_meant() {
    let cluster = Cluster::of(demo::base());
    let names = |names: &[&'static str]| names.iter().copied().collect::<BTreeSet<_>>();
    // The database and the cache, in the database subnets.
    assert_eq!(
        cluster.who_reaches("10.0.201.7", 5432),
        names(&["db-proxy"])
    );
    assert_eq!(
        cluster.who_reaches("10.0.202.7", 6379),
        names(&["cache-manager"])
    );
    // The broker, in the private subnets, for whom the facts give its address to.
    let inventory = &demo::project().inventory;
    let readers = inventory.services.values();
    let readers = readers.filter(|service| service.secrets.contains_key("rabbitmq-credentials"));
    let readers: BTreeSet<&str> = readers.map(|service| service.name.as_str()).collect();
    assert_eq!(cluster.who_reaches("10.0.33.9", 5671), readers);
    assert!(readers.contains("queue-monitor") && !readers.contains("data-aggregator"));
    // AWS' own addresses.
    assert_eq!(
        cluster.who_reaches("52.216.0.1", 443),
        names(&["image-processor"])
    );
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
