//! What is known of kinds: their fields and types, and the versions of Kubernetes that serve them.
//!
//! Kubernetes' own kinds stand in a table ([`table`]) that is read line by line, as far as it is asked for;
//! custom resources come from the CustomResourceDefinitions of the repository, and of those that are given
//! beside it ([`custom`]). Both become the same types.

mod custom;
mod limits;
mod parse;
mod table;

use std::collections::BTreeMap;

use super::applied::Overlays;
use super::document::{Documents, Role};
use super::options::{Options, Version};

pub(super) use limits::{End, Limits};
pub(super) use table::LATEST;

/// The type of a value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Type {
    /// Whatever it is.
    Any,
    Text,
    Boolean,
    /// A whole number between these two.
    Integer(i64, i64),
    Number,
    IntOrText,
    Quantity,
    /// A moment, as RFC 3339 writes it.
    Time,
    Base64,
    Port,
    /// A port by number, or by the name that a container gives it.
    PortOrName,
    /// The name that a container gives a port.
    PortName,
    /// A name that is a part of a DNS name.
    DnsLabel,
    /// A network, such as `10.0.0.0/16`.
    Network,
    /// What a ConfigMap or a Secret holds: values of this type by keys that may be names of files.
    Data(Box<Type>),
    /// Amounts of what a container may use.
    Resources,
    Labels,
    Annotations,
    /// One of these texts.
    OneOf(Vec<Box<str>>),
    List(Box<Type>, Merge),
    Map(Box<Type>),
    /// A type of Kubernetes' own, by its name in the table.
    Named(&'static str),
    /// A type of a custom resource.
    Own(Box<Object>),
    /// A type of a custom resource, and what its definition says beyond it.
    Within(Box<Type>, Box<Limits>),
}

/// How a patch changes a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merge {
    /// It replaces it.
    Replace,
    /// It adds what is not in it.
    Add,
    /// Items with the same value of this key are merged.
    ByKey(&'static str),
}

/// A mapping with fields.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Object {
    /// Sorted by name.
    pub(crate) fields: Vec<Field>,
    /// What any other field may hold; nothing, if it may not be there.
    pub(crate) others: Option<Box<Type>>,
}

/// A field of a mapping.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Field {
    pub(crate) name: Box<str>,
    pub(crate) is_required: bool,
    pub(crate) of: Type,
}

impl Type {
    /// The fields of a mapping of this type.
    pub(crate) fn object(&self) -> Option<&Object> {
        match self {
            Self::Named(name) => table::object(name),
            Self::Own(object) => Some(object),
            Self::Within(of, _) => of.object(),
            _ => None,
        }
    }
}

impl Object {
    pub(crate) fn field(&self, name: &str) -> Option<&Field> {
        let at = self
            .fields
            .binary_search_by(|field| (*field.name).cmp(name));
        at.ok().map(|at| &self.fields[at])
    }
}

/// Whether objects of a kind live in a namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spread {
    /// In one.
    Namespaced,
    /// In the whole cluster.
    Cluster,
}

/// A kind in one version of its API.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiKind {
    /// `apps/v1`.
    pub api: Box<str>,
    /// `Deployment`.
    pub kind: Box<str>,
    /// Whether its objects live in a namespace.
    pub spread: Spread,
    /// The first version of Kubernetes that serves it.
    pub introduced: Option<Version>,
    /// The first version that advises against it.
    pub deprecated: Option<Version>,
    /// The first version that no longer serves it.
    pub removed: Option<Version>,
    /// The API that serves its successor.
    pub successor: Option<Box<str>>,
    /// Its fields, as far as they are known.
    pub(crate) of: Option<Type>,
}

/// What is known of an API and a kind.
#[derive(Debug, Clone, Copy)]
pub enum Known<'a> {
    /// Kubernetes' own.
    BuiltIn(&'a ApiKind),
    /// A custom resource whose definition is there.
    Custom(&'a ApiKind),
    /// No kind of Kubernetes' own, although the API's group is.
    Misspelled,
    /// A custom resource whose definition is not there.
    Foreign,
}

/// Everything that is known of kinds.
#[derive(Debug, Default)]
pub struct Schemas {
    /// By API and kind. Two definitions of one kind may differ: one is patched, or experimental.
    custom: BTreeMap<(Box<str>, Box<str>), Vec<ApiKind>>,
}

/// Whether this is the group of one of Kubernetes' own kinds, misspelt. Those of custom resources have a dot.
fn is_misspelt(api: &str, kind: &str) -> bool {
    let group = |api: &str| api.rsplit_once('/').map(|(group, _)| group.to_owned());
    let own = table::apis_of(kind);
    let Some(asked) = group(api).filter(|_| !own.is_empty()) else {
        return false;
    };
    let mut groups = own.iter().filter_map(|api| group(api));
    !asked.contains('.') || groups.any(|known| strsim::levenshtein(&known, &asked) <= 2)
}

impl Schemas {
    /// Kubernetes' own kinds, and those whose definitions are among these documents, come out of a kustomization, or
    /// stand beside them.
    #[must_use]
    pub fn new(documents: &Documents, overlays: &Overlays, options: &Options) -> Self {
        let beside = Documents::read(&options.crds);
        let built = overlays.overlays.iter();
        let built = built.flat_map(|overlay| &overlay.documents);
        let definitions = beside.documents.iter().chain(&documents.documents);
        let definitions = definitions.chain(built).filter(|document| {
            document.kind() == "CustomResourceDefinition" && document.role == Role::Manifest
        });
        let mut custom: BTreeMap<_, Vec<ApiKind>> = BTreeMap::new();
        for kind in definitions.flat_map(custom::kinds) {
            let name = (kind.api.clone(), kind.kind.clone());
            let known = custom.entry(name).or_default();
            if !known.contains(&kind) {
                known.push(kind);
            }
        }
        Self { custom }
    }

    /// All that definitions say of a kind. A document need only fit one.
    pub(super) fn readings(&self, api: &str, kind: &str) -> &[ApiKind] {
        match table::kind(api, kind) {
            Some(known) => std::slice::from_ref(known),
            None => self.definitions(api, kind),
        }
    }

    fn definitions(&self, api: &str, kind: &str) -> &[ApiKind] {
        let known = self.custom.get(&(api.into(), kind.into()));
        known.map_or(&[], Vec::as_slice)
    }

    /// What is known of a kind, such as `apps/v1` and `Deployment`.
    #[must_use]
    pub fn find(&self, api: &str, kind: &str) -> Known<'_> {
        if let Some(known) = table::kind(api, kind) {
            return Known::BuiltIn(known);
        }
        if let Some(known) = self.definitions(api, kind).first() {
            return Known::Custom(known);
        }
        if table::has_group(api) || is_misspelt(api, kind) {
            Known::Misspelled
        } else {
            Known::Foreign
        }
    }

    /// Kubernetes' own APIs that have a kind of this name.
    #[must_use]
    pub fn apis_of(&self, kind: &str) -> Vec<&'static str> {
        table::apis_of(kind)
    }

    /// The names of Kubernetes' own kinds in an API.
    #[must_use]
    pub fn kinds_of(&self, api: &str) -> Vec<&'static str> {
        table::kinds_of(api)
    }

    /// Kubernetes' own kinds, in all versions of their APIs: the API, and the kind.
    pub fn all(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        table::all()
    }

    /// How a patch changes the list at `path` of a kind of Kubernetes' own. Items of lists are not in the path:
    /// `["spec", "template", "spec", "containers", "ports"]`.
    #[must_use]
    pub fn merge(&self, api: &str, kind: &str, path: &[&str]) -> Merge {
        let (Known::BuiltIn(known) | Known::Custom(known)) = self.find(api, kind) else {
            return Merge::Replace;
        };
        let mut of = known.of.as_ref();
        let mut merge = Merge::Replace;
        for name in path {
            let Some(field) = of
                .and_then(Type::object)
                .and_then(|object| object.field(name))
            else {
                return Merge::Replace;
            };
            (of, merge) = match &field.of {
                Type::List(item, merge) => (Some(&**item), *merge),
                Type::Map(item) | Type::Data(item) => (Some(&**item), Merge::Replace),
                of => (Some(of), Merge::Replace),
            };
        }
        merge
    }
}
