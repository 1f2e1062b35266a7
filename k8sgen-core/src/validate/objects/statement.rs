//! Policies of IAM: their statements, and what those allow.

use crate::validate::document::Document;
use crate::validate::repository::Repository;
use crate::yaml::{Entry, Node, Value};

/// A statement of a policy.
#[derive(Debug, Clone, Copy)]
pub struct Statement<'a> {
    /// The policy.
    pub document: &'a Document,
    /// Its values.
    pub node: &'a Node,
}

impl<'a> Statement<'a> {
    /// The statements of all policies of a repository that allow something.
    pub fn allowing(repository: &Repository<'a>) -> impl Iterator<Item = Self> {
        let policies = repository.policies();
        let all = policies.flat_map(|document| {
            let statements = document.at(["Statement"]).map_or(&[][..], one_or_more);
            statements.iter().map(move |node| Self { document, node })
        });
        all.filter(|statement| statement.node.at(["Effect"]).and_then(Node::text) == Some("Allow"))
    }

    /// The values of a field that holds one or several: `Action`, `Resource`.
    #[must_use]
    pub fn values(&self, field: &str) -> &'a [Node] {
        self.node.at([field]).map_or(&[][..], one_or_more)
    }

    /// Whether it allows that only under a condition.
    #[must_use]
    pub fn has_condition(&self) -> bool {
        self.node
            .at(["Condition"])
            .is_some_and(|condition| !condition.entries().is_empty())
    }

    /// The resource that is all there are: `*`, or an ARN whose name is `*`.
    #[must_use]
    pub fn every_resource(&self) -> Option<&'a Node> {
        self.values("Resource")
            .iter()
            .find(|resource| is_every(resource.text().unwrap_or_default()))
    }

    /// The first of its actions that is, or that covers, one of these.
    #[must_use]
    pub fn action(&self, actions: &[&str]) -> Option<&'a Node> {
        self.values("Action").iter().find(|action| {
            let pattern = action.text().unwrap_or_default();
            actions.iter().any(|action| covers(pattern, action))
        })
    }

    /// Whether it says who may take a role: all of its actions are `sts:AssumeRole…`, and it is about no resource.
    #[must_use]
    pub fn is_trust(&self) -> bool {
        let actions = self.values("Action");
        let is_assume = |action: &Node| {
            let action = action.text().unwrap_or_default();
            action
                .get(..4)
                .is_some_and(|service| service.eq_ignore_ascii_case("sts:"))
        };
        !actions.is_empty() && actions.iter().all(is_assume) && self.node.at(["Resource"]).is_none()
    }

    /// The identity providers (OIDC) whose tokens it takes: their name, and where it stands.
    pub fn providers(&self) -> impl Iterator<Item = (&'a str, &'a Node)> + use<'a> {
        let federated = self
            .node
            .at(["Principal", "Federated"])
            .map_or(&[][..], one_or_more);
        federated.iter().filter_map(|node| {
            let (_, provider) = node.text()?.split_once(":oidc-provider/")?;
            Some((provider, node))
        })
    }

    /// What it asks of tokens: each operator, such as `StringEquals`, and the claim with its values.
    pub fn conditions(&self) -> impl Iterator<Item = (&'a str, &'a Entry)> + use<'a> {
        let operators = self
            .node
            .at(["Condition"])
            .map_or(&[][..], Node::entries)
            .iter();
        operators.flat_map(|operator| {
            let claims = operator.value.entries().iter();
            claims.map(|claim| (operator.key.as_str(), claim))
        })
    }
}

/// The items of a list; anything else as its only one.
#[must_use]
pub fn one_or_more(node: &Node) -> &[Node] {
    match &node.value {
        Value::List(items) => items,
        Value::Null => &[],
        _ => std::slice::from_ref(node),
    }
}

/// Whether a resource is all of its sort: `*`, `arn:aws:iam::*:role/*`.
fn is_every(resource: &str) -> bool {
    let name = resource.rsplit([':', '/']).next().unwrap_or_default();
    let is_arn = resource.starts_with("arn:") && resource.matches(['/', ':']).count() <= 6;
    resource == "*" || is_arn && name == "*"
}

/// Whether an action with `*` and `?` covers another one. Letters count alike, large or small.
#[must_use]
pub fn covers(pattern: &str, action: &str) -> bool {
    let pattern = pattern.to_ascii_lowercase().into_bytes();
    let action = action.to_ascii_lowercase().into_bytes();
    let (mut p, mut a) = (0, 0);
    // The last star, and how far what it stands for reached.
    let mut star: Option<(usize, usize)> = None;
    while a < action.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, a));
                p += 1;
            }
            Some(byte) if *byte == b'?' || *byte == action[a] => {
                p += 1;
                a += 1;
            }
            _ => match star {
                Some((at, reached)) => {
                    star = Some((at, reached + 1));
                    (p, a) = (at + 1, reached + 1);
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|byte| *byte == b'*')
}

/// Whether an action is all of a service's, or of all services'.
#[must_use]
pub fn is_whole_service(action: &str) -> bool {
    let name = action.split_once(':').map_or(action, |(_, name)| name);
    name == "*"
}
