//! What makes pods.

use std::collections::HashMap;

use super::container::{Container, Place};
use super::labels::Labels;
use super::selector::Selector;
use crate::validate::document::Document;
use crate::validate::scope::may_meet;
use crate::yaml::Node;

/// So many workloads are looked at for one selector, at most.
pub(super) const MOST_SELECTED: usize = 500;

/// A pod, or something that makes pods from a template.
#[derive(Debug, Clone, Copy)]
pub struct Workload<'a> {
    /// The object.
    pub document: &'a Document,
    /// What holds the pods' `metadata` and `spec`: the template, or the pod itself.
    pub template: &'a Node,
    /// The pods' `spec`.
    pub spec: &'a Node,
    // Asked for by every selector, and so read once.
    namespace: Option<&'a str>,
    labels: Labels<'a>,
}

/// The path to the template of each kind that makes pods.
fn template(kind: &str) -> Option<&'static [&'static str]> {
    Some(match kind {
        "Pod" => &[],
        "Deployment"
        | "StatefulSet"
        | "DaemonSet"
        | "ReplicaSet"
        | "ReplicationController"
        | "Job" => &["spec", "template"],
        "CronJob" => &["spec", "jobTemplate", "spec", "template"],
        _ => return None,
    })
}

impl<'a> Workload<'a> {
    /// What this document makes pods of; nothing if it makes none.
    #[must_use]
    pub fn of(document: &'a Document) -> Option<Self> {
        let path = template(document.kind())?;
        if document.group().contains('.') {
            return None;
        }
        let template = document.at(path.iter().copied())?;
        let spec = template.at(["spec"])?;
        Some(Self {
            document,
            template,
            spec,
            namespace: document.namespace(),
            labels: Labels::of(template),
        })
    }

    /// `Deployment`, and so on.
    #[must_use]
    pub fn kind(&self) -> &'a str {
        self.document.kind()
    }

    /// `Deployment web`: for a message.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{} `{}`", self.document.kind(), self.document.name())
    }

    /// Tells the workloads of a scope apart.
    #[must_use]
    pub fn key(&self) -> usize {
        std::ptr::from_ref(self.document).addr()
    }

    /// The namespace that it names.
    #[must_use]
    pub fn namespace(&self) -> Option<&'a str> {
        self.namespace
    }

    /// The pods' labels.
    #[must_use]
    pub fn labels(&self) -> Labels<'a> {
        self.labels
    }

    /// The pods' annotations.
    #[must_use]
    pub fn annotations(&self) -> Option<&'a Node> {
        self.template.at(["metadata", "annotations"])
    }

    /// Which pods the object takes for its own.
    #[must_use]
    pub fn selector(&self) -> Option<Selector<'a>> {
        let node = self.document.at(["spec", "selector"])?;
        match self.kind() {
            "ReplicationController" => Some(Selector::of_labels(node)),
            "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" | "Job" => {
                Some(Selector::of(node))
            }
            _ => None,
        }
    }

    /// How many pods it keeps running: 1 if it does not say. Nothing for kinds without `replicas`, and where the
    /// number is not known.
    #[must_use]
    pub fn replicas(&self) -> Option<u64> {
        match self.kind() {
            "Deployment" | "StatefulSet" | "ReplicaSet" | "ReplicationController" => {
                match self.document.at(["spec", "replicas"]) {
                    Some(replicas) => replicas.text()?.parse().ok(),
                    None => Some(1),
                }
            }
            _ => None,
        }
    }

    /// The containers: those that run first, those beside, and the others.
    pub fn containers(&self) -> impl Iterator<Item = Container<'a>> + use<'a> {
        let spec = self.spec;
        let lists = [
            ("initContainers", Place::Init),
            ("containers", Place::Main),
            ("ephemeralContainers", Place::Ephemeral),
        ];
        lists.into_iter().flat_map(move |(list, place)| {
            let items = spec.at([list]).map_or(&[][..], Node::items);
            items.iter().map(move |node| Container::new(node, place))
        })
    }

    /// The volumes.
    #[must_use]
    pub fn volumes(&self) -> &'a [Node] {
        self.spec.at(["volumes"]).map_or(&[][..], Node::items)
    }

    /// The ServiceAccount that it names.
    #[must_use]
    pub fn service_account(&self) -> Option<&'a Node> {
        let named = self.spec.at(["serviceAccountName"]);
        named.or_else(|| self.spec.at(["serviceAccount"]))
    }
}

/// Everything that makes pods, and an index by their labels.
#[derive(Debug, Default)]
pub struct Workloads<'a> {
    workloads: Vec<Workload<'a>>,
    by_label: HashMap<(&'a str, &'a str), Vec<usize>>,
}

impl<'a> Workloads<'a> {
    /// Of these documents.
    #[must_use]
    pub fn of(documents: &[&'a Document]) -> Self {
        let mut all = Self::default();
        for workload in documents
            .iter()
            .filter_map(|document| Workload::of(document))
        {
            let number = all.workloads.len();
            for label in workload.labels().iter() {
                all.by_label.entry(label).or_default().push(number);
            }
            all.workloads.push(workload);
        }
        all
    }

    /// All of them, in the order of their documents.
    #[must_use]
    pub fn as_slice(&self) -> &[Workload<'a>] {
        &self.workloads
    }

    /// Those in a namespace whose pods a selector fits: the first five hundred of them, so that thousands of selectors
    /// that all fit thousands of pods are looked at in time that grows with their number, not with its square.
    pub fn selected<'s>(
        &'s self,
        namespace: Option<&'s str>,
        selector: &'s Selector<'a>,
    ) -> impl Iterator<Item = &'s Workload<'a>> {
        // Of all labels that must have one value, the rarest leaves the fewest to look at.
        let with = |label| self.by_label.get(&label).map_or(&[][..], Vec::as_slice);
        let fewest = selector
            .exact()
            .map(with)
            .min_by_key(|numbers| numbers.len());
        let all = if fewest.is_none() {
            &self.workloads[..]
        } else {
            &[]
        };
        let few = fewest
            .unwrap_or_default()
            .iter()
            .map(|number| &self.workloads[*number]);
        few.chain(all)
            .filter(move |workload| may_meet(workload.namespace(), namespace))
            .filter(move |workload| selector.fits(workload.labels()))
            .take(MOST_SELECTED)
    }
}
