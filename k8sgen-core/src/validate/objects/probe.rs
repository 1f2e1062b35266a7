//! How Kubernetes asks a container whether it is well.

use super::amount::number;
use super::container::Container;
use crate::yaml::{Entry, Node, Value};

/// The ways to ask.
const HANDLERS: [&str; 4] = ["exec", "httpGet", "tcpSocket", "grpc"];

/// A probe of a container.
#[derive(Debug, Clone, Copy)]
pub struct Probe<'a> {
    /// `livenessProbe`, and so on.
    pub field: &'static str,
    /// Its entry in the container.
    pub entry: &'a Entry,
    /// Its values.
    pub node: &'a Node,
}

impl<'a> Probe<'a> {
    /// One of a container's probes: `livenessProbe`, `readinessProbe` or `startupProbe`.
    #[must_use]
    pub fn of(container: &Container<'a>, field: &'static str) -> Option<Self> {
        let entry = container.node.entry(field)?;
        let node = &entry.value;
        matches!(node.value, Value::Map(_)).then_some(Self { field, entry, node })
    }

    /// All probes of a container.
    pub fn all(container: &Container<'a>) -> impl Iterator<Item = Self> + use<'a> {
        let fields = ["startupProbe", "livenessProbe", "readinessProbe"];
        let container = *container;
        fields
            .into_iter()
            .filter_map(move |field| Self::of(&container, field))
    }

    /// How it asks: one way, unless Kubernetes refuses it.
    pub fn handlers(&self) -> impl Iterator<Item = &'a Entry> + use<'a> {
        set(self.node, &HANDLERS)
    }

    /// The port that it asks.
    #[must_use]
    pub fn port(&self) -> Option<&'a Node> {
        let handler = self.handlers().next()?;
        handler.value.at(["port"])
    }

    /// `periodSeconds`, `failureThreshold` and so on, as set or as Kubernetes sets it; nothing if it is not known.
    #[must_use]
    pub fn number(&self, field: &str) -> Option<i64> {
        match self.node.at([field]) {
            Some(node) if node.value != Value::Null => number(node),
            _ => Some(match field {
                "periodSeconds" => 10,
                "failureThreshold" => 3,
                "initialDelaySeconds" => 0,
                _ => 1,
            }),
        }
    }

    /// Seconds from a container's start until the probe gives up, if it is never answered.
    #[must_use]
    pub fn gives_up(&self) -> Option<i64> {
        let [delay, period, failures] =
            ["initialDelaySeconds", "periodSeconds", "failureThreshold"]
                .map(|field| self.number(field));
        let more = failures?.saturating_sub(1).max(0);
        Some(delay?.saturating_add(period?.saturating_mul(more)))
    }
}

/// Which of these fields are set.
pub fn set<'a>(node: &'a Node, fields: &'static [&'static str]) -> impl Iterator<Item = &'a Entry> {
    let entries = node.entries().iter();
    entries.filter(move |entry| {
        fields.contains(&entry.key.as_str()) && entry.value.value != Value::Null
    })
}
