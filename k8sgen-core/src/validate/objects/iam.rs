//! Trust policies of IAM: which service accounts may take on a role.

use super::is_known;
use crate::validate::document::Document;
use crate::yaml::{Mark, Node};

/// How pods prove who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// By a token that the cluster's OIDC provider signs (IRSA).
    WebIdentity,
    /// By the agent of EKS Pod Identity.
    PodIdentity,
}

/// One statement that lets service accounts take on the role.
#[derive(Debug, Clone)]
pub struct Trust<'a> {
    /// How they prove who they are.
    pub identity: Identity,
    /// The statement.
    pub statement: &'a Node,
    /// Whom it names, as far as that is understood.
    pub subjects: Vec<Subject<'a>>,
    /// What it compares subjects with: the operator, the key and the text.
    pub compared: Vec<(&'a str, &'a str, &'a Node)>,
}

/// A service account as a trust policy names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject<'a> {
    /// Its namespace.
    pub namespace: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Where it is named.
    pub mark: Mark,
}

impl Subject<'_> {
    /// Whether it stands for several.
    #[must_use]
    pub fn is_pattern(&self) -> bool {
        [self.namespace, self.name]
            .iter()
            .any(|text| text.contains(['*', '?']))
    }
}

/// What a policy says of service accounts; nothing, if it says nothing of them.
#[must_use]
pub fn trusts(policy: &Document) -> Vec<Trust<'_>> {
    let statements = policy.at(["Statement"]).into_iter().flat_map(some);
    statements.filter_map(trust).collect()
}

fn trust(statement: &Node) -> Option<Trust<'_>> {
    let text = |keys: &[&'static str]| statement.at(keys.iter().copied()).and_then(Node::text);
    let allows = |action: &str| {
        let mut actions = statement.at(["Action"]).into_iter().flat_map(some);
        actions.any(|one| one.text() == Some(action))
    };
    if text(&["Effect"]) != Some("Allow") {
        return None;
    }
    let identity = if allows("sts:AssumeRoleWithWebIdentity") {
        Identity::WebIdentity
    } else if text(&["Principal", "Service"]) == Some("pods.eks.amazonaws.com") {
        Identity::PodIdentity
    } else {
        return None;
    };
    let mut trust = Trust {
        identity,
        statement,
        subjects: Vec::new(),
        compared: Vec::new(),
    };
    let (mut namespaces, mut names) = (Vec::new(), Vec::new());
    for operator in statement.at(["Condition"]).map_or(&[][..], Node::entries) {
        for entry in operator.value.entries() {
            match entry.key.as_str() {
                key if key.ends_with(":sub") => {
                    let compared =
                        some(&entry.value).map(|node| (operator.key.as_str(), key, node));
                    trust.compared.extend(compared);
                }
                "aws:RequestTag/kubernetes-namespace" => namespaces.extend(some(&entry.value)),
                "aws:RequestTag/kubernetes-service-account" => names.extend(some(&entry.value)),
                _ => {}
            }
        }
    }
    for (operator, _, node) in &trust.compared {
        // What must not be so names nobody.
        if !operator.contains("Not") {
            trust.subjects.extend(subject(node));
        }
    }
    // Of several of each, nobody knows which belong together.
    let by_tags = namespaces.iter().flat_map(|namespace| {
        names.iter().filter_map(|name| {
            Some(Subject {
                namespace: namespace.text()?,
                name: name.text()?,
                mark: if names.len() == 1 && namespaces.len() > 1 {
                    namespace.mark
                } else {
                    name.mark
                },
            })
        })
    });
    if names.len() == 1 || namespaces.len() == 1 {
        trust.subjects.extend(by_tags);
    }
    trust
        .subjects
        .retain(|subject| is_known(subject.namespace) && is_known(subject.name));
    Some(trust)
}

/// `system:serviceaccount:shop:backend`.
fn subject(node: &Node) -> Option<Subject<'_>> {
    let (namespace, name) = node
        .text()?
        .strip_prefix("system:serviceaccount:")?
        .split_once(':')?;
    let is_whole = !name.contains(':') && !name.is_empty() && !namespace.is_empty();
    is_whole.then_some(Subject {
        namespace,
        name,
        mark: node.mark,
    })
}

/// The items of a list; where there is no list, the one value.
pub(in crate::validate) fn some(node: &Node) -> impl Iterator<Item = &Node> {
    let one = node.text().is_some() || !node.entries().is_empty();
    node.items().iter().chain(one.then_some(node))
}
