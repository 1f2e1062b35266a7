//! An object on its way through a build: what it is now, and what it was called before.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use smol_str::SmolStr;

use super::{Renamed, edit};
use crate::validate::scope::full_kind;
use crate::yaml::{Mark, Node, Value};

/// What kustomize takes for the namespace of what has none.
const NO_NAMESPACE: &str = "_non_namespaceable_";

/// What is known of a kind of Kubernetes' own.
#[derive(Debug, Clone, Copy)]
struct Kind {
    is_cluster_wide: bool,
    has_schema: bool,
}

static KINDS: LazyLock<BTreeMap<(&str, &str), Kind>> = LazyLock::new(|| {
    let lines = include_str!("kinds.txt").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    let kind = |line: &'static str| {
        let mut words = line.split(' ');
        let name = (words.next()?, words.next()?);
        let kind = Kind {
            is_cluster_wide: words.next()? == "cluster",
            has_schema: words.next().is_some(),
        };
        Some((name, kind))
    };
    lines.filter_map(kind).collect()
});

/// Whether objects of this kind surely are in no namespace.
pub(super) fn is_cluster_wide(api_version: &str, kind: &str) -> bool {
    KINDS
        .get(&(api_version, kind))
        .is_some_and(|kind| kind.is_cluster_wide)
}

/// Whether kustomize knows how the lists of this kind merge.
pub(super) fn has_schema(api_version: &str, kind: &str) -> bool {
    KINDS
        .get(&(api_version, kind))
        .is_some_and(|kind| kind.has_schema)
}

/// Group and version of `apps/v1`.
pub(super) fn group_version(api_version: &str) -> (&str, &str) {
    api_version.split_once('/').unwrap_or(("", api_version))
}

/// What an object is known by, now or before.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Id {
    pub(super) group: SmolStr,
    pub(super) version: SmolStr,
    pub(super) kind: SmolStr,
    pub(super) name: SmolStr,
    /// As it is written; nothing, if nothing is.
    pub(super) namespace: SmolStr,
    is_cluster_wide: bool,
}

impl Id {
    pub(super) fn new(api_version: &str, kind: &str, name: &str, namespace: &str) -> Self {
        let (group, version) = group_version(api_version);
        Self {
            group: group.into(),
            version: version.into(),
            kind: kind.into(),
            name: name.into(),
            namespace: namespace.into(),
            is_cluster_wide: is_cluster_wide(api_version, kind),
        }
    }

    pub(super) fn is_cluster_wide(&self) -> bool {
        self.is_cluster_wide
    }

    /// The namespace that counts.
    pub(super) fn effective_namespace(&self) -> &str {
        match self.namespace.as_str() {
            _ if self.is_cluster_wide => NO_NAMESPACE,
            "" => "default",
            namespace => namespace,
        }
    }

    /// What two objects of one build must not share.
    pub(super) fn key(&self) -> Key {
        let namespace = self.effective_namespace().into();
        (
            self.group.clone(),
            self.version.clone(),
            self.kind.clone(),
            namespace,
            self.name.clone(),
        )
    }

    pub(super) fn is(&self, other: &Self) -> bool {
        self.name == other.name
            && self.kind == other.kind
            && self.group == other.group
            && self.version == other.version
            && self.effective_namespace() == other.effective_namespace()
    }
}

impl std::fmt::Display for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} `{}`", self.kind, self.name)?;
        match self.namespace.as_str() {
            "" => Ok(()),
            namespace => write!(f, " in namespace `{namespace}`"),
        }
    }
}

/// Group, version, kind, namespace and name.
pub(super) type Key = (SmolStr, SmolStr, SmolStr, SmolStr, SmolStr);

/// What a generated object does to one that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Behavior {
    /// It is another one.
    #[default]
    Create,
    /// It takes its place.
    Replace,
    /// It adds to it.
    Merge,
}

/// A name that an object had before.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Before {
    kind: SmolStr,
    name: SmolStr,
    namespace: SmolStr,
}

/// An object on its way through a build.
#[derive(Debug, Clone)]
pub(super) struct Resource {
    pub(super) node: Node,
    before: Vec<Before>,
    pub(super) prefixes: Vec<String>,
    pub(super) suffixes: Vec<String>,
    pub(super) needs_hash: bool,
    pub(super) behavior: Behavior,
    /// Names of the variables that are read from it.
    pub(super) variables: BTreeSet<String>,
}

impl Resource {
    pub(super) fn new(node: Node) -> Self {
        Self {
            node,
            before: Vec::new(),
            prefixes: Vec::new(),
            suffixes: Vec::new(),
            needs_hash: false,
            behavior: Behavior::Create,
            variables: BTreeSet::new(),
        }
    }

    pub(super) fn text_at(&self, keys: &[&str]) -> &str {
        let node = self.node.at(keys.iter().copied());
        node.and_then(Node::text).unwrap_or_default()
    }

    pub(super) fn api_version(&self) -> &str {
        self.text_at(&["apiVersion"])
    }

    pub(super) fn kind(&self) -> &str {
        self.text_at(&["kind"])
    }

    pub(super) fn name(&self) -> &str {
        self.text_at(&["metadata", "name"])
    }

    pub(super) fn namespace(&self) -> &str {
        self.text_at(&["metadata", "namespace"])
    }

    pub(super) fn id(&self) -> Id {
        Id::new(
            self.api_version(),
            self.kind(),
            self.name(),
            self.namespace(),
        )
    }

    /// What it was known by before, the oldest first.
    pub(super) fn ids_before(&self) -> impl Iterator<Item = Id> {
        self.before
            .iter()
            .map(|id| Id::new(self.api_version(), &id.kind, &id.name, &id.namespace))
    }

    pub(super) fn has_changed(&self) -> bool {
        !self.before.is_empty()
    }

    /// What it was called before; nothing, if it never was called otherwise.
    pub(super) fn renamed(&self) -> Option<Renamed> {
        let mut from: Vec<&str> = Vec::new();
        let mut from_namespaces: Vec<&str> = Vec::new();
        for before in &self.before {
            let Before {
                name, namespace, ..
            } = before;
            if name != self.name() && !from.contains(&name.as_str()) {
                from.push(name);
            }
            if namespace != self.namespace() && !from_namespaces.contains(&namespace.as_str()) {
                from_namespaces.push(namespace);
            }
        }
        let namespace = Some(self.namespace()).filter(|namespace| !namespace.is_empty());
        let owned = |texts: Vec<&str>| texts.into_iter().map(str::to_owned).collect();
        (!from.is_empty()).then(|| Renamed {
            kind: full_kind(self.kind(), group_version(self.api_version()).0),
            namespace: namespace.map(str::to_owned),
            from_namespaces: owned(from_namespaces),
            from: owned(from),
            to: self.name().to_owned(),
        })
    }

    /// What it was known by first.
    pub(super) fn first_id(&self) -> Id {
        self.ids_before().next().unwrap_or_else(|| self.id())
    }

    /// Whether it has this kind and name, or had them.
    pub(super) fn is_or_was(&self, kind: &str, name: &str) -> bool {
        let mut before = self.before.iter();
        self.kind() == kind && self.name() == name
            || before.any(|before| before.kind == kind && before.name == name)
    }

    pub(super) fn is_by_any_id(&self, id: &Id) -> bool {
        self.is_or_was(&id.kind, &id.name) && self.is_by_whole_id(id)
    }

    fn is_by_whole_id(&self, id: &Id) -> bool {
        self.id().is(id) || self.ids_before().any(|before| before.is(id))
    }

    /// Notes what it is called, before that changes.
    pub(super) fn remember_id(&mut self) {
        let id = self.id();
        let namespace = id.effective_namespace().into();
        let (kind, name) = (id.kind, id.name);
        self.before.push(Before {
            kind,
            name,
            namespace,
        });
    }

    pub(super) fn metadata(&mut self) -> Option<&mut Node> {
        edit::map_at(&mut self.node, "metadata")
    }

    pub(super) fn set_name(&mut self, name: &str) {
        let mark = self.metadata_mark("name");
        if let Some(metadata) = self.metadata() {
            edit::set(metadata, "name", edit::text(name, mark));
        }
    }

    pub(super) fn set_namespace(&mut self, namespace: &str) {
        let mark = self.metadata_mark("namespace");
        if let Some(metadata) = self.metadata() {
            if namespace.is_empty() {
                edit::remove(metadata, "namespace");
            } else {
                edit::set(metadata, "namespace", edit::text(namespace, mark));
            }
        }
    }

    fn metadata_mark(&self, key: &str) -> Mark {
        self.node.deepest(["metadata", key]).mark
    }

    /// A mapping of texts below the metadata: labels or annotations.
    pub(super) fn texts(&self, field: &str) -> BTreeMap<&str, &str> {
        let map = self.node.at(["metadata", field]);
        let entries = map.map_or(&[][..], Node::entries).iter();
        entries
            .map(|entry| (entry.key.as_str(), entry.value.text().unwrap_or_default()))
            .collect()
    }

    /// Turns labels or annotations to texts, and takes an empty mapping away.
    pub(super) fn settle_texts(&mut self, field: &str) {
        let Some(metadata) = edit::get_mut(&mut self.node, "metadata") else {
            return;
        };
        if metadata.at([field]).is_some_and(edit::is_empty) {
            edit::remove(metadata, field);
        } else if let Some(Node {
            value: Value::Map(entries),
            ..
        }) = edit::get_mut(metadata, field)
        {
            for entry in entries {
                let text = entry.value.text().unwrap_or_default().to_owned();
                entry.value = edit::text(text, entry.value.mark);
            }
        }
    }

    /// Takes over who an older object was, and its labels and annotations where it says nothing else.
    pub(super) fn succeed(&mut self, old: &Self) {
        for field in ["labels", "annotations"] {
            let mut both = edit::empty_map(self.node.mark);
            for from in [&old.node, &self.node] {
                let map = from.at(["metadata", field]);
                for entry in map.map_or(&[][..], Node::entries) {
                    edit::set(&mut both, &entry.key, entry.value.clone());
                }
            }
            if let Some(metadata) = self.metadata() {
                edit::set(metadata, field, both);
            }
            self.settle_texts(field);
        }
        self.set_name(old.name());
        self.set_namespace(old.namespace());
        self.before.clone_from(&old.before);
        self.prefixes.clone_from(&old.prefixes);
        self.suffixes.clone_from(&old.suffixes);
        self.variables.clone_from(&old.variables);
        self.needs_hash &= old.needs_hash;
        self.behavior = old.behavior;
    }
}
