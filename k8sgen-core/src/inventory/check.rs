//! What must hold between the parts of an inventory.

mod names;
mod pods;
mod what;

use std::collections::BTreeMap;

use k8sgen_templates::names::DnsLabel;

use self::what::{SERVICE, What};
use super::Inventory;
use super::environment::Environment;
use super::error::Error;
use super::service::Service;
use crate::context::Mapping;
use crate::identity;
use crate::problem::{Problem, nearest, shown};
use crate::yaml::{self, MOST_PROBLEMS, Mark, Node, Segment};

/// Notes everything that contradicts something else, and does not follow from what was refused already.
pub(super) fn all(
    inventory: &Inventory,
    root: &Node,
    refused: &[Vec<Segment>],
    problems: &mut Vec<Problem>,
) {
    let mut checker = Checker {
        inventory,
        root,
        problems,
    };
    for service in inventory.services.values() {
        checker.names(service);
        checker.variables(service);
        checker.pods(service);
        checker.image(service);
    }
    checker.ingress_paths();
    checker.namespaces();
    for environment in inventory.environments.values() {
        checker.environment(environment);
    }
    checker.roles();
    checker.advised();
    let is_refused = |path: &[&str]| {
        let path: Vec<Segment> = path.iter().map(|key| Segment::Key((*key).into())).collect();
        refused.contains(&path)
    };
    let follows = |error: &Error| {
        matches!(error, Error::Contradiction { path, .. } if path == "gitops")
            && is_refused(&["repository"])
    };
    let gitops = super::gitops::problems(inventory, root).into_iter();
    for (mark, error) in gitops.filter(|(_, error)| !follows(error)) {
        checker.note(mark, &error);
    }
    checker.iam_roles();
    checker.role_names();
    checker.mapping();
}

struct Checker<'a> {
    inventory: &'a Inventory,
    root: &'a Node,
    problems: &'a mut Vec<Problem>,
}

impl Checker<'_> {
    /// Environments that the validator only advises are there.
    fn advised(&mut self) {
        let inventory = self.inventory;
        for (index, name) in inventory.validate.advise.iter().enumerate() {
            if inventory.environments.contains_key(name) {
                continue;
            }
            let items = self.root.deepest(["validate", "advise"]).items();
            let mark = items.get(index).map_or(self.root.mark, |item| item.mark);
            let error = Error::Unknown {
                path: format!("validate.advise[{index}]"),
                what: "environment",
                name: name.to_string(),
                known: inventory
                    .environments
                    .keys()
                    .map(ToString::to_string)
                    .collect(),
            };
            self.note(mark, &error);
        }
    }

    /// Notes a problem, unless there are more than anybody reads.
    fn note(&mut self, mark: Mark, error: &Error) {
        let place = mark.place(&self.inventory.file);
        match self.problems.len() {
            ..MOST_PROBLEMS => self.problems.push(Problem::at(place, error)),
            MOST_PROBLEMS => {
                let error = yaml::Error::More(MOST_PROBLEMS);
                self.problems.push(Problem::at(place, &error));
            }
            _ => {}
        }
    }

    /// Notes a name that nothing at `path` has. What has nearly that name and was refused for it is enough to
    /// mend.
    fn exists(&mut self, mark: Mark, said: String, what: &What, name: &str, path: &[&str]) {
        let section = self.root.at(path.iter().copied());
        if self.problems.len() > MOST_PROBLEMS
            || section.is_some_and(|all| all.entry(name).is_some())
        {
            return;
        }
        let keys = section.into_iter().flat_map(Node::entries);
        let keys = keys.map(|entry| entry.key.as_str());
        let (known, refused): (Vec<&str>, Vec<&str>) = keys.partition(|key| (what.is_name)(key));
        if nearest(name, refused).is_some() {
            return;
        }
        let error = Error::Unknown {
            path: said,
            what: what.noun,
            name: name.to_owned(),
            known: known.into_iter().map(str::to_owned).collect(),
        };
        self.note(mark, &error);
    }

    /// What is said of a service, and the path under which it is said: the service's own, its tier's, or that
    /// of the defaults.
    fn said<'s>(&self, service: &'s Service, keys: &[&str]) -> (String, &'s Node) {
        let node = service.merged.deepest(keys.iter().copied());
        let (own, tier) = (service.name.as_str(), service.tier.as_str());
        let layers = [&["services", own][..], &["tiers", tier], &["defaults"]];
        let says = |layer: &&&[&str]| {
            let path = [**layer, keys].concat();
            self.root
                .at(path)
                .is_some_and(|said| said.mark == node.mark)
        };
        let layer = layers.iter().find(says).unwrap_or(&layers[0]);
        ([*layer, keys].concat().join("."), node)
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
        for (service, own) in &environment.services {
            let mark = self
                .root
                .deepest(["environments", name, "services", service.as_str()])
                .mark;
            let path = format!("environments.{name}.services.{service}");
            self.exists(
                mark,
                path.clone(),
                &SERVICE,
                service.as_str(),
                &["services"],
            );
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
                let node = self.root.deepest([
                    "environments",
                    name,
                    "services",
                    service.as_str(),
                    "replicas",
                ]);
                self.note(node.mark, &error);
            }
        }
        if let Some(factor) = environment
            .resources_factor
            .filter(|factor| !(*factor > 0.0 && *factor <= 100.0))
        {
            let error = Error::Contradiction {
                path: format!("environments.{name}.resources_factor"),
                why: format!("resources can't be multiplied with {factor}"),
                help: "a number over 0 and up to 100, such as 0.5".to_owned(),
            };
            let node = self
                .root
                .deepest(["environments", name, "resources_factor"]);
            self.note(node.mark, &error);
        }
    }

    /// Each IAM role has a name that AWS takes, and a folder, of its own.
    fn iam_roles(&mut self) {
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        let mut folders = BTreeMap::from([(identity::IMAGE_PULL.to_owned(), None)]);
        for role in identity::roles(self.inventory) {
            let account = role.account.to_string();
            // Its name is the project's and the account's, where nobody says another.
            let place = self.root.at(["service_accounts", &account]).map_or_else(
                || self.root.deepest(["project"]),
                |settings| settings.deepest(["role_name"]),
            );
            let mut refuse = |why: String, help: String| {
                let path = format!("service_accounts.{account}.role_name");
                self.problems.push(Problem::at(
                    place.mark.place(&self.inventory.file),
                    &Error::Contradiction { path, why, help },
                ));
            };
            let another = format!("write another `role_name` under `service_accounts.{account}`");
            let settings = self.inventory.service_accounts.get(&role.account);
            let is_given = settings.is_some_and(|settings| settings.role_name.is_some());
            if !is_given && !is_role(&role.name) {
                let (name, length) = (&role.name, role.name.len());
                let why = format!(
                    "its IAM role `{name}` has {length} characters, and IAM takes at most 64"
                );
                refuse(why, another);
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

    /// Names of IAM roles are some that IAM takes.
    fn role_names(&mut self) {
        for (account, settings) in &self.inventory.service_accounts {
            let Some(name) = settings.role_name.as_deref().filter(|name| !is_role(name)) else {
                continue;
            };
            let path = ["service_accounts", account.as_str(), "role_name"];
            let mark = self.root.deepest(path).mark;
            let error = Error::Contradiction {
                path: path.join("."),
                why: format!("`{}` is not the name of an IAM role", shown(name)),
                help: "at most 64 letters, digits and `+=,.@_-`".to_owned(),
            };
            self.note(mark, &error);
        }
    }

    /// Mapped fields exist.
    fn mapping(&mut self) {
        let map = self.inventory.terraform.map.iter();
        let pairs = map.map(|(field, output)| {
            let place = self.inventory.key_place(&["terraform", "map"], field);
            (field.as_str(), output.as_str(), place)
        });
        self.problems
            .extend(Mapping::read(pairs).err().into_iter().flatten());
    }
}

fn is_role(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "+=,.@_-".contains(c);
    (1..=64).contains(&name.len()) && name.chars().all(allowed)
}
