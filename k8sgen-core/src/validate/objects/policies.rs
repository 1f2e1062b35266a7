//! Network policies: which pods they isolate, and what they let through.

use std::collections::HashMap;

use super::labels::Labels;
use super::selector::Selector;
use super::service::{container_port, protocol};
use super::workload::Workload;
use crate::validate::document::Document;
use crate::validate::scope::Scope;
use crate::yaml::{Mark, Node};

/// The label that Kubernetes gives each namespace: its name.
const NAMESPACE_NAME: &str = "kubernetes.io/metadata.name";

/// A way of the traffic, as a pod sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Into the pod.
    Ingress,
    /// Out of the pod.
    Egress,
}

impl Direction {
    /// As `policyTypes` calls it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ingress => "Ingress",
            Self::Egress => "Egress",
        }
    }

    /// The field with its rules.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Ingress => "ingress",
            Self::Egress => "egress",
        }
    }

    /// The field of a rule that says with whom.
    #[must_use]
    pub const fn peers(self) -> &'static str {
        match self {
            Self::Ingress => "from",
            Self::Egress => "to",
        }
    }
}

/// Whether something gets through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It does.
    Allowed,
    /// It does not.
    Denied,
    /// That depends on what the files do not say: addresses, labels of other namespaces.
    Unknown,
}

/// A network policy.
#[derive(Debug, Clone)]
pub struct Policy<'a> {
    /// The object.
    pub document: &'a Document,
    /// Which pods it is for.
    pub selector: Selector<'a>,
}

/// A rule of a network policy: with whom, and on which ports.
#[derive(Debug, Clone, Copy)]
pub struct PolicyRule<'a> {
    /// Its values.
    pub node: &'a Node,
    /// Of which side it is.
    pub direction: Direction,
}

impl<'a> Policy<'a> {
    fn of(document: &'a Document) -> Option<Self> {
        let is_policy =
            document.kind() == "NetworkPolicy" && document.group() == "networking.k8s.io";
        let spec = document.at(["spec"]).filter(|_| is_policy)?;
        let selector = Selector::of(spec.at(["podSelector"]).unwrap_or(spec));
        Some(Self { document, selector })
    }

    /// What it lists in `policyTypes`; nothing if it has no such list.
    #[must_use]
    pub fn types(&self) -> Option<&'a [Node]> {
        self.document.at(["spec", "policyTypes"]).map(Node::items)
    }

    /// `NetworkPolicy web`: for a message.
    #[must_use]
    pub fn title(&self) -> String {
        format!("NetworkPolicy `{}`", self.document.name())
    }

    /// Where it says that it isolates pods in one direction.
    #[must_use]
    pub fn mark(&self, direction: Direction) -> Mark {
        let types = self.types().unwrap_or_default().iter();
        let mut named = types.filter(|kind| kind.text() == Some(direction.as_str()));
        match named.next() {
            Some(kind) => kind.mark,
            None => self.document.node.deepest(["spec", direction.field()]).mark,
        }
    }

    /// The rules that are written down, whether they count or not.
    pub fn written(&self, direction: Direction) -> impl Iterator<Item = PolicyRule<'a>> + use<'a> {
        let rules = self.document.at(["spec", direction.field()]);
        let rules = rules.map_or(&[][..], Node::items);
        rules.iter().map(move |node| PolicyRule { node, direction })
    }

    /// Whether only what some policy allows goes this way. Without `policyTypes` a policy is for what comes in, and
    /// for what goes out if it has a rule for that.
    #[must_use]
    pub fn isolates(&self, direction: Direction) -> bool {
        match self.types() {
            Some(types) => types
                .iter()
                .any(|kind| kind.text() == Some(direction.as_str())),
            None => direction == Direction::Ingress || self.written(direction).next().is_some(),
        }
    }

    /// The rules that count.
    pub fn rules(&self, direction: Direction) -> impl Iterator<Item = PolicyRule<'a>> + use<'a> {
        let isolates = self.isolates(direction);
        self.written(direction).filter(move |_| isolates)
    }
}

impl<'a> PolicyRule<'a> {
    /// With whom; with everyone, if there are none.
    #[must_use]
    pub fn peers(&self) -> &'a [Node] {
        let peers = self.node.at([self.direction.peers()]);
        peers.map_or(&[][..], Node::items)
    }

    /// On which ports; on all, if there are none.
    #[must_use]
    pub fn ports(&self) -> &'a [Node] {
        self.node.at(["ports"]).map_or(&[][..], Node::items)
    }

    /// Whether it opens a port of these pods.
    #[must_use]
    pub fn opens(&self, pods: &Workload<'a>, port: u16) -> bool {
        let opens = |entry: &Node| {
            let number = |field: &str| entry.at([field])?.text()?.parse::<u16>().ok();
            let Some(name) = entry.at(["port"]).and_then(Node::text) else {
                return true;
            };
            match number("port") {
                Some(first) => (first..=number("endPort").unwrap_or(first)).contains(&port),
                None => container_port(pods, name, protocol(entry)) == Some(port),
            }
        };
        let is_tcp = |entry: &&Node| protocol(entry) == "TCP";
        self.ports().is_empty() || self.ports().iter().filter(is_tcp).any(opens)
    }
}

/// Whether a peer is everyone: every address, or every pod of the cluster.
#[must_use]
pub fn covers_everyone(peer: &Node) -> bool {
    let is_empty = |field: &str| {
        let selector = peer.at([field]).map(Selector::of);
        selector.map(|selector| selector.is_empty())
    };
    if let Some(block) = peer.at(["ipBlock"]) {
        let cidr = block.at(["cidr"]).and_then(Node::text);
        let but = block.at(["except"]).map_or(&[][..], Node::items);
        return matches!(cidr, Some("0.0.0.0/0" | "::/0")) && but.is_empty();
    }
    is_empty("namespaceSelector") == Some(true) && is_empty("podSelector") != Some(false)
}

/// The network policies that are applied together.
#[derive(Debug, Default)]
pub struct Policies<'a> {
    all: Vec<Policy<'a>>,
    /// The numbers of those that select the pods of a workload, by its key.
    of_pods: HashMap<usize, Vec<usize>>,
    namespaces: HashMap<&'a str, Labels<'a>>,
    /// Whether there are policies of another kind, such as Cilium's, that allow what these do not.
    pub has_others: bool,
}

/// Whether the network of these pods is not their node's: policies are for no others.
fn has_own_network(workload: &Workload<'_>) -> bool {
    let host = workload.spec.at(["hostNetwork"]).and_then(Node::text);
    host.is_none_or(|host| host == "false")
}

impl<'a> Policies<'a> {
    /// Of a scope.
    #[must_use]
    pub fn of(scope: &Scope<'a>) -> Self {
        let mut policies = Self::default();
        for document in scope.documents() {
            if document.kind() == "Namespace" {
                policies
                    .namespaces
                    .insert(document.name(), Labels::of(&document.node));
            }
            let is_other = matches!(
                document.group(),
                "cilium.io"
                    | "crd.projectcalico.org"
                    | "projectcalico.org"
                    | "policy.networking.k8s.io"
            );
            policies.has_others |= is_other;
            let Some(policy) = Policy::of(document) else {
                continue;
            };
            let workloads = scope.all_workloads();
            for workload in workloads.selected(document.namespace(), &policy.selector) {
                if has_own_network(workload) && scope.has_both(document, workload.document) {
                    let of_pods = policies.of_pods.entry(workload.key()).or_default();
                    of_pods.push(policies.all.len());
                }
            }
            policies.all.push(policy);
        }
        policies
    }

    /// All of them.
    #[must_use]
    pub fn as_slice(&self) -> &[Policy<'a>] {
        &self.all
    }

    /// The labels of a namespace that is written down.
    #[must_use]
    pub fn namespace(&self, name: &str) -> Option<Labels<'a>> {
        self.namespaces.get(name).copied()
    }

    /// Those that isolate these pods in one direction; none, and everything gets through.
    pub fn isolating(
        &self,
        pods: &Workload<'a>,
        direction: Direction,
    ) -> impl Iterator<Item = &Policy<'a>> {
        let numbers = self.of_pods.get(&pods.key());
        let numbers = numbers.map_or(&[][..], Vec::as_slice).iter();
        numbers
            .map(|number| &self.all[*number])
            .filter(move |policy| policy.isolates(direction))
    }

    /// Whether `caller` gets to a TCP port of `target`, as far as the policies of one side say.
    #[must_use]
    pub fn judge(
        &self,
        direction: Direction,
        caller: &Workload<'a>,
        target: &Workload<'a>,
        port: u16,
    ) -> Verdict {
        let (own, other) = match direction {
            Direction::Ingress => (target, caller),
            Direction::Egress => (caller, target),
        };
        let mut verdict = None;
        for policy in self.isolating(own, direction) {
            let opening = policy
                .rules(direction)
                .filter(|rule| rule.opens(target, port));
            for rule in opening {
                let matches = |peer| self.is_meant(peer, policy, other);
                let of_rule = match rule.peers() {
                    [] => Verdict::Allowed,
                    peers if peers.iter().any(|peer| matches(peer) == Some(true)) => {
                        Verdict::Allowed
                    }
                    peers if peers.iter().any(|peer| matches(peer).is_none()) => Verdict::Unknown,
                    _ => Verdict::Denied,
                };
                match of_rule {
                    Verdict::Allowed => return Verdict::Allowed,
                    Verdict::Unknown => verdict = Some(Verdict::Unknown),
                    Verdict::Denied => {}
                }
            }
            let is_known = policy.selector.is_known && !self.has_others;
            let otherwise = if is_known {
                Verdict::Denied
            } else {
                Verdict::Unknown
            };
            verdict = match verdict {
                Some(Verdict::Unknown) => Some(Verdict::Unknown),
                _ => Some(otherwise),
            };
        }
        // Pods in their node's network come from its address.
        if verdict == Some(Verdict::Denied) && !has_own_network(other) {
            return Verdict::Unknown;
        }
        verdict.unwrap_or(Verdict::Allowed)
    }

    /// Whether a peer of a policy's rule is these pods; nothing if that is not known.
    #[must_use]
    pub fn is_meant(
        &self,
        peer: &'a Node,
        policy: &Policy<'a>,
        pods: &Workload<'a>,
    ) -> Option<bool> {
        let selector = |field: &str| peer.at([field]).map(Selector::of);
        if peer.at(["ipBlock"]).is_some() {
            return None;
        }
        if let Some(of_pods) = selector("podSelector")
            && of_pods.misses(pods.labels()).is_some()
        {
            return Some(false);
        }
        let is_known = selector("podSelector").is_none_or(|of_pods| of_pods.is_known);
        let in_namespace = match selector("namespaceSelector") {
            Some(of_namespaces) => self.is_in(&of_namespaces, pods.namespace()),
            None => match (policy.document.namespace(), pods.namespace()) {
                (None, Some(_)) | (Some(_), None) => None,
                (own, other) => Some(own == other),
            },
        };
        match in_namespace {
            Some(true) if !is_known => None,
            in_namespace => in_namespace,
        }
    }

    /// Whether a selector fits a namespace. Of one that is not written down only the name is known.
    fn is_in(&self, selector: &Selector<'a>, namespace: Option<&'a str>) -> Option<bool> {
        if selector.is_empty() {
            return Some(true);
        }
        let name = namespace.filter(|_| selector.is_known)?;
        let labels = self.namespace(name);
        if labels.is_none() && selector.keys().any(|key| key != NAMESPACE_NAME) {
            return None;
        }
        let label = |key: &str| match key {
            NAMESPACE_NAME => Some(name),
            key => labels?.get(key),
        };
        Some(selector.misses_where(label).is_none())
    }
}
