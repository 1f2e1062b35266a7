//! When Argo CD applies an object: the phases of a sync, and the waves in each.

use std::fmt;

use super::is_placeholder;
use crate::validate::document::Document;

/// When Argo CD applies an object. It goes on when everything of a wave is healthy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wave {
    phase: Phase,
    number: i64,
}

/// A part of a sync.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    PreSync,
    Sync,
    PostSync,
}

impl Wave {
    /// Of an object: wave 0 of the sync, if it does not say. Nothing for hooks that do not belong to every sync,
    /// and for Helm's, which Argo CD translates.
    #[must_use]
    pub fn of(document: &Document) -> Option<Self> {
        let annotation = |key| document.text_at(["metadata", "annotations", key]);
        let number = annotation("argocd.argoproj.io/sync-wave");
        let phase = match annotation("argocd.argoproj.io/hook").map(str::trim) {
            Some("PreSync") => Phase::PreSync,
            None | Some("Sync") => Phase::Sync,
            Some("PostSync") => Phase::PostSync,
            Some(_) => return None,
        };
        if annotation("helm.sh/hook").is_some() || number.is_some_and(is_placeholder) {
            return None;
        }
        // What is no number counts as 0.
        let number = number.and_then(|number| number.trim().parse().ok());
        Some(Self {
            phase,
            number: number.unwrap_or_default(),
        })
    }
}

impl fmt::Display for Wave {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let before = match self.phase {
            Phase::PreSync => "PreSync, ",
            Phase::Sync => "",
            Phase::PostSync => "PostSync, ",
        };
        write!(f, "{before}wave {}", self.number)
    }
}
