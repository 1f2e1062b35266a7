//! What NetworkPolicies allow, as Kubernetes defines it.
//!
//! A pod that no policy selects for a direction is open in it. One that is selected is open only to what
//! some rule of some of those policies names. A connection needs both: the caller's egress and the
//! callee's ingress. An address outside of the cluster has no policies.

use std::collections::BTreeMap;
use std::net::IpAddr;

use ipnet::IpNet;
use k8s_openapi::api::networking::v1::{
    NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// Keys and values.
pub(super) type Labels = BTreeMap<String, String>;

/// One end of a connection.
#[derive(Debug, Clone)]
pub(super) struct End {
    /// The pod, if it is one.
    pub(super) pod: Option<Pod>,
    /// Its address; none for a pod whose address is not looked at.
    pub(super) address: Option<IpAddr>,
}

/// A pod.
#[derive(Debug, Clone)]
pub(super) struct Pod {
    pub(super) namespace: String,
    pub(super) namespace_labels: Labels,
    pub(super) labels: Labels,
    /// Its ports by name.
    pub(super) ports: BTreeMap<String, i32>,
}

/// What a connection goes to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target {
    pub(super) protocol: &'static str,
    pub(super) port: i32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Ingress,
    Egress,
}

/// Whether `from` can connect to `to`.
pub(super) fn allows(policies: &[NetworkPolicy], from: &End, to: &End, target: Target) -> bool {
    let way = |own: &End, other: &End, direction| {
        is_open(policies, own, direction, |peers, ports| {
            names_peer(peers, own, other) && names_port(ports, to, target)
        })
    };
    way(from, to, Direction::Egress) && way(to, from, Direction::Ingress)
}

/// Whether `own` is open in a direction: no policy selects it, or a rule matches.
fn is_open(
    policies: &[NetworkPolicy],
    own: &End,
    direction: Direction,
    matches: impl Fn(&[NetworkPolicyPeer], &[NetworkPolicyPort]) -> bool,
) -> bool {
    let Some(pod) = &own.pod else { return true };
    let mut selecting = policies
        .iter()
        .filter(|policy| policy.metadata.namespace.as_ref() == Some(&pod.namespace))
        .filter_map(|policy| policy.spec.as_ref())
        .filter(|spec| selects(spec.pod_selector.as_ref(), &pod.labels))
        .filter(|spec| has_direction(spec, direction))
        .peekable();
    if selecting.peek().is_none() {
        return true;
    }
    selecting.any(|spec| match direction {
        Direction::Ingress => spec.ingress.iter().flatten().any(|rule| {
            matches(
                rule.from.as_deref().unwrap_or_default(),
                rule.ports.as_deref().unwrap_or_default(),
            )
        }),
        Direction::Egress => spec.egress.iter().flatten().any(|rule| {
            matches(
                rule.to.as_deref().unwrap_or_default(),
                rule.ports.as_deref().unwrap_or_default(),
            )
        }),
    })
}

/// Without types a policy is about ingress, and about egress if it has such rules.
fn has_direction(spec: &NetworkPolicySpec, direction: Direction) -> bool {
    match (&spec.policy_types, direction) {
        (Some(types), _) => types.contains(&format!("{direction:?}")),
        (None, Direction::Ingress) => true,
        (None, Direction::Egress) => spec.egress.is_some(),
    }
}

/// A rule without peers is about everyone.
fn names_peer(peers: &[NetworkPolicyPeer], own: &End, other: &End) -> bool {
    peers.is_empty() || peers.iter().any(|peer| is_peer(peer, own, other))
}

fn is_peer(peer: &NetworkPolicyPeer, own: &End, other: &End) -> bool {
    if let Some(block) = &peer.ip_block {
        let net = |cidr: &String| cidr.parse::<IpNet>().expect("a CIDR");
        return other.address.is_some_and(|address| {
            let mut except = block.except.iter().flatten();
            net(&block.cidr).contains(&address) && !except.any(|cidr| net(cidr).contains(&address))
        });
    }
    let (Some(own), Some(other)) = (&own.pod, &other.pod) else {
        return false;
    };
    let namespace = match &peer.namespace_selector {
        Some(selector) => selects(Some(selector), &other.namespace_labels),
        None => own.namespace == other.namespace,
    };
    namespace && selects(peer.pod_selector.as_ref(), &other.labels)
}

/// A rule without ports is about all of them.
fn names_port(ports: &[NetworkPolicyPort], to: &End, target: Target) -> bool {
    let is_it = |port: &NetworkPolicyPort| {
        let number = match &port.port {
            None => Some(target.port),
            Some(IntOrString::Int(number)) => Some(*number),
            Some(IntOrString::String(name)) => {
                to.pod.as_ref().and_then(|pod| pod.ports.get(name)).copied()
            }
        };
        let last = port.end_port.or(number);
        port.protocol.as_deref().unwrap_or("TCP") == target.protocol
            && number.is_some_and(|first| first <= target.port)
            && last.is_some_and(|last| target.port <= last)
    };
    ports.is_empty() || ports.iter().any(is_it)
}

/// A selector without conditions selects everything.
fn selects(selector: Option<&LabelSelector>, labels: &Labels) -> bool {
    let Some(selector) = selector else { return true };
    let expressions = selector.match_expressions.as_deref().unwrap_or_default();
    assert!(expressions.is_empty(), "this evaluator knows no expressions");
    let mut pairs = selector.match_labels.iter().flatten();
    pairs.all(|(key, value)| labels.get(key) == Some(value))
}
