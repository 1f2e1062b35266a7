//! The containers of a pod.

use crate::yaml::Node;

/// When a container runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// To its end, before the others start.
    Init,
    /// From before the others start until they have ended: an init container with `restartPolicy: Always`.
    Sidecar,
    /// As long as the pod.
    Main,
    /// Put in by a person who looks for a mistake.
    Ephemeral,
}

/// A container of a pod.
#[derive(Debug, Clone, Copy)]
pub struct Container<'a> {
    /// Its values.
    pub node: &'a Node,
    /// When it runs.
    pub place: Place,
}

/// An environment variable.
#[derive(Debug, Clone, Copy)]
pub struct Variable<'a> {
    /// Its entry in `env`.
    pub node: &'a Node,
    /// Its name.
    pub name: &'a str,
}

impl<'a> Variable<'a> {
    /// The value that is written here.
    #[must_use]
    pub fn value(&self) -> Option<&'a Node> {
        self.node.at(["value"])
    }

    /// What it is read from: the value of `valueFrom.secretKeyRef`, and so on.
    #[must_use]
    pub fn from(&self, source: &str) -> Option<&'a Node> {
        self.node.at(["valueFrom", source])
    }
}

impl<'a> Container<'a> {
    pub(super) fn new(node: &'a Node, place: Place) -> Self {
        let restarts = node.at(["restartPolicy"]).and_then(Node::text);
        let place = match place {
            Place::Init if restarts == Some("Always") => Place::Sidecar,
            place => place,
        };
        Self { node, place }
    }

    /// Its name; nothing if it has none.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.text("name").unwrap_or_default()
    }

    /// Its image.
    #[must_use]
    pub fn image(&self) -> Option<&'a Node> {
        self.node.at(["image"])
    }

    /// The text of one of its fields.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<&'a str> {
        self.node.at([field])?.text()
    }

    /// The items of one of its lists: `ports`, `env`, `envFrom`, `volumeMounts`.
    #[must_use]
    pub fn items(&self, list: &str) -> &'a [Node] {
        self.node.at([list]).map_or(&[][..], Node::items)
    }

    /// Its environment variables with a name.
    pub fn variables(&self) -> impl Iterator<Item = Variable<'a>> + use<'a> {
        self.items("env").iter().filter_map(|node| {
            let name = node.at(["name"])?.text()?;
            Some(Variable { node, name })
        })
    }

    /// A value below `securityContext`, of the container or, where it says nothing, of the pod.
    #[must_use]
    pub fn security(&self, pod: &'a Node, field: &str) -> Option<&'a Node> {
        let own = self.node.at(["securityContext", field]);
        own.or_else(|| pod.at(["securityContext", field]))
    }

    /// What it asks for (`requests`) or may take (`limits`) of a resource such as `memory`. Where only a limit is
    /// set, Kubernetes asks for as much.
    #[must_use]
    pub fn resource(&self, list: &str, resource: &str) -> Option<&'a Node> {
        let set = self.node.at(["resources", list, resource]);
        set.or_else(|| match list {
            "requests" => self.node.at(["resources", "limits", resource]),
            _ => None,
        })
    }
}
