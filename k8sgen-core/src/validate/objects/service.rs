//! The ports of Services, and of the pods behind them.

use super::workload::Workload;
use crate::validate::document::Document;
use crate::yaml::Node;

/// A port of a Service.
#[derive(Debug, Clone, Copy)]
pub struct ServicePort<'a> {
    /// Its entry in `ports`.
    pub node: &'a Node,
    /// Its number.
    pub number: u16,
}

/// The ports of a Service whose numbers are known.
pub fn ports(service: &Document) -> impl Iterator<Item = ServicePort<'_>> {
    let ports = service.at(["spec", "ports"]).map_or(&[][..], Node::items);
    ports.iter().filter_map(|node| {
        let number = node.at(["port"])?.text()?.parse().ok()?;
        Some(ServicePort { node, number })
    })
}

impl<'a> ServicePort<'a> {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> Option<&'a str> {
        self.node.at(["name"])?.text()
    }

    /// `TCP` if it does not say.
    #[must_use]
    pub fn protocol(&self) -> &'a str {
        protocol(self.node)
    }

    /// The port of these pods that it leads to; nothing if they have none of that name.
    #[must_use]
    pub fn target(&self, pods: &Workload<'a>) -> Option<u16> {
        match self.node.at(["targetPort"]).and_then(Node::text) {
            None => Some(self.number),
            Some(text) => match text.parse() {
                Ok(number) => Some(number),
                Err(_) => container_port(pods, text, self.protocol()),
            },
        }
    }
}

/// The protocol that something with ports says; `TCP` if it says none.
pub(super) fn protocol(node: &Node) -> &str {
    let protocol = node.at(["protocol"]).and_then(Node::text);
    protocol.unwrap_or("TCP")
}

/// The number of the port that a container of these pods gives this name.
#[must_use]
pub fn container_port(pods: &Workload<'_>, name: &str, of: &str) -> Option<u16> {
    let containers = pods.containers();
    let ports = containers.flat_map(|container| container.items("ports"));
    ports
        .filter(|port| protocol(port) == of)
        .find(|port| port.at(["name"]).and_then(Node::text) == Some(name))
        .and_then(|port| port.at(["containerPort"])?.text()?.parse().ok())
}
