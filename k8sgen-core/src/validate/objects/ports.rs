//! The ports of pods and of Services.

use super::container::Place;
use super::workload::Workload;
use crate::validate::document::Document;
use crate::yaml::Node;

/// A port that a container declares.
#[derive(Debug, Clone, Copy)]
pub struct Port<'a> {
    /// Its name.
    pub name: Option<&'a str>,
    /// Its number.
    pub number: Option<&'a str>,
}

/// The ports that pods declare, of containers that run as long as the pod.
pub fn pod_ports<'a>(workload: &Workload<'a>) -> impl Iterator<Item = Port<'a>> + use<'a> {
    let lasting = |place| matches!(place, Place::Main | Place::Sidecar);
    let containers = workload.containers();
    let containers = containers.filter(move |container| lasting(container.place));
    let ports = containers.flat_map(|container| container.items("ports"));
    ports.map(|port| Port {
        name: port.at(["name"]).and_then(Node::text),
        number: port.at(["containerPort"]).and_then(Node::text),
    })
}

/// The ports of a Service.
#[must_use]
pub fn service_ports(service: &Document) -> &[Node] {
    service.at(["spec", "ports"]).map_or(&[][..], Node::items)
}

/// A port's number; nothing if it is a name.
#[must_use]
pub fn port_number(port: &Node) -> Option<u16> {
    port.text()?.parse().ok()
}

/// Whether a workload is only a part of one, such as a patch that no kustomization names any more.
#[must_use]
pub fn is_part(workload: &Workload<'_>) -> bool {
    let mut containers = workload.containers();
    containers.any(|container| container.image().is_none())
}

/// Whether each container that runs as long as the pod declares ports, and nothing adds others.
#[must_use]
pub fn declares_ports(workload: &Workload<'_>) -> bool {
    let mut lasting = workload.containers();
    !is_part(workload)
        && !is_injected_into(workload)
        && lasting.all(|container| {
            !matches!(container.place, Place::Main | Place::Sidecar)
                || !container.items("ports").is_empty()
        })
}

/// Whether something puts containers or volumes into pods when they are made.
#[must_use]
pub fn is_injected_into(workload: &Workload<'_>) -> bool {
    let labels = workload.labels().node();
    let all = labels.into_iter().chain(workload.annotations());
    let mut keys = all.flat_map(Node::entries).map(|entry| &entry.key);
    keys.any(|key| key.contains("inject"))
}
