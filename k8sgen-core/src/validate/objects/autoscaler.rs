//! What changes how many pods a workload has.

use std::collections::{HashMap, HashSet};

use super::amount::number;
use super::workload::Workload;
use crate::validate::document::Document;
use crate::validate::scope::{Place, Scope};
use crate::yaml::Node;

/// A HorizontalPodAutoscaler, or KEDA's `ScaledObject`, of which it makes one.
#[derive(Debug, Clone, Copy)]
pub struct Autoscaler<'a> {
    /// The object.
    pub document: &'a Document,
    /// Its `scaleTargetRef`.
    pub target: &'a Node,
}

impl<'a> Autoscaler<'a> {
    fn of(document: &'a Document) -> Option<Self> {
        let target = document.at(["spec", "scaleTargetRef"])?;
        Some(Self { document, target })
    }

    /// Kind and name of what it scales.
    #[must_use]
    pub fn scales(&self) -> Option<(&'a str, &'a str)> {
        let name = self.target.at(["name"])?.text()?;
        let kind = self.target.at(["kind"]).and_then(Node::text);
        Some((kind.unwrap_or("Deployment"), name))
    }

    /// Whether it is KEDA's.
    #[must_use]
    pub fn is_keda(&self) -> bool {
        self.document.kind() == "ScaledObject"
    }

    /// The field that bounds it from below, and the one that does from above.
    #[must_use]
    pub fn bounds(&self) -> [&'static str; 2] {
        if self.is_keda() {
            ["minReplicaCount", "maxReplicaCount"]
        } else {
            ["minReplicas", "maxReplicas"]
        }
    }

    /// The fewest pods that it leaves while there is work; nothing if that is not known.
    #[must_use]
    pub fn least(&self) -> Option<u64> {
        let [least, _] = self.bounds();
        match self.document.at(["spec", least]) {
            Some(node) => Some(number(node)?.max(1).unsigned_abs()),
            None => Some(1),
        }
    }

    /// The resources of pods, such as `cpu`, that it compares with what those ask for.
    #[must_use]
    pub fn measures(&self) -> Vec<&'a str> {
        let measured = self.metrics().into_iter();
        let mut resources: Vec<&str> = measured.map(|metric| metric.resource).collect();
        if self.is_usual() {
            resources.push("cpu");
        }
        resources
    }

    /// Whether it names no metric, and so takes 80 % of the CPU that pods ask for.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        let metrics = self.document.at(["spec", "metrics"]);
        !self.is_keda() && metrics.is_none_or(|metrics| metrics.items().is_empty())
    }

    /// The metrics that are percentages of what pods ask for.
    #[must_use]
    pub fn metrics(&self) -> Vec<Metric<'a>> {
        let list = if self.is_keda() {
            "triggers"
        } else {
            "metrics"
        };
        let items = self
            .document
            .at(["spec", list])
            .map_or(&[][..], Node::items);
        let metric = |item: &'a Node| {
            let kind = item.at(["type"])?.text()?;
            let of = match kind {
                "Resource" => item.at(["resource"])?,
                "ContainerResource" => item.at(["containerResource"])?,
                "cpu" | "memory" if self.is_keda() => {
                    let old = item.at(["metadata", "type"]).and_then(Node::text);
                    let way = item.at(["metricType"]).and_then(Node::text).or(old);
                    let container = item.at(["metadata", "containerName"]);
                    let node = item.at(["type"])?;
                    return (way != Some("AverageValue")).then_some(Metric {
                        resource: kind,
                        node,
                        container: container.and_then(Node::text),
                    });
                }
                _ => return None,
            };
            let target = of.at(["target", "averageUtilization"]);
            // In `autoscaling/v2beta1`.
            let target = target.or_else(|| of.at(["targetAverageUtilization"]));
            target.and(Some(Metric {
                resource: of.at(["name"])?.text()?,
                node: of.at(["name"])?,
                container: of.at(["container"]).and_then(Node::text),
            }))
        };
        items.iter().filter_map(metric).collect()
    }

    /// `HorizontalPodAutoscaler web`: for a message.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{} `{}`", self.document.kind(), self.document.name())
    }
}

/// A resource that is measured in percent of what pods ask for.
#[derive(Debug, Clone, Copy)]
pub struct Metric<'a> {
    /// Its name: `cpu`, `memory`.
    pub resource: &'a str,
    /// Where it is named.
    pub node: &'a Node,
    /// The container whose share counts; all, if none is named.
    pub container: Option<&'a str>,
}

/// The autoscalers of a scope, by what they scale.
#[derive(Debug, Default)]
pub struct Autoscalers<'a> {
    /// By where they are, and kind and name of what they scale.
    by_target: HashMap<(Place<'a>, &'a str, &'a str), Vec<Autoscaler<'a>>>,
    all: Vec<Autoscaler<'a>>,
}

impl<'a> Autoscalers<'a> {
    /// Of this scope.
    #[must_use]
    pub fn of(scope: &Scope<'a>) -> Self {
        let kinds = ["HorizontalPodAutoscaler", "ScaledObject.keda.sh"].into_iter();
        let documents = kinds.flat_map(|kind| scope.of_kind(kind)).copied();
        let mut autoscalers = Self::default();
        let mut seen = HashSet::new();
        for autoscaler in documents.filter_map(Autoscaler::of) {
            // Of several objects of one name the first counts.
            let place = scope.vicinity(autoscaler.document);
            let own = (place, autoscaler.is_keda(), autoscaler.document.name());
            if let Some((kind, name)) = autoscaler.scales()
                && seen.insert((own, kind, name))
            {
                let target = (place, kind, name);
                let same = autoscalers.by_target.entry(target).or_default();
                same.push(autoscaler);
            }
            autoscalers.all.push(autoscaler);
        }
        autoscalers
    }

    /// All of them.
    #[must_use]
    pub fn as_slice(&self) -> &[Autoscaler<'a>] {
        &self.all
    }

    /// Those that scale a workload which is applied together with them.
    #[must_use]
    pub fn scaling(&self, scope: &Scope<'a>, workload: &Workload<'a>) -> &[Autoscaler<'a>] {
        let (kind, name) = (workload.kind(), workload.document.name());
        self.of_target(scope.vicinity(workload.document), kind, name)
    }

    /// Those that scale what another one scales.
    #[must_use]
    pub fn beside(&self, scope: &Scope<'a>, other: &Autoscaler<'a>) -> &[Autoscaler<'a>] {
        match other.scales() {
            Some((kind, name)) => self.of_target(scope.vicinity(other.document), kind, name),
            None => &[],
        }
    }

    fn of_target(&self, place: Place<'a>, kind: &'a str, name: &'a str) -> &[Autoscaler<'a>] {
        let same = self.by_target.get(&(place, kind, name));
        same.map_or(&[][..], Vec::as_slice)
    }
}
