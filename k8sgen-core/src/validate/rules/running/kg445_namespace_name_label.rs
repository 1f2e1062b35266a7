//! A network policy that looks for a namespace by a label that namespaces do not have of themselves.

use std::collections::HashSet;

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Direction, Labels, is_placeholder};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG445",
    name: "namespace-name-label",
    severity: Severity::Warning,
    finds: "A `namespaceSelector` of a NetworkPolicy that asks for the label `name`, which no namespace of the \
        repository has. Where the namespace itself is not in the repository either, it is said as an advice.",
    why: "Kubernetes labels a namespace with `kubernetes.io/metadata.name`, not with `name`. Unless somebody set \
        that label by hand, the selector fits no namespace, and the rule lets nobody through.",
    wrong: "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
spec:
  podSelector:
    matchLabels:
      app: web
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              name: monitoring
",
    right: "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
spec:
  podSelector:
    matchLabels:
      app: web
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: monitoring
",
    help: "write `kubernetes.io/metadata.name` instead of `name`: every namespace has that label",
    check: Check::Applied(check),
};

fn check(repository: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    let policies = scope.policies().as_slice();
    if policies.is_empty() {
        return;
    }
    let written = repository.written().of_kind("Namespace").iter();
    let namespaces = || written.clone().chain(scope.of_kind("Namespace"));
    let labelled: HashSet<&str> = namespaces()
        .filter_map(|namespace| Labels::of(&namespace.node).get("name"))
        .collect();
    let known: HashSet<&str> = namespaces().map(|namespace| namespace.name()).collect();
    let directions = [Direction::Ingress, Direction::Egress];
    let rules = policies.iter().flat_map(|policy| {
        directions
            .into_iter()
            .flat_map(|direction| policy.rules(direction))
    });
    for peer in rules.flat_map(|rule| rule.peers()) {
        let Some(label) = peer.at(["namespaceSelector", "matchLabels", "name"]) else {
            continue;
        };
        let Some(name) = label
            .text()
            .filter(|name| !is_placeholder(name) && !labelled.contains(name))
        else {
            continue;
        };
        let (severity, has_not) = if known.contains(name) {
            (
                Severity::Warning,
                format!("namespace `{}` has no such label", shown(name)),
            )
        } else {
            (
                Severity::Info,
                "namespaces have no such label of themselves".to_owned(),
            )
        };
        let message = format!(
            "`namespaceSelector` asks for `name: {}`, and {has_not}",
            shown(name)
        );
        found.say(label.mark, severity, message, None);
    }
}
