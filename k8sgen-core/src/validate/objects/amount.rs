//! Numbers, and parts of a number of pods.

use super::is_placeholder;
use crate::yaml::{Node, Value};

/// The whole number that a field is set to; nothing if it is none, or not known yet.
#[must_use]
pub fn number(node: &Node) -> Option<i64> {
    node.text()?.parse().ok()
}

/// A number of pods or a part of them, as `maxUnavailable` and `minAvailable` give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// So many.
    Pods(u64),
    /// So many of a hundred.
    Percent(u64),
}

impl Amount {
    /// What `2` or `25%` stands for; nothing if it is neither.
    #[must_use]
    pub fn of(node: &Node) -> Option<Self> {
        let text = node.text()?;
        match text.strip_suffix('%') {
            Some(percent) => percent.parse().ok().map(Self::Percent),
            None => text.parse().ok().map(Self::Pods),
        }
    }

    /// Why Kubernetes does not take this for a number of pods or a part of them; nothing if it does, or if it is
    /// not known yet.
    #[must_use]
    pub fn refused(node: &Node) -> Option<&'static str> {
        let Value::Scalar { text, plain } = &node.value else {
            return None;
        };
        match Self::of(node) {
            _ if is_placeholder(text) => None,
            Some(Self::Pods(_)) if !plain => {
                Some("stands in quotes, which is a text and no number")
            }
            Some(_) => None,
            None => Some("is neither a number nor a part such as `50%`"),
        }
    }

    /// Whether it is nothing of any number.
    #[must_use]
    pub fn is_zero(self) -> bool {
        matches!(self, Self::Pods(0) | Self::Percent(0))
    }

    /// How many of `pods` it is, where Kubernetes rounds up.
    #[must_use]
    pub fn up(self, pods: u64) -> u64 {
        match self {
            Self::Pods(number) => number,
            Self::Percent(percent) => percent.saturating_mul(pods).div_ceil(100),
        }
    }

    /// How many of `pods` it is, where Kubernetes rounds down.
    #[must_use]
    pub fn down(self, pods: u64) -> u64 {
        match self {
            Self::Pods(number) => number,
            Self::Percent(percent) => percent.saturating_mul(pods) / 100,
        }
    }
}
