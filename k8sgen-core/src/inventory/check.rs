//! What must hold between the parts of an inventory.

use std::collections::BTreeMap;

use k8sgen_templates::names::{DnsLabel, Quantity};

use super::Inventory;
use super::environment::Environment;
use super::error::Error;
use super::service::{Budget, Service};
use crate::identity;
use crate::problem::Problem;
use crate::yaml::{Mark, Node, Value};

/// Names of network policies that belong to no service.
const RESERVED: [&str; 3] = ["default-deny", "allow-dns", "allow-namespace"];

/// Notes everything that contradicts something else.
pub(super) fn all(inventory: &Inventory, root: &Node, problems: &mut Vec<Problem>) {
    let mut checker = Checker {
        inventory,
        root,
        problems,
    };
    for service in inventory.services.values() {
        checker.names(service);
        checker.variables(service);
        checker.pods(service);
    }
    checker.ingress_paths();
    checker.namespaces();
    for environment in inventory.environments.values() {
        checker.environment(environment);
    }
    checker.roles();
    for (mark, error) in super::gitops::problems(inventory, root) {
        checker.note(mark, &error);
    }
    checker.iam_roles();
}

struct Checker<'a> {
    inventory: &'a Inventory,
    root: &'a Node,
    problems: &'a mut Vec<Problem>,
}

impl Checker<'_> {
    fn note(&mut self, mark: Mark, error: &Error) {
        self.problems
            .push(Problem::at(mark.place(&self.inventory.file), error));
    }

    /// Names below a key of the file, also of entries that were refused and reported.
    fn defined(&self, key: &str) -> Vec<String> {
        self.root
            .deepest([key])
            .entries()
            .iter()
            .map(|entry| entry.key.clone())
            .collect()
    }

    fn unknown(
        &mut self,
        mark: Mark,
        path: String,
        what: &'static str,
        name: &str,
        known: Vec<String>,
    ) {
        self.note(
            mark,
            &Error::Unknown {
                path,
                what,
                name: name.to_owned(),
                known,
            },
        );
    }

    /// Everything that a service names exists.
    fn names(&mut self, service: &Service) {
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
            let mark = merged.deepest(["tier"]).mark;
            self.unknown(mark, path("tier"), "tier", service.tier.as_str(), tiers);
        }
        let services = self.defined("services");
        for callee in &service.calls {
            let calls = merged.deepest(["calls"]);
            let mark = item_mark(calls, callee.as_str());
            if callee == name {
                self.note(mark, &Error::CallsItself(name.to_string()));
            } else if !services.iter().any(|service| service == callee.as_str()) {
                self.unknown(
                    mark,
                    path("calls"),
                    "service",
                    callee.as_str(),
                    services.clone(),
                );
            } else if self
                .inventory
                .services
                .get(callee)
                .is_some_and(|callee| callee.port.is_none())
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
            let list = service.merged.deepest([setting, name]);
            let path = format!("services.{}.{setting}", service.name);
            let Some(known) = there.get(name) else {
                if !self.defined(section).iter().any(|defined| defined == name) {
                    self.unknown(list.mark, path, what, name, self.defined(section));
                }
                continue;
            };
            for key in keys
                .iter()
                .map(AsRef::as_ref)
                .filter(|key| !known.contains(key))
            {
                let known = known.iter().map(|&key| key.to_owned()).collect();
                self.unknown(
                    item_mark(list, key),
                    format!("{path}.{name}"),
                    "key",
                    key,
                    known,
                );
            }
        }
    }

    /// A variable comes from one place.
    fn variables(&mut self, service: &Service) {
        let config = service.config.iter().flat_map(|(name, keys)| {
            keys.iter()
                .map(move |key| (key.as_str(), format!("the ConfigMap `{name}`")))
        });
        let secrets = service.secrets.iter().flat_map(|(name, keys)| {
            keys.iter()
                .map(move |key| (key.as_str(), format!("the Secret `{name}`")))
        });
        let env = service
            .env
            .keys()
            .map(|key| (key.as_str(), "`env`".to_owned()));
        let mut seen: BTreeMap<&str, String> = BTreeMap::new();
        for (name, from) in config.chain(secrets).chain(env) {
            if let Some(first) = seen.insert(name, from.clone()) {
                let error = Error::VariableTwice {
                    service: service.name.to_string(),
                    name: name.to_owned(),
                    first,
                    second: from,
                };
                self.note(service.merged.mark, &error);
            }
        }
    }

    /// Numbers of a service that can't be true together.
    fn pods(&mut self, service: &Service) {
        let path = |rest: &str| format!("services.{}.{rest}", service.name);
        let merged = &service.merged;
        if let Some(scaling) = service.autoscaling {
            let mark = merged.deepest(["autoscaling"]).mark;
            let mut refuse = |why: String, help: &str| {
                self.note(
                    mark,
                    &Error::Contradiction {
                        path: path("autoscaling"),
                        why,
                        help: help.to_owned(),
                    },
                );
            };
            if scaling.min == 0 || scaling.max < scaling.min {
                refuse(
                    format!(
                        "the maximum {} is under the minimum {}",
                        scaling.max, scaling.min
                    ),
                    "1 <= min <= max",
                );
            }
            if scaling.cpu_percent.is_none() && scaling.memory_percent.is_none() {
                refuse(
                    "nothing says by what to scale".to_owned(),
                    "write `cpu_percent: 70`",
                );
            }
        }
        if let Some(Budget::MinAvailable(pods)) =
            service.budget.filter(|_| service.fewest_pods() > 0)
            && pods >= service.fewest_pods()
        {
            let why = format!(
                "{pods} of {} pods must stay, so no node that runs one can ever be drained",
                service.fewest_pods()
            );
            let help = format!(
                "at most {}, or more pods",
                service.fewest_pods().saturating_sub(1)
            );
            let error = Error::Contradiction {
                path: path("min_available"),
                why,
                help,
            };
            self.note(merged.deepest(["min_available"]).mark, &error);
        }
        if service.rolling_update.max_surge == 0 && service.rolling_update.max_unavailable == 0 {
            let error = Error::Contradiction {
                path: path("strategy"),
                why: "a rollout that may neither add nor take a pod never ends".to_owned(),
                help: "write `max_surge: 1`".to_owned(),
            };
            self.note(merged.deepest(["strategy"]).mark, &error);
        }
        let (requests, limits) = (&service.resources.requests, &service.resources.limits);
        let amounts = [
            ("cpu", &requests.cpu, &limits.cpu),
            ("memory", &requests.memory, &limits.memory),
            (
                "ephemeral_storage",
                &requests.ephemeral_storage,
                &limits.ephemeral_storage,
            ),
        ];
        for (resource, request, limit) in amounts {
            if Quantity::milli(limit) < Quantity::milli(request) {
                let error = Error::Contradiction {
                    path: path(&format!("resources.limits.{resource}")),
                    why: format!("the limit {limit} is under the request {request}"),
                    help: "a limit is at least its request".to_owned(),
                };
                self.note(
                    merged.deepest(["resources", "limits", resource]).mark,
                    &error,
                );
            }
        }
        if let (Some(sleep), grace) = (
            service.pre_stop_sleep,
            service.termination_grace_period_seconds,
        ) && sleep >= grace
        {
            let error = Error::Contradiction {
                path: path("pre_stop_sleep"),
                why: format!(
                    "a pod that has {grace} s to end and sleeps {sleep} s of them is killed"
                ),
                help: "sleep less, or raise `termination_grace_period_seconds`".to_owned(),
            };
            self.note(merged.deepest(["pre_stop_sleep"]).mark, &error);
        }
    }

    fn ingress_paths(&mut self) {
        let mut taken: BTreeMap<(&str, Option<&DnsLabel>), &Service> = BTreeMap::new();
        for service in self.inventory.services.values() {
            let Some(path) = &service.ingress_path else {
                continue;
            };
            let mark = service.merged.deepest(["ingress_path"]).mark;
            if service.port.is_none() {
                let error = Error::Contradiction {
                    path: format!("services.{}.ingress_path", service.name),
                    why: "the service has no port to send requests to".to_owned(),
                    help: "give it a `port`, or take the path away".to_owned(),
                };
                self.note(mark, &error);
            }
            if let Some(first) = taken.insert((path.as_str(), None), service) {
                let error = Error::PathTaken {
                    path: path.to_string(),
                    first: first.name.to_string(),
                    second: service.name.to_string(),
                };
                self.note(mark, &error);
            }
        }
    }

    fn namespaces(&mut self) {
        let mut taken: BTreeMap<&str, &DnsLabel> = BTreeMap::new();
        for (name, environment) in &self.inventory.environments {
            if let Some(first) = taken.insert(environment.namespace.as_str(), name) {
                let error = Error::NamespaceTaken {
                    namespace: environment.namespace.to_string(),
                    first: first.to_string(),
                    second: name.to_string(),
                };
                self.note(
                    self.root
                        .deepest(["environments", name.as_str(), "namespace"])
                        .mark,
                    &error,
                );
            }
        }
    }

    fn environment(&mut self, environment: &Environment) {
        let name = environment.name.as_str();
        let services = self.defined("services");
        for (service, own) in &environment.services {
            let mark = self
                .root
                .deepest(["environments", name, "services", service.as_str()])
                .mark;
            let path = format!("environments.{name}.services.{service}");
            if !services.iter().any(|known| known == service.as_str()) {
                self.unknown(mark, path, "service", service.as_str(), services.clone());
                continue;
            }
            let scaling = self
                .inventory
                .services
                .get(service)
                .and_then(|service| service.autoscaling);
            if let (Some(replicas), Some(scaling), true) =
                (own.replicas, scaling, environment.is_autoscaled())
                && replicas > scaling.max
            {
                let error = Error::Contradiction {
                    path: format!("{path}.replicas"),
                    why: format!(
                        "{replicas} pods at least is over the maximum {} of its autoscaling",
                        scaling.max
                    ),
                    help: "raise `autoscaling.max` of the service".to_owned(),
                };
                self.note(mark, &error);
            }
        }
        if environment
            .resources_factor
            .is_some_and(|factor| !(factor > 0.0 && factor <= 100.0))
        {
            let error = Error::Contradiction {
                path: format!("environments.{name}.resources_factor"),
                why: "nothing can be multiplied with that".to_owned(),
                help: "a number over 0 and up to 100, such as 0.5".to_owned(),
            };
            self.note(
                self.root
                    .deepest(["environments", name, "resources_factor"])
                    .mark,
                &error,
            );
        }
    }

    /// Each IAM role has a name that AWS takes, and a folder, of its own.
    fn iam_roles(&mut self) {
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        let mut folders = BTreeMap::from([(identity::IMAGE_PULL.to_owned(), None)]);
        for role in identity::roles(self.inventory) {
            let account = role.account.to_string();
            let place = self
                .root
                .deepest(["service_accounts", &account, "role_name"]);
            let mut refuse = |why: String, help: String| {
                let path = format!("service_accounts.{account}.role_name");
                self.problems.push(Problem::at(
                    place.mark.place(&self.inventory.file),
                    &Error::Contradiction { path, why, help },
                ));
            };
            let another = format!("write another `role_name` under `service_accounts.{account}`");
            if let Some(why) = refused_role_name(&role.name) {
                refuse(format!("the IAM role `{}` {why}", role.name), another);
            } else if let Some(first) = names.insert(role.name.to_lowercase(), account.clone()) {
                let why = format!("`{}` is already the IAM role of `{first}`", role.name);
                refuse(why, another);
            }
            if let Some(first) = folders.insert(role.purpose.clone(), Some(account.clone())) {
                let first = first.map_or("the nodes".to_owned(), |first| format!("`{first}`"));
                let why = format!("`iam/{}` is already the folder of {first}", role.purpose);
                let help = "give the service account another name".to_owned();
                refuse(why, help);
            }
        }
    }

    fn roles(&mut self) {
        for (name, role) in &self.inventory.roles {
            let mark = self.root.deepest(["roles", name.as_str()]).mark;
            if role.groups.is_empty() && role.service_accounts.is_empty() {
                let error = Error::Contradiction {
                    path: format!("roles.{name}"),
                    why: "nobody has this role".to_owned(),
                    help: "name `groups` or `service_accounts`".to_owned(),
                };
                self.note(mark, &error);
            }
        }
    }
}

/// Why AWS would refuse a name for an IAM role.
fn refused_role_name(name: &str) -> Option<&'static str> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c);
    if name.is_empty() || name.len() > 64 {
        Some("has not 1 to 64 characters")
    } else if !name.chars().all(allowed) {
        Some("has characters other than letters, digits and `_+=,.@-`")
    } else {
        None
    }
}

/// Where an item of a list stands; the list itself if it has no such item.
fn item_mark(list: &Node, text: &str) -> Mark {
    let stands =
        |item: &&Node| matches!(&item.value, Value::Scalar { text: item, .. } if item == text);
    list.items().iter().find(stands).unwrap_or(list).mark
}
