//! What a service names exists, and is named once.

use std::collections::BTreeMap;

use super::Checker;
use crate::inventory::error::Error;
use crate::inventory::service::Service;
use crate::yaml::{Mark, Node, Value};

/// Names of network policies that belong to no service.
const RESERVED: [&str; 3] = ["default-deny", "allow-dns", "allow-namespace"];

impl Checker<'_> {
    /// Everything that a service names exists.
    pub(super) fn names(&mut self, service: &Service) {
        let name = &service.name;
        let path = |rest: &str| format!("services.{name}.{rest}");
        let merged = &service.merged;
        if !name.as_str().starts_with(|c: char| c.is_ascii_lowercase()) {
            let mark = self
                .root
                .at(["services"])
                .and_then(|all| all.entry(name.as_str()))
                .map(|entry| entry.mark);
            let error = Error::Contradiction {
                path: format!("services.{name}"),
                why: "the name of a Kubernetes Service begins with a letter (RFC 1035)".to_owned(),
                help: format!("write `svc-{name}`, or another name that begins with a letter"),
            };
            self.note(mark.unwrap_or(merged.mark), &error);
        }
        if RESERVED.contains(&name.as_str()) {
            let error = Error::Contradiction {
                path: format!("services.{name}"),
                why: "a network policy of k8sgen's own has this name".to_owned(),
                help: format!("not {}", RESERVED.join(", ")),
            };
            self.note(merged.mark, &error);
        }
        let tiers = self.defined("tiers");
        if !tiers.iter().any(|tier| tier == service.tier.as_str()) {
            let (path, node) = self.said(service, &["tier"]);
            self.unknown(node.mark, path, "tier", service.tier.as_str(), tiers);
        }
        let services = self.defined("services");
        for callee in &service.calls {
            let (said, calls) = self.said(service, &["calls"]);
            let mark = item_mark(calls, callee.as_str());
            if callee == name {
                self.note(mark, &Error::CallsItself(name.to_string()));
            } else if !services.iter().any(|service| service == callee.as_str()) {
                self.unknown(mark, said, "service", callee.as_str(), services.clone());
            } else if self
                .inventory
                .services
                .get(callee)
                .is_some_and(|callee| callee.port.is_none() && !callee.has_refused("port"))
            {
                let error = Error::Contradiction {
                    path: path("calls"),
                    why: format!("`{callee}` has no port that could be called"),
                    help: format!("give `{callee}` a port, or take it off the list"),
                };
                self.note(mark, &error);
            }
        }
        let keys = self.inventory.configmaps.iter().map(|(name, data)| {
            (
                name.as_str(),
                data.keys().map(k8sgen_templates::names::ConfigKey::as_str),
            )
        });
        let keys = keys.map(|(name, keys)| (name, keys.collect())).collect();
        self.keys(
            service,
            "config",
            "ConfigMap",
            "configmaps",
            service.config.iter().map(|(n, k)| (n.as_str(), k)),
            &keys,
        );
        let keys = self.inventory.secrets.iter().map(|(name, secret)| {
            (
                name.as_str(),
                secret
                    .keys
                    .keys()
                    .map(k8sgen_templates::names::ConfigKey::as_str),
            )
        });
        let keys = keys.map(|(name, keys)| (name, keys.collect())).collect();
        self.keys(
            service,
            "secrets",
            "Secret",
            "secrets",
            service.secrets.iter().map(|(n, k)| (n.as_str(), k)),
            &keys,
        );
    }

    /// Every key that a service reads from a ConfigMap or a Secret is there.
    fn keys<'k, K: AsRef<str> + 'k>(
        &mut self,
        service: &Service,
        setting: &str,
        what: &'static str,
        section: &str,
        read: impl Iterator<Item = (&'k str, &'k Vec<K>)>,
        there: &BTreeMap<&str, Vec<&str>>,
    ) {
        for (name, keys) in read {
            let (path, list) = self.said(service, &[setting, name]);
            let Some(known) = there.get(name) else {
                if !self.defined(section).iter().any(|defined| defined == name) {
                    self.unknown(list.mark, path, what, name, self.defined(section));
                }
                continue;
            };
            let is_refused = |key: &str| self.root.at([section, name, key]).is_some();
            for key in keys
                .iter()
                .map(AsRef::as_ref)
                .filter(|key| !known.contains(key) && !is_refused(key))
                .collect::<Vec<_>>()
            {
                let known = known.iter().map(|&key| key.to_owned()).collect();
                self.unknown(item_mark(list, key), path.clone(), "key", key, known);
            }
        }
    }

    /// A variable comes from one place.
    pub(super) fn variables(&mut self, service: &Service) {
        let merged = &service.merged;
        let list =
            |setting: &str, name: &str, key: &str| item_mark(merged.deepest([setting, name]), key);
        let config = service.config.iter().flat_map(|(name, keys)| {
            let from = format!("the ConfigMap `{name}`");
            let mark = move |key: &str| list("config", name.as_str(), key);
            keys.iter()
                .map(move |key| (key.as_str(), from.clone(), mark(key.as_str())))
        });
        let secrets = service.secrets.iter().flat_map(|(name, keys)| {
            let from = format!("the Secret `{name}`");
            let mark = move |key: &str| list("secrets", name.as_str(), key);
            keys.iter()
                .map(move |key| (key.as_str(), from.clone(), mark(key.as_str())))
        });
        let env = service.env.keys().map(|key| {
            let mark = merged.deepest(["env", key.as_str()]).mark;
            (key.as_str(), "`env`".to_owned(), mark)
        });
        let mut seen: BTreeMap<&str, String> = BTreeMap::new();
        for (name, from, mark) in config.chain(secrets).chain(env) {
            if let Some(first) = seen.insert(name, from.clone()) {
                let error = Error::VariableTwice {
                    service: service.name.to_string(),
                    name: name.to_owned(),
                    first,
                    second: from,
                };
                self.note(mark, &error);
            }
        }
    }
}

/// Where an item of a list stands; the list itself if it has no such item.
fn item_mark(list: &Node, text: &str) -> Mark {
    let stands =
        |item: &&Node| matches!(&item.value, Value::Scalar { text: item, .. } if item == text);
    list.items().iter().find(stands).unwrap_or(list).mark
}
