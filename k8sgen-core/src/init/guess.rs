//! What names give away: the tier and the port of a service, and which environment this is. One table each; nothing
//! here is more than a guess, and whoever reads one is told so.

/// Words of a name, and what a service with one of them is likely to be.
struct Sort {
    tier: &'static str,
    /// None for what nobody sends requests to.
    port: Option<u16>,
    words: &'static [&'static str],
}

/// From the surest to the vaguest: the first sort with a word of the name has it.
const SORTS: &[Sort] = &[
    Sort {
        tier: "processing",
        port: None,
        words: &[
            "worker",
            "workers",
            "consumer",
            "cron",
            "scheduler",
            "job",
            "jobs",
            "batch",
            "migrate",
            "migrations",
        ],
    },
    Sort {
        tier: "infrastructure",
        port: Some(8080),
        words: &[
            "db",
            "database",
            "cache",
            "config",
            "metrics",
            "monitor",
            "health",
            "queue",
            "collector",
            "exporter",
            "redis",
            "proxy",
        ],
    },
    Sort {
        tier: "gateway",
        port: Some(8080),
        words: &["gateway", "gw", "bff", "edge"],
    },
    Sort {
        tier: "frontend",
        port: Some(3000),
        words: &[
            "ui",
            "web",
            "frontend",
            "dashboard",
            "portal",
            "site",
            "www",
            "spa",
            "console",
            "storefront",
            "admin",
        ],
    },
    Sort {
        tier: "processing",
        port: Some(8080),
        words: &[
            "processor",
            "aggregator",
            "generator",
            "analytics",
            "etl",
            "pipeline",
            "ingest",
            "indexer",
        ],
    },
];

/// What everything else is.
const OTHERWISE: (&str, Option<u16>) = ("backend", Some(8080));

/// The tiers, from the user inwards.
pub(super) const TIERS: [&str; 5] = [
    "frontend",
    "gateway",
    "backend",
    "processing",
    "infrastructure",
];

/// The tier and the port of a service of this name.
pub(super) fn service(name: &str) -> (&'static str, Option<u16>) {
    let has = |sort: &&Sort| name.split('-').any(|word| sort.words.contains(&word));
    let sort = SORTS.iter().find(has);
    sort.map_or(OTHERWISE, |sort| (sort.tier, sort.port))
}

/// Names of environments, the longer ones before those that are in them.
const ENVIRONMENTS: &[&str] = &[
    "pre-production",
    "preproduction",
    "pre-prod",
    "preprod",
    "production",
    "prod",
    "prd",
    "staging",
    "stage",
    "stg",
    "development",
    "develop",
    "dev",
    "testing",
    "test",
    "sandbox",
    "demo",
    "qa",
    "uat",
];

/// What an environment is called where no name says it.
pub(super) const ENVIRONMENT: &str = "prod";

/// The environment in a name such as `shop-pre-prod-cluster` or `shop/prod/database`, and what stands before it.
pub(super) fn environment(name: &str) -> Option<(&str, &'static str)> {
    ENVIRONMENTS.iter().find_map(|environment| {
        let is_end = |c: Option<char>| c.is_none_or(|c| "-/_.".contains(c));
        let mut places = name.rmatch_indices(environment);
        let (at, _) = places.find(|(at, word)| {
            is_end(name[..*at].chars().next_back())
                && is_end(name[at + word.len()..].chars().next())
        })?;
        Some((
            name[..at].trim_end_matches(['-', '/', '_', '.']),
            *environment,
        ))
    })
}
