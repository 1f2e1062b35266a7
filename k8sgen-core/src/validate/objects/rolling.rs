//! How a Deployment puts new pods in the place of old ones.

use super::amount::Amount;
use super::workload::Workload;
use crate::yaml::{Node, Value};

/// The update of a Deployment that replaces its pods little by little.
#[derive(Debug, Clone, Copy)]
pub struct Rolling {
    /// How many pods there may be beyond those that there should be.
    pub surge: Amount,
    /// How many may be missing.
    pub unavailable: Amount,
}

impl Rolling {
    /// How a Deployment updates, if it does so little by little and the numbers are known.
    #[must_use]
    pub fn of(workload: &Workload<'_>) -> Option<Self> {
        if workload.kind() != "Deployment" {
            return None;
        }
        let strategy = |path: &[&'static str]| {
            let node = workload.document.at(["spec", "strategy"])?;
            let node = node.at(path.iter().copied())?;
            (node.value != Value::Null).then_some(node)
        };
        let way = strategy(&["type"]).map(Node::text);
        if way.is_some_and(|way| way != Some("RollingUpdate")) {
            return None;
        }
        let amount = |field: &'static str| match strategy(&["rollingUpdate", field]) {
            Some(node) => Amount::of(node),
            None => Some(Amount::Percent(25)),
        };
        Some(Self {
            surge: amount("maxSurge")?,
            unavailable: amount("maxUnavailable")?,
        })
    }

    /// Whether no old pod goes before a new one is there: of so many pods, or of any number.
    #[must_use]
    pub fn needs_room(self, replicas: Option<u64>) -> bool {
        let goes_first = match replicas {
            Some(replicas) => self.unavailable.down(replicas),
            None => u64::from(!self.unavailable.is_zero()),
        };
        goes_first == 0 && !self.surge.is_zero()
    }
}
