//! Documents that are applied together, and the indexes into them.

use std::sync::OnceLock;

use indexmap::{Equivalent, IndexMap};

use super::document::Document;
use super::kustomize::Renamed;
use super::objects::{Call, Policies, Secrets, Workload, Workloads, calls};

/// Documents that are applied together, and the indexes into them.
///
/// Rules that look from one document to another look inside of one scope: two overlays of one base never
/// meet in a cluster's namespace.
///
/// A kind is named as `kubectl` names it: `Service` is Kubernetes' own, `Service.serving.knative.dev` is
/// somebody else's.
#[derive(Debug, Default)]
pub struct Scope<'a> {
    /// The folder of the kustomization that it comes from; none for files that are applied as they are.
    pub folder: Option<&'a str>,
    /// Whether these are all objects that are applied together. Of files that no kustomization takes in,
    /// and of builds that leave something out, nobody knows what else there is.
    pub is_whole: bool,
    /// The objects that are called otherwise than they are written.
    pub renamed: &'a [Renamed],
    documents: Vec<&'a Document>,
    /// By kind and name; and with no name, all of a kind.
    named: IndexMap<(Kind<'a>, &'a str), Vec<&'a Document>>,
    workloads: OnceLock<Workloads<'a>>,
    secrets: OnceLock<Secrets<'a>>,
    policies: OnceLock<Policies<'a>>,
    calls: OnceLock<Vec<Call<'a>>>,
}

/// A kind, and the group that it belongs to if it is not Kubernetes' own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Kind<'a> {
    kind: &'a str,
    group: &'a str,
}

/// A namespace, or as much as is known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place<'a> {
    namespace: Option<&'a str>,
    /// The file or folder, where nothing else says what belongs together.
    beside: &'a str,
}

/// A kind and a name that somebody asks for, and that need not live as long as what is found.
#[derive(Hash)]
struct Asked<'q>(Kind<'q>, &'q str);

impl Equivalent<(Kind<'_>, &str)> for Asked<'_> {
    fn equivalent(&self, key: &(Kind<'_>, &str)) -> bool {
        self.0 == key.0 && self.1 == key.1
    }
}

/// The kind and the group of `Application.argoproj.io`.
fn split(kind: &str) -> Kind<'_> {
    let (kind, group) = kind.split_once('.').unwrap_or((kind, ""));
    Kind { kind, group }
}

/// `SecretStore.external-secrets.io`; `Service` for a kind of Kubernetes' own.
pub(super) fn full_kind(kind: &str, group: &str) -> String {
    match others(group) {
        "" => kind.to_owned(),
        group => format!("{kind}.{group}"),
    }
}

/// The group of somebody else's API; nothing for Kubernetes' own.
fn others(group: &str) -> &str {
    let is_own = !group.contains('.') || group.ends_with(".k8s.io");
    if is_own { "" } else { group }
}

impl<'a> Scope<'a> {
    /// A scope of these documents.
    #[must_use]
    pub fn new(
        folder: Option<&'a str>,
        is_whole: bool,
        documents: impl IntoIterator<Item = &'a Document>,
    ) -> Self {
        let mut scope = Self {
            folder,
            is_whole,
            ..Self::default()
        };
        for document in documents {
            let kind = Kind {
                kind: document.kind(),
                group: others(document.group()),
            };
            scope.documents.push(document);
            scope.named.entry((kind, "")).or_default().push(document);
            if !document.name().is_empty() {
                let named = scope.named.entry((kind, document.name())).or_default();
                named.push(document);
            }
        }
        scope
    }

    /// All of its documents, in their order.
    #[must_use]
    pub fn documents(&self) -> &[&'a Document] {
        &self.documents
    }

    /// Its documents of a kind, such as `Service` or `Application.argoproj.io`, in their order.
    #[must_use]
    pub fn of_kind(&self, kind: &str) -> &[&'a Document] {
        self.named(kind, "")
    }

    /// Its documents of this kind and name, in any namespace; all of the kind, if the name is empty.
    #[must_use]
    pub fn named(&self, kind: &str, name: &str) -> &[&'a Document] {
        let named = self.named.get(&Asked(split(kind), name));
        named.map_or(&[][..], Vec::as_slice)
    }

    /// The document of this kind and name in a namespace. One that names no namespace may be in any: whoever
    /// applies it says so.
    #[must_use]
    pub fn find(&self, kind: &str, namespace: Option<&str>, name: &str) -> Option<&'a Document> {
        let named = if name.is_empty() {
            &[]
        } else {
            self.named(kind, name)
        };
        let same = named.iter().find(|found| found.namespace() == namespace);
        let near = || {
            named
                .iter()
                .find(|found| may_meet(found.namespace(), namespace))
        };
        same.or_else(near).copied()
    }

    /// Whether two of its documents are surely meant for one cluster: in a kustomization all are; of loose files,
    /// those that lie in one folder, and those that name their namespaces.
    #[must_use]
    pub fn has_both(&self, one: &Document, other: &Document) -> bool {
        let folder = |document: &Document| document.path.rfind('/').unwrap_or_default();
        self.folder.is_some()
            || (one.namespace().is_some() && other.namespace().is_some())
            || one.path[..folder(one)] == other.path[..folder(other)]
    }

    /// As [`Scope::find`], among what is surely meant for one cluster with `by`.
    #[must_use]
    pub fn find_with(
        &self,
        by: &Document,
        kind: &str,
        namespace: Option<&str>,
        name: &str,
    ) -> Option<&'a Document> {
        let named = if name.is_empty() {
            &[]
        } else {
            self.named(kind, name)
        };
        let mut near = named
            .iter()
            .filter(|found| may_meet(found.namespace(), namespace) && self.has_both(by, found));
        let first = near.next();
        let same = |found: &&&&Document| found.namespace() == namespace;
        first
            .iter()
            .copied()
            .chain(near)
            .find(|found| same(&found))
            .or(first)
            .copied()
    }

    /// Where an object surely meets others. What no kustomization takes in may be examples of this and that: there,
    /// only a file or a namespace's name says that objects belong together.
    #[must_use]
    pub fn place(&self, document: &'a Document) -> Place<'a> {
        self.place_in(document, &document.path)
    }

    /// Where an object that names another one finds it: as [`Scope::place`], but one folder is near enough.
    #[must_use]
    pub fn vicinity(&self, document: &'a Document) -> Place<'a> {
        let parts = document.path.rsplit_once('/');
        self.place_in(document, parts.map_or("", |(folder, _)| folder))
    }

    fn place_in(&self, document: &'a Document, beside: &'a str) -> Place<'a> {
        let namespace = document.namespace();
        let is_sure = self.folder.is_some() || namespace.is_some();
        Place {
            namespace,
            beside: if is_sure { "" } else { beside },
        }
    }

    /// Everything that makes pods, in the order of the documents.
    #[must_use]
    pub fn workloads(&self) -> &[Workload<'a>] {
        self.all_workloads().as_slice()
    }

    /// Everything that makes pods, by the labels of those.
    #[must_use]
    pub fn all_workloads(&self) -> &Workloads<'a> {
        self.workloads
            .get_or_init(|| Workloads::of(&self.documents))
    }

    /// The Secrets that there will be, whoever makes them.
    #[must_use]
    pub fn secrets(&self) -> &Secrets<'a> {
        self.secrets.get_or_init(|| Secrets::of(&self.documents))
    }

    /// The network policies, and the pods that they are for.
    #[must_use]
    pub fn policies(&self) -> &Policies<'a> {
        self.policies.get_or_init(|| Policies::of(self))
    }

    /// What the pods call, as far as their settings show it.
    #[must_use]
    pub fn calls(&self) -> &[Call<'a>] {
        self.calls.get_or_init(|| calls(self))
    }
}

/// Whether objects of these namespaces can be in one. Where none is named, whoever applies the object says so.
#[must_use]
pub fn may_meet(one: Option<&str>, other: Option<&str>) -> bool {
    one.is_none() || other.is_none() || one == other
}
