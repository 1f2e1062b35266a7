//! What a service names exists, and is named once.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use k8sgen_templates::names::{ConfigKey, DnsSubdomain};

use super::Checker;
use super::what::{CONFIG_MAP, KEY, SECRET, SERVICE, TIER, What};
use crate::inventory::error::Error;
use crate::inventory::service::Service;
use crate::yaml::{Mark, Node, Value};

/// Names of network policies that belong to no service.
const RESERVED: [&str; 3] = ["default-deny", "allow-dns", "allow-namespace"];

impl Checker<'_> {
    /// Everything that a service names exists.
    pub(super) fn names(&mut self, service: &Service) {
        let name = &service.name;
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
        let (path, node) = self.said(service, &["tier"]);
        self.exists(node.mark, path, &TIER, service.tier.as_str(), &["tiers"]);
        for callee in &service.calls {
            let (path, calls) = self.said(service, &["calls"]);
            let mark = item_mark(calls, callee.as_str());
            let has_no_port = |callee: &Service| !callee.has_port() && !callee.has_refused_ports();
            if callee == name {
                self.note(mark, &Error::CallsItself(name.to_string()));
            } else if self.inventory.services.get(callee).is_some_and(has_no_port) {
                let error = Error::Contradiction {
                    path,
                    why: format!("`{callee}` has no port that could be called"),
                    help: format!("give `{callee}` a port, or take it off the list"),
                };
                self.note(mark, &error);
            } else {
                self.exists(mark, path, &SERVICE, callee.as_str(), &["services"]);
            }
        }
        self.reads(service, &[], &service.config, &service.secrets);
        for (list, extra) in service.extra_lists() {
            let at = [list, extra.name.as_str()];
            self.reads(service, &at, &extra.config, &extra.secrets);
        }
    }

    /// Everything that a container reads is there; its settings stand at `at` below the service.
    fn reads(
        &mut self,
        service: &Service,
        at: &[&str],
        config: &IndexMap<DnsSubdomain, Vec<ConfigKey>>,
        secrets: &IndexMap<DnsSubdomain, Vec<ConfigKey>>,
    ) {
        let setting = |name| [at, &[name]].concat();
        self.keys(
            service,
            &CONFIG_MAP,
            &setting("config"),
            "configmaps",
            config,
        );
        self.keys(service, &SECRET, &setting("secrets"), "secrets", secrets);
    }

    /// Every key that a service reads from a ConfigMap or a Secret is there.
    fn keys(
        &mut self,
        service: &Service,
        what: &What,
        setting: &[&str],
        section: &str,
        read: &IndexMap<DnsSubdomain, Vec<ConfigKey>>,
    ) {
        for (name, keys) in read {
            let (path, list) = self.said(service, &[setting, &[name.as_str()]].concat());
            self.exists(list.mark, path.clone(), what, name.as_str(), &[section]);
            let inside: &[&str] = match section {
                "secrets" => &[section, name.as_str(), "keys"],
                _ => &[section, name.as_str()],
            };
            if !matches!(self.root.at(inside.iter().copied()), Some(node) if is_map(node)) {
                continue;
            }
            for key in keys {
                let mark = item_mark(list, key.as_str());
                self.exists(mark, path.clone(), &KEY, key.as_str(), inside);
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

fn is_map(node: &Node) -> bool {
    matches!(node.value, Value::Map(_))
}

/// Where an item of a list stands; the list itself if it has no such item.
fn item_mark(list: &Node, text: &str) -> Mark {
    let stands =
        |item: &&Node| matches!(&item.value, Value::Scalar { text: item, .. } if item == text);
    list.items().iter().find(stands).unwrap_or(list).mark
}
