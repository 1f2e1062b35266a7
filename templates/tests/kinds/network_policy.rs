//! Who may talk to whom.

use k8s_openapi::api::networking::v1;
use k8sgen_templates::kind::{Manifest, NetworkPolicy, Peer, PolicyPort, PolicyRule, Protocol};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestCaseResult;
use serde_json::{Value, json};

use super::names::{cidr, labels, namespace, port};
use super::read_back::{as_kubernetes, has_comment, unless_empty};
use super::strategies::{list, some, text};

pub(crate) fn any() -> impl Strategy<Value = NetworkPolicy> {
    (
        super::metadata::any(),
        labels(),
        list(any_rule()),
        list(any_rule()),
    )
        .prop_map(|(metadata, pod_selector, ingress, egress)| NetworkPolicy {
            metadata,
            pod_selector,
            ingress,
            egress,
        })
}

fn any_rule() -> impl Strategy<Value = PolicyRule> {
    let peer = prop_oneof![
        labels().prop_map(Peer::Pods),
        (namespace(), labels()).prop_map(|(name, pods)| Peer::Namespace { name, pods }),
        cidr().prop_map(Peer::Cidr),
    ];
    let port = (select(&[Protocol::Tcp, Protocol::Udp]), port())
        .prop_map(|(protocol, port)| PolicyPort { protocol, port });
    (text(), some(peer), list(port)).prop_map(|(why, peers, ports)| PolicyRule {
        why,
        peers,
        ports,
    })
}

pub(crate) fn check(given: &NetworkPolicy) -> TestCaseResult {
    let NetworkPolicy {
        metadata,
        pod_selector,
        ingress,
        egress,
    } = given;
    let expected = json!({
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": super::metadata::expected(metadata),
        "spec": {
            "podSelector": {"matchLabels": unless_empty(pod_selector)},
            "policyTypes": ["Ingress", "Egress"],
            "ingress": unless_empty(rules(ingress, "from")),
            "egress": unless_empty(rules(egress, "to")),
        },
    });
    as_kubernetes::<v1::NetworkPolicy>(given, expected)?;
    let yaml = given.to_yaml();
    for rule in ingress.iter().chain(egress) {
        has_comment(&yaml, &rule.why)?;
    }
    Ok(())
}

fn rules(given: &[PolicyRule], side: &str) -> Vec<Value> {
    let rule = |PolicyRule {
                    why: _,
                    peers,
                    ports,
                }: &PolicyRule| {
        let ports = ports.iter().map(|PolicyPort { protocol, port }| {
            let protocol = match protocol {
                Protocol::Tcp => "TCP",
                Protocol::Udp => "UDP",
            };
            json!({"protocol": protocol, "port": port.get()})
        });
        json!({
            side: peers.iter().map(peer).collect::<Vec<_>>(),
            "ports": unless_empty(ports.collect::<Vec<_>>()),
        })
    };
    given.iter().map(rule).collect()
}

fn peer(given: &Peer) -> Value {
    match given {
        Peer::Pods(pods) => json!({"podSelector": {"matchLabels": unless_empty(pods)}}),
        Peer::Namespace { name, pods } => {
            let own = json!({"matchLabels": {"kubernetes.io/metadata.name": name}});
            let pods = (!pods.is_empty()).then(|| json!({"matchLabels": pods}));
            json!({"namespaceSelector": own, "podSelector": pods})
        }
        Peer::Cidr(cidr) => json!({"ipBlock": {"cidr": cidr}}),
    }
}
