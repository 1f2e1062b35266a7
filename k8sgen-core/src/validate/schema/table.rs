//! Kubernetes' own kinds: `kubernetes.txt`, which `scripts/make-kubernetes-table.py` makes.
//!
//! A line is a kind, or a type:
//!
//! ```text
//! kind apps/v1 Deployment namespaced apps.v1.Deployment 1.9 - - -
//! type core.v1.EnvVar<TAB>name!:string<TAB>value:string<TAB>valueFrom:@core.v1.EnvVarSource
//! ```
//!
//! A kind has its API, name, spread and type, the versions in which it came, was deprecated and went, and its
//! successor's API. A type has its fields; `!` marks those that must be there. Finding all lines takes
//! microseconds; what a line says is read when somebody asks for it, and once.

use std::collections::{HashMap, HashSet};
use std::sync::{LazyLock, OnceLock};

use super::parse;
use super::{ApiKind, Field, Object};
use crate::validate::options::Version;

const TEXT: &str = include_str!("kubernetes.txt");

/// The version of Kubernetes that the table was made from.
pub(in crate::validate) const LATEST: Version = Version {
    major: 1,
    minor: 37,
};

/// A line, and what it says once it was read.
type Line<T> = (&'static str, OnceLock<T>);

struct Table {
    /// By API and kind, as they stand in the line.
    kinds: HashMap<&'static str, Line<Option<ApiKind>>>,
    types: HashMap<&'static str, Line<Object>>,
    /// The APIs of a kind's name, and the kinds of an API, in the order of the table.
    names: Vec<(&'static str, &'static str)>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table {
        kinds: HashMap::new(),
        types: HashMap::new(),
        names: Vec::new(),
    };
    for line in TEXT.lines() {
        if let Some(rest) = line.strip_prefix("type ") {
            let (name, fields) = rest.split_once('\t').unwrap_or((rest, ""));
            table.types.insert(name, (fields, OnceLock::new()));
        } else if let Some(rest) = line.strip_prefix("kind ") {
            let mut spaces = rest.match_indices(' ').map(|(at, _)| at);
            if let (Some(api), Some(kind)) = (spaces.next(), spaces.next()) {
                let line = (&rest[kind + 1..], OnceLock::new());
                table.kinds.insert(&rest[..kind], line);
                table.names.push((&rest[..api], &rest[api + 1..kind]));
            }
        }
    }
    table
});

pub(super) fn kind(api: &str, kind: &str) -> Option<&'static ApiKind> {
    let (line, read) = TABLE.kinds.get(format!("{api} {kind}").as_str())?;
    read.get_or_init(|| parse::kind(api, kind, line)).as_ref()
}

pub(super) fn object(name: &str) -> Option<&'static Object> {
    let (line, read) = TABLE.types.get(name)?;
    Some(read.get_or_init(|| {
        let mut fields: Vec<Field> = line.split('\t').filter_map(parse::field).collect();
        fields.sort_by(|a, b| a.name.cmp(&b.name));
        Object {
            fields,
            others: None,
        }
    }))
}

/// The groups of Kubernetes' own APIs.
static GROUPS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| TABLE.names.iter().map(|(api, _)| group(api)).collect());

fn group(api: &str) -> &str {
    api.rsplit_once('/').map_or("", |(group, _)| group)
}

/// Whether Kubernetes itself has this API's group.
pub(super) fn has_group(api: &str) -> bool {
    GROUPS.contains(group(api))
}

pub(super) fn apis_of(kind: &str) -> Vec<&'static str> {
    let names = TABLE.names.iter().filter(|(_, name)| *name == kind);
    names.map(|(api, _)| *api).collect()
}

pub(super) fn kinds_of(api: &str) -> Vec<&'static str> {
    let names = TABLE.names.iter().filter(|(known, _)| *known == api);
    names.map(|(_, kind)| *kind).collect()
}

/// All kinds: their APIs and names, in the order of the table.
pub(super) fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLE.names.iter().copied()
}
