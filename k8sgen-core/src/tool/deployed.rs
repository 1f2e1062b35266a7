//! A workload of the base as it was made: arguments in a plan can make it other than the inventory says, and
//! overlays and network policies go by what is there.

use k8sgen_templates::names::{EnvVarName, ImageRef, LabelKey, Port};

use super::Inputs;
use crate::inventory::Service;
use crate::layout;
use crate::yaml::{self, Layer, Node};

/// A workload of the base; unknown if it has not been made yet.
pub(super) struct Deployed<'a> {
    text: Option<&'a str>,
    service: &'a Service,
}

/// A container of a workload, as an overlay names it.
#[derive(Debug, Clone, Copy)]
pub(super) struct At {
    /// The list that it stands in.
    pub(super) list: &'static str,
    /// Its place there.
    pub(super) place: usize,
}

impl At {
    /// The service's own container.
    pub(super) const OWN: Self = Self {
        list: "containers",
        place: 0,
    };

    /// All containers beside it, in the order in which pods have them.
    pub(super) fn beside(service: &Service) -> impl Iterator<Item = Self> {
        let list = "initContainers";
        (0..service.extra_containers().count()).map(move |place| Self { list, place })
    }

    /// Where it stands, as a JSON Pointer.
    pub(super) fn pointer(self, service: &Service) -> String {
        let Self { list, place } = self;
        format!("{}/spec/{list}/{place}", service.kind.template())
    }
}

impl<'a> Deployed<'a> {
    pub(super) fn of(inputs: &Inputs<'a>, service: &'a Service) -> Self {
        let path = layout::workload(service.kind, &service.tier, &service.name);
        let documents = inputs.tree.documents(&path).unwrap_or_default();
        let document = documents
            .iter()
            .find(|document| document.name == service.name.as_str());
        Self {
            text: document.map(|document| document.text.as_str()),
            service,
        }
    }

    /// Whether its own container runs an image of this repository.
    pub(super) fn runs(&self, repository: &ImageRef) -> bool {
        self.text.is_none_or(|text| {
            let own = text
                .rsplit_once("\n      containers:")
                .or_else(|| text.rsplit_once("\n          containers:"));
            let mut images = own
                .map_or(text, |(_, own)| own)
                .lines()
                .filter_map(|line| line.trim_start().strip_prefix("image: "));
            let image = images
                .next()
                .and_then(|image| image.parse::<ImageRef>().ok());
            image.is_some_and(|image| image.repository() == repository.repository())
        })
    }

    /// Whether its pods have this annotation.
    pub(super) fn annotates(&self, key: &LabelKey) -> bool {
        self.text.is_none_or(|text| {
            let mut keys = text
                .lines()
                .filter_map(|line| line.trim_start().split_once(": "));
            keys.any(|(found, _)| found == key.as_str())
        })
    }

    /// The ports that its containers listen on, the main one first.
    pub(super) fn ports(&self) -> Vec<Port> {
        let Some(text) = self.text else {
            return self.service.all_ports().map(|port| port.port).collect();
        };
        // A text that looks like a number stands in quotes, so this is a port and nothing else.
        let ports = text.lines().filter_map(|line| {
            let port = line.trim_start().strip_prefix("containerPort: ")?;
            port.parse::<Port>().ok()
        });
        let mut ports: Vec<Port> = ports.collect();
        // Sidecars stand before the container.
        let sidecars = self.service.sidecars.iter();
        let of_sidecars: usize = sidecars.map(|sidecar| sidecar.ports.len()).sum();
        let of_sidecars = of_sidecars.min(ports.len());
        ports.rotate_left(of_sidecars);
        ports
    }

    /// Where among a container's variables the one with this value is; nowhere if an argument gave it another.
    pub(super) fn place_of(&self, at: At, variable: &EnvVarName, value: &str) -> Option<usize> {
        // The text is our own, so it can be read.
        let (root, _) = yaml::load("base", self.text?, Layer::BuiltIn).ok()?;
        let pod = self.service.kind.template().split('/').skip(1);
        let pod = root.at(pod.chain(["spec", at.list]))?;
        let env = pod.items().get(at.place)?.at(["env"])?;
        env.items().iter().position(|entry| {
            let text = |key| entry.at([key]).and_then(Node::text);
            text("name") == Some(variable.as_str()) && text("value") == Some(value)
        })
    }
}
