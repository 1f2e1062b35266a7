//! Who may talk to whom.

use crate::scalar::filters;
use askama::Template;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Labels, Manifest, Metadata};
use crate::names::{Cidr, Port};

/// A `NetworkPolicy` for both directions. A direction without a rule is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Template)]
#[template(path = "network-policy.yaml")]
pub struct NetworkPolicy {
    /// Name and labels.
    pub metadata: Metadata,
    /// Labels of the pods that it is for; all pods of the namespace if empty.
    pub pod_selector: Labels,
    /// What may come in.
    pub ingress: Vec<PolicyRule>,
    /// What may go out.
    pub egress: Vec<PolicyRule>,
}

impl NetworkPolicy {
    /// The directions that have a rule, as Kubernetes spells them.
    fn directions(&self) -> impl Iterator<Item = (&'static str, &'static str, &[PolicyRule])> {
        [
            ("ingress", "from", self.ingress.as_slice()),
            ("egress", "to", self.egress.as_slice()),
        ]
        .into_iter()
        .filter(|(_, _, rules)| !rules.is_empty())
    }
}

/// One thing that is allowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PolicyRule {
    /// Why, for the reader.
    pub why: String,
    /// The other side. Never empty: a rule without one would allow everybody.
    pub peers: Vec<Peer>,
    /// The ports; all of them if empty.
    pub ports: Vec<PolicyPort>,
}

/// The other side of a connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Peer {
    /// Pods of the same namespace; all of them if empty.
    Pods(Labels),
    /// Pods of another namespace.
    Namespace {
        /// The namespace's name.
        name: crate::names::Namespace,
        /// Labels of its pods; all of them if empty.
        pods: Labels,
    },
    /// A network.
    Cidr(Cidr),
}

/// A port and its protocol.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct PolicyPort {
    /// The protocol.
    pub protocol: Protocol,
    /// The port.
    pub port: Port,
}

/// A transport protocol.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "UPPERCASE")]
pub enum Protocol {
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
}

impl Protocol {
    /// As Kubernetes spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tcp => "TCP",
            Self::Udp => "UDP",
        }
    }
}

impl Manifest for NetworkPolicy {
    const KIND: &'static str = "NetworkPolicy";

    fn metadata(&self) -> &Metadata {
        &self.metadata
    }
}
