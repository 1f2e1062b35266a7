//! What gives containers requests and limits that they do not have themselves.

use std::collections::HashSet;

use super::container::{Container, Place};
use super::workload::Workload;
use crate::validate::document::Document;
use crate::validate::repository::Repository;
use crate::validate::scope::Scope;
use crate::yaml::Node;

/// What gives containers requests and limits: each `LimitRange` and `VerticalPodAutoscaler`.
#[derive(Debug)]
pub struct Defaults<'a> {
    /// The namespaces with a `LimitRange`.
    ranges: HashSet<&'a str>,
    /// Whether there is a `LimitRange` that does not say where.
    is_range_anywhere: bool,
    /// The names of what is scaled.
    scaled: HashSet<&'a str>,
}

impl<'a> Defaults<'a> {
    /// Of a scope. A `LimitRange` counts wherever in the repository it is.
    #[must_use]
    pub fn of(repository: &Repository<'a>, scope: &Scope<'a>) -> Self {
        let ranges = [scope, repository.written()].into_iter();
        let ranges = ranges.flat_map(|scope| scope.of_kind("LimitRange"));
        let ranges: Vec<Option<&str>> = ranges.map(|range| range.namespace()).collect();
        let scaled = scope.of_kind("VerticalPodAutoscaler").iter();
        let target = |scaler: &&'a Document| scaler.text_at(["spec", "targetRef", "name"]);
        Self {
            is_range_anywhere: ranges.contains(&None),
            ranges: ranges.into_iter().flatten().collect(),
            scaled: scaled.filter_map(target).collect(),
        }
    }

    /// Whether they may give something to the containers of this workload, or the workload sets it for all of a
    /// pod's containers.
    #[must_use]
    pub fn reach(&self, workload: &Workload<'_>) -> bool {
        let in_range = match workload.namespace() {
            Some(namespace) => self.ranges.contains(namespace),
            None => !self.ranges.is_empty(),
        };
        let of_pod = workload.spec.at(["resources"]).map(Node::entries);
        self.is_range_anywhere
            || in_range
            || self.scaled.contains(workload.document.name())
            || of_pod.is_some_and(|resources| !resources.is_empty())
    }
}

/// Whether a container may have resources of its own: one that a person put in may not.
#[must_use]
pub fn has_resources(container: &Container<'_>) -> bool {
    container.place != Place::Ephemeral
}
