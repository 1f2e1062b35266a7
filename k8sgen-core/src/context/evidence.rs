//! What the hosts of all endpoints tell of the names of databases and caches. An output `cluster_id` may be of
//! any service: it is a database's identifier if a database's endpoint begins with it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::aws::{AwsHost, Service};
use crate::terraform::{FactValue, Facts};

/// Names of databases and caches, as the hosts of their endpoints tell them.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    names: BTreeMap<Service, BTreeSet<String>>,
}

impl Evidence {
    /// Looks at every text, whatever its name.
    pub(super) fn gather(facts: &Facts) -> Self {
        let mut evidence = Self::default();
        for fact in facts {
            let FactValue::Plain(Value::String(text)) = &fact.value else {
                continue;
            };
            let host = text
                .split(':')
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase();
            if let Some(host) = AwsHost::of(&host)
                && let Some(name) = host.identifier()
            {
                evidence
                    .names
                    .entry(host.service)
                    .or_default()
                    .insert(name.to_owned());
            }
        }
        evidence
    }

    /// Whether an endpoint of that service begins with this name.
    pub(super) fn names(&self, service: Service, name: &str) -> bool {
        self.names
            .get(&service)
            .is_some_and(|names| names.contains(&name.to_ascii_lowercase()))
    }
}
