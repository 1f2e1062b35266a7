//! What pods call, as far as variables, arguments and ConfigMaps show it.

use super::address::{Address, Name};
use super::container::Container;
use super::selector::Selector;
use super::workload::Workload;
use crate::validate::document::Document;
use crate::validate::scope::Scope;
use crate::yaml::{Mark, Node};

/// Words in the name of a setting whose value is not called, or only by others.
const NOT_CALLED: [&str; 10] = [
    "ADVERTISED",
    "ALLOWED",
    "AUDIENCE",
    "BIND",
    "CORS",
    "IMAGE",
    "ISSUER",
    "LISTEN",
    "ORIGIN",
    "TAG",
];

/// An address in the settings of pods.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// The pods.
    pub by: Workload<'a>,
    /// What is called.
    pub address: Address<'a>,
    /// The Service that the host may be.
    pub name: Name<'a>,
    /// The variable or key that holds it; nothing for an argument.
    pub setting: Option<&'a str>,
    /// Where it stands.
    pub mark: Mark,
}

impl<'a> Call<'a> {
    /// The namespace in which the Service is looked for.
    #[must_use]
    pub fn namespace(&self) -> Option<&'a str> {
        self.name.namespace.or_else(|| self.by.namespace())
    }

    /// The Service that is called, if it is there.
    #[must_use]
    pub fn service(&self, scope: &Scope<'a>) -> Option<&'a Document> {
        scope.find_with(
            self.by.document,
            "Service",
            self.namespace(),
            self.name.service,
        )
    }

    /// Whether pods call themselves: what they tell others about themselves looks the same.
    #[must_use]
    pub fn is_own(&self, service: &'a Document) -> bool {
        let selector = service.at(["spec", "selector"]).map(Selector::of_labels);
        selector.is_some_and(|selector| selector.fits(self.by.labels()))
    }
}

/// A setting: its name, if it has one, and its value.
type Setting<'a> = (Option<&'a str>, &'a Node);

/// Everything that the pods of a scope call, in the order of its documents.
#[must_use]
pub fn calls<'a>(scope: &Scope<'a>) -> Vec<Call<'a>> {
    let mut calls = Vec::new();
    for by in scope.workloads() {
        let mut add = |(setting, node): Setting<'a>, address: Address<'a>| {
            if let Some(name) = address.name() {
                calls.push(Call {
                    by: *by,
                    address,
                    name,
                    setting,
                    mark: Mark {
                        line: node.mark.line + address.line,
                        ..node.mark
                    },
                });
            }
        };
        for container in by.containers() {
            let variables = variables(scope, by, container);
            for (setting, address) in pairs(&variables) {
                add(setting, address);
            }
            let lists = ["command", "args"].into_iter();
            let arguments = lists.flat_map(|list| container.items(list));
            for setting in variables
                .into_iter()
                .chain(arguments.map(|node| (None, node)))
            {
                for address in addresses(setting) {
                    add(setting, address);
                }
            }
        }
        for volume in by.volumes() {
            for setting in files(scope, by, volume) {
                for address in addresses(setting) {
                    add(setting, address);
                }
            }
        }
    }
    calls
}

/// What a ConfigMap holds.
fn data(map: &Document) -> impl Iterator<Item = Setting<'_>> {
    let data = map.at(["data"]).map_or(&[][..], Node::entries);
    data.iter()
        .map(|entry| (Some(entry.key.as_str()), &entry.value))
}

/// What pods find in a volume of a ConfigMap: all that it holds, or the items that are named.
fn files<'a>(scope: &Scope<'a>, by: &Workload<'a>, volume: &'a Node) -> Vec<Setting<'a>> {
    let Some(source) = volume.at(["configMap"]) else {
        return Vec::new();
    };
    let name = source.at(["name"]).and_then(Node::text);
    let map = name.and_then(|name| scope.find_with(by.document, "ConfigMap", by.namespace(), name));
    let items = source.at(["items"]).map(Node::items);
    let is_there = |key: &str| {
        let named = |item: &Node| item.at(["key"]).and_then(Node::text) == Some(key);
        items.is_none_or(|items| items.iter().any(named))
    };
    let settings = map.into_iter().flat_map(data);
    settings
        .filter(|(key, _)| key.is_some_and(is_there))
        .collect()
}

/// The variables of a container: its own, and those that it takes from ConfigMaps.
fn variables<'a>(
    scope: &Scope<'a>,
    by: &Workload<'a>,
    container: Container<'a>,
) -> Vec<Setting<'a>> {
    let map = |node: Option<&'a Node>| {
        let name = node?.at(["name"])?.text()?;
        scope.find_with(by.document, "ConfigMap", by.namespace(), name)
    };
    let mut variables = Vec::new();
    for from in container.items("envFrom") {
        variables.extend(map(from.at(["configMapRef"])).into_iter().flat_map(data));
    }
    for variable in container.variables() {
        let from = variable.from("configMapKeyRef");
        let key = from.and_then(|from| from.at(["key"])).and_then(Node::text);
        let taken = key.and_then(|key| map(from)?.at(["data", key]));
        variables.extend(
            variable
                .value()
                .or(taken)
                .map(|node| (Some(variable.name), node)),
        );
    }
    variables
}

/// The addresses in a setting. An argument may name itself: `--upstream=api:8080`.
fn addresses((name, node): Setting<'_>) -> Vec<Address<'_>> {
    let Some(text) = node.text() else {
        return Vec::new();
    };
    let flag = text.split_once('=').filter(|_| text.starts_with('-'));
    let name = name.or(flag.map(|(flag, _)| flag)).unwrap_or_default();
    let name = name.to_ascii_uppercase();
    if NOT_CALLED.iter().any(|word| name.contains(word)) {
        return Vec::new();
    }
    Address::all(text)
}

/// Hosts and ports that stand in two variables: `DB_HOST` and `DB_PORT`.
fn pairs<'a>(variables: &[Setting<'a>]) -> Vec<(Setting<'a>, Address<'a>)> {
    let mut pairs = Vec::new();
    for (name, node) in variables {
        let prefix = name.and_then(|name| name.strip_suffix("_HOST"));
        let host = node.text().and_then(Address::host);
        let (Some(prefix), Some(host)) = (prefix, host) else {
            continue;
        };
        let port = variables.iter().find_map(|(name, node)| {
            let is_port = name.and_then(|name| name.strip_prefix(prefix)) == Some("_PORT");
            node.text().filter(|_| is_port)?.parse().ok()
        });
        pairs.push(((*name, *node), Address { port, ..host }));
    }
    pairs
}
