//! Names with something before them: `module_rds_endpoint`, `prod_vpc_id`, and members of objects, whose keys
//! make a name together: `outputs.database.endpoint` is a `database_endpoint`.

use std::collections::BTreeMap;

use super::Field;
use super::about::has;
use super::candidate::Tier;
use super::names::{self, ROWS};
use crate::terraform::{Address, Fact, Facts, is_usual};

/// The outputs and members that go by each known name.
pub(super) struct Known<'a>(BTreeMap<&'static str, Vec<(Tier, &'a Fact, String)>>);

/// Words before a name that say that it is not the thing itself.
const OTHERS: &[&str] = &[
    "accepter",
    "backup",
    "legacy",
    "old",
    "peer",
    "peered",
    "peering",
    "reader",
    "readonly",
    "remote",
    "replica",
    "requester",
    "secondary",
    "standby",
];

/// What a word says that a name is about; `None` is about something that no field is about.
const SUBJECTS: &[(Option<Subject>, &[&str])] = &[
    (
        Some(Subject::Database),
        &[
            "aurora",
            "database",
            "db",
            "mysql",
            "pg",
            "postgres",
            "postgresql",
            "rds",
        ],
    ),
    (
        Some(Subject::Cache),
        &["cache", "elasticache", "memcached", "redis", "valkey"],
    ),
    (Some(Subject::Cluster), &["eks", "k8s", "kubernetes"]),
    (Some(Subject::Storage), &["bucket", "s3", "storage"]),
    (
        None,
        &[
            "documentdb",
            "docdb",
            "ecs",
            "emr",
            "elasticsearch",
            "kafka",
            "mq",
            "msk",
            "neptune",
            "opensearch",
            "rabbitmq",
            "redshift",
        ],
    ),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    Database,
    Cache,
    Cluster,
    Storage,
}

impl<'a> Known<'a> {
    pub(super) fn gather(facts: &'a Facts) -> Self {
        let environment = facts.environment().map(words);
        let mut known: BTreeMap<&'static str, Vec<(Tier, &'a Fact, String)>> = BTreeMap::new();
        let mut all: Vec<&'static str> = ROWS.iter().flat_map(|row| names::of(row.field)).collect();
        all.sort_unstable();
        all.dedup();
        for fact in facts {
            let name = match &fact.source.address {
                Address::Output(name) => words(name),
                Address::Member { output, keys } => words(&format!("{output}_{}", keys.join("_"))),
                _ => break,
            };
            // The longest name says most: `cluster_endpoint`, not `endpoint`.
            let longest = all
                .iter()
                .filter_map(|known| Some((*known, before(&name, known)?)))
                .min_by_key(|(_, prefix)| prefix.len());
            let Some((found, prefix)) = longest else {
                continue;
            };
            let tier = if prefix.is_empty() || Some(prefix) == environment.as_deref() {
                Tier::Usual
            } else if has(prefix, OTHERS) || is_elsewhere(prefix, environment.as_deref()) {
                continue;
            } else {
                Tier::Prefixed
            };
            let seen = (tier, fact, prefix.to_owned());
            known.entry(found).or_default().push(seen);
        }
        Self(known)
    }

    /// What goes by that name and can be about the field.
    pub(super) fn named(&self, name: &str, field: Field) -> impl Iterator<Item = (Tier, &'a Fact)> {
        let of = self.0.get(name).into_iter().flatten();
        of.filter(move |(tier, _, prefix)| *tier == Tier::Usual || is_about(field, prefix))
            .map(|(tier, fact, _)| (*tier, *fact))
    }
}

/// In lower case, with `_` between the words.
fn words(name: &str) -> String {
    name.to_ascii_lowercase().replace(['-', '.', ' '], "_")
}

/// What stands before a known name, without the `_`.
fn before<'n>(name: &'n str, known: &str) -> Option<&'n str> {
    let prefix = name.strip_suffix(known)?;
    if prefix.is_empty() {
        Some(prefix)
    } else {
        prefix.strip_suffix('_')
    }
}

/// Whether a prefix names an environment, and not the one that is known.
fn is_elsewhere(prefix: &str, environment: Option<&str>) -> bool {
    let Some(environment) = environment else {
        return false;
    };
    let of = |name: &str| prefix == name || prefix.starts_with(&format!("{name}_"));
    let first = prefix.split('_').next().unwrap_or(prefix);
    !of(environment) && (is_usual(prefix) || is_usual(first))
}

/// Whether a name with that prefix can be about the field. The last word that says a subject counts.
fn is_about(field: Field, prefix: &str) -> bool {
    let subject = prefix.rsplit('_').find_map(|word| {
        let said = SUBJECTS.iter().find(|(_, words)| words.contains(&word));
        said.map(|(subject, _)| *subject)
    });
    // Anybody has a project or an environment of some sort: with a word before it, it is not this one.
    if matches!(field, Field::ProjectName | Field::Environment) {
        return false;
    }
    let section = field.path().split('.').next().unwrap_or_default();
    let own = match section {
        "database" => Some(Subject::Database),
        "cache" => Some(Subject::Cache),
        "kubernetes" => Some(Subject::Cluster),
        "storage" => Some(Subject::Storage),
        _ => return true,
    };
    match subject {
        None => field != Field::StorageIamPolicyArn,
        Some(said) => said == own,
    }
}
