//! The labels of an object.

use crate::yaml::Node;

/// The labels of an object; none where it has none.
#[derive(Debug, Clone, Copy)]
pub struct Labels<'a>(Option<&'a Node>);

impl<'a> Labels<'a> {
    /// Of what holds `metadata`: an object, or the template of one.
    #[must_use]
    pub fn of(node: &'a Node) -> Self {
        Self(node.at(["metadata", "labels"]))
    }

    /// The mapping that holds them.
    #[must_use]
    pub fn node(self) -> Option<&'a Node> {
        self.0
    }

    /// The value of one.
    #[must_use]
    pub fn get(self, key: &str) -> Option<&'a str> {
        self.0?.at([key])?.text()
    }

    /// All of them, in their order.
    pub fn iter(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let entries = self.0.map_or(&[][..], Node::entries).iter();
        entries.filter_map(|entry| Some((entry.key.as_str(), entry.value.text()?)))
    }
}
