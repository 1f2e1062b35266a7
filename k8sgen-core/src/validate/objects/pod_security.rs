//! What is demanded of pods: the level of the Pod Security Standards that their namespace enforces, that it warns
//! of, or that the settings ask for.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::container::Container;
use super::labels::Labels;
use super::workload::Workload;
use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::options::Version;
use crate::validate::repository::Repository;
use crate::validate::rule::Found;
use crate::validate::scope::Scope;
use crate::yaml::{Mark, Node};

/// Begins the labels by which a namespace demands a level.
pub const LABEL: &str = "pod-security.kubernetes.io/";

/// Begins the annotations that named a profile of `AppArmor` before there was a field.
pub const APP_ARMOR_ANNOTATION: &str = "container.apparmor.security.beta.kubernetes.io/";

/// A level of the Pod Security Standards. Each one demands what those before it do, and more.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum PodSecurity {
    /// Nothing is demanded.
    Privileged,
    /// Nothing that is known to give away the node.
    Baseline,
    /// What is known to keep a broken program in its container.
    Restricted,
}

/// A text that is no level of the Pod Security Standards.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no level of the Pod Security Standards; those are privileged, baseline and restricted"
)]
pub struct UnknownLevel(String);

impl PodSecurity {
    /// All of them, in their order.
    pub const ALL: [Self; 3] = [Self::Privileged, Self::Baseline, Self::Restricted];

    /// Its name, as labels have it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Privileged => "privileged",
            Self::Baseline => "baseline",
            Self::Restricted => "restricted",
        }
    }
}

impl fmt::Display for PodSecurity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for PodSecurity {
    type Err = UnknownLevel;

    fn from_str(text: &str) -> Result<Self, UnknownLevel> {
        let level = Self::ALL.into_iter().find(|level| level.as_str() == text);
        level.ok_or_else(|| UnknownLevel(shown(text)))
    }
}

/// A level, as one version of Kubernetes understands it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Policy {
    level: PodSecurity,
    /// The newest, if there is none.
    version: Option<Version>,
}

/// What a namespace demands of its pods.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Labelled {
    /// Pods that are not of this level are refused.
    enforced: Option<Policy>,
    /// Pods that are not of this level are warned of, or noted.
    advised: Option<Policy>,
}

impl Labelled {
    fn of(namespace: &Document) -> Self {
        let labels = Labels::of(&namespace.node);
        let label = |mode: &str| labels.get(&format!("{LABEL}{mode}"));
        let policy = |mode: &str| {
            let version = label(&format!("{mode}-version"));
            Some(Policy {
                level: label(mode)?.parse().ok()?,
                version: version.and_then(|version| version.parse().ok()),
            })
        };
        let advised = [policy("warn"), policy("audit")];
        Self {
            enforced: policy("enforce"),
            advised: advised
                .into_iter()
                .flatten()
                .max_by_key(|policy| policy.level),
        }
    }
}

/// What the namespaces of a repository demand, by their names.
#[derive(Debug, Default)]
pub(in crate::validate) struct Namespaces<'a> {
    by_name: HashMap<&'a str, Shared>,
    is_any_labelled: bool,
}

/// What all namespaces of one name demand, in whatever scopes they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shared {
    Same(Labelled),
    Different,
}

impl<'a> Namespaces<'a> {
    /// Of all that is applied.
    pub(in crate::validate) fn of(scopes: &[Scope<'a>]) -> Self {
        let mut all = Self::default();
        for namespace in scopes.iter().flat_map(|scope| scope.of_kind("Namespace")) {
            let labelled = Labelled::of(namespace);
            all.is_any_labelled |= labelled != Labelled::default();
            all.by_name
                .entry(namespace.name())
                .and_modify(|shared| {
                    if *shared != Shared::Same(labelled) {
                        *shared = Shared::Different;
                    }
                })
                .or_insert(Shared::Same(labelled));
        }
        all
    }

    /// What the namespace of this name demands: as it is in this scope or, where all that are elsewhere agree,
    /// there.
    fn labelled(&self, scope: &Scope<'_>, name: Option<&str>) -> Labelled {
        let Some(name) = name.filter(|_| self.is_any_labelled) else {
            return Labelled::default();
        };
        if let Some(namespace) = scope.find("Namespace", None, name) {
            return Labelled::of(namespace);
        }
        match self.by_name.get(name) {
            Some(Shared::Same(labelled)) => *labelled,
            _ => Labelled::default(),
        }
    }
}

/// What is demanded of the pods of a workload.
#[derive(Debug, Clone, Copy)]
pub struct Demand {
    labelled: Labelled,
    asked: Option<PodSecurity>,
    cluster: Version,
    serves_nodes: bool,
}

impl Demand {
    /// Of the pods that this makes.
    #[must_use]
    pub fn of(repository: &Repository<'_>, scope: &Scope<'_>, workload: &Workload<'_>) -> Self {
        let namespaces = repository.namespaces();
        Self {
            labelled: namespaces.labelled(scope, workload.namespace()),
            asked: repository.options.pod_security,
            cluster: repository.options.kubernetes,
            serves_nodes: serves_nodes(workload),
        }
    }

    /// Whether somebody demands this level.
    #[must_use]
    pub fn is_for(&self, level: PodSecurity) -> bool {
        self.verdict(level).is_some()
    }

    /// The version whose understanding of a level counts.
    #[must_use]
    pub fn version(&self, level: PodSecurity) -> Version {
        let policies = [self.labelled.enforced, self.labelled.advised];
        let reaches = |policy: &Policy| policy.level >= level;
        let policy = policies.into_iter().flatten().find(reaches);
        let version = policy.and_then(|policy| policy.version);
        version.map_or(self.cluster, |version| version.min(self.cluster))
    }

    /// What becomes of pods that are not of this level.
    fn verdict(&self, level: PodSecurity) -> Option<(Severity, String)> {
        let reaches = |policy: Option<Policy>| {
            let policy = policy.filter(|policy| policy.level >= level)?;
            Some(policy.level)
        };
        if let Some(level) = reaches(self.labelled.enforced) {
            let reason = format!("the namespace enforces `{level}`, so the pods are refused");
            return Some((Severity::Error, reason));
        }
        if let Some(asked) = self.asked.filter(|asked| *asked >= level) {
            return Some((Severity::Error, format!("`{asked}` is asked for")));
        }
        let level = reaches(self.labelled.advised)?;
        let reason = format!("the namespace warns of pods that are not `{level}`");
        Some((Severity::Warning, reason))
    }

    /// Says what keeps the pods from a level that is demanded.
    pub fn say(&self, found: &mut Found<'_>, level: PodSecurity, mark: Mark, what: &str) -> Said {
        let Some((severity, reason)) = self.verdict(level) else {
            return Said::Nothing;
        };
        found.say(mark, severity, format!("{what}; {reason}"), None);
        Said::Demanded
    }

    /// Says what keeps the pods from a level and, where nobody demands it, why it is dangerous: as a warning or
    /// less. It is worth less where it is how such a workload does its work, and nothing where a namespace or
    /// the settings allow everything.
    pub fn say_anyway(
        &self,
        found: &mut Found<'_>,
        level: PodSecurity,
        mark: Mark,
        what: &str,
        (severity, harm): (Severity, &str),
    ) {
        if self.say(found, level, mark, what) == Said::Demanded || self.allows_everything() {
            return;
        }
        let severity = match (severity, self.serves_nodes) {
            (Severity::Info, true) => return,
            (_, true) => Severity::Info,
            (severity, false) => severity,
        };
        found.say(mark, severity, format!("{what}; {harm}"), None);
    }

    /// Whether the namespace or the settings say in so many words that pods may do everything.
    #[must_use]
    pub fn allows_everything(&self) -> bool {
        let enforced = self.labelled.enforced.map(|policy| policy.level);
        let said = [enforced, self.asked];
        said.contains(&Some(PodSecurity::Privileged))
    }
}

/// Whether something was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// What is demanded.
    Demanded,
    /// Nothing: nobody demands it.
    Nothing,
}

/// Whether these pods are there for nodes or for the cluster itself, as those of networks, volumes and metrics are:
/// they need the host to do their work.
#[must_use]
pub fn serves_nodes(workload: &Workload<'_>) -> bool {
    let namespace = workload.namespace().unwrap_or_default();
    let priority = workload.spec.at(["priorityClassName"]);
    let priority = priority.and_then(Node::text);
    workload.kind() == "DaemonSet"
        || namespace.starts_with("kube-")
        || namespace.ends_with("-system")
        || priority.is_some_and(|priority| priority.starts_with("system-"))
}

/// Whether the pods run Windows.
#[must_use]
pub fn is_windows(workload: &Workload<'_>) -> bool {
    let name = workload.spec.at(["os", "name"]);
    name.and_then(Node::text) == Some("windows")
}

/// Whether the pods' users are others than those of the node, as their level understands it: root is nobody there.
#[must_use]
pub fn has_own_users(workload: &Workload<'_>, version: Version) -> bool {
    /// The first version that asks.
    const SINCE: Version = Version {
        major: 1,
        minor: 35,
    };
    let host_users = workload.spec.at(["hostUsers"]);
    host_users.and_then(Node::text) == Some("false") && version >= SINCE
}

/// The value below these keys, if it is `true`.
#[must_use]
pub fn is_true<'a>(node: &'a Node, keys: &[&'static str]) -> Option<&'a Node> {
    let value = node.at(keys.iter().copied())?;
    (value.text() == Some("true")).then_some(value)
}

/// A `securityContext`, and whose it is.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// "the pod", or "container `web`".
    pub of: String,
    /// Its values.
    pub node: &'a Node,
}

/// The `securityContext` of the pods and of each of their containers, where there is one.
pub fn contexts<'a>(workload: &Workload<'a>) -> impl Iterator<Item = Context<'a>> + use<'a> {
    let pod = workload.spec.at(["securityContext"]);
    let pod = pod.map(|node| Context {
        of: "the pod".to_owned(),
        node,
    });
    let of_containers = workload.containers().filter_map(|container| {
        let node = container.node.at(["securityContext"])?;
        let of = title(&container);
        Some(Context { of, node })
    });
    pod.into_iter().chain(of_containers)
}

/// "container `web`", for a message.
#[must_use]
pub fn title(container: &Container<'_>) -> String {
    format!("container `{}`", shown(container.name()))
}

/// Where a container says its name, or begins.
#[must_use]
pub fn name_mark(container: &Container<'_>) -> Mark {
    let name = container.node.at(["name"]);
    name.map_or(container.node.mark, |name| name.mark)
}
