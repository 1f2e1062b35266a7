//! A network policy that the API server refuses.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{is_placeholder, number};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::{Node, Value};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG473",
    name: "refused-network-policy",
    severity: Severity::Error,
    finds: "A peer of a NetworkPolicy that names nobody, or both addresses and pods; an `endPort` that is less \
        than its `port`, or that stands beside the name of a port or beside none.",
    why: "The API server refuses the object.",
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
        - ipBlock:
            cidr: 10.0.0.0/16
          podSelector:
            matchLabels:
              app: gateway
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
        - ipBlock:
            cidr: 10.0.0.0/16
        - podSelector:
            matchLabels:
              app: gateway
",
    help: "write an entry of its own for each `ipBlock`",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for policy in scope.of_kind("NetworkPolicy") {
        let Some(spec) = policy.at(["spec"]) else {
            continue;
        };
        for (direction, peers) in [("ingress", "from"), ("egress", "to")] {
            for rule in spec.list(direction) {
                for peer in rule.list(peers) {
                    judge_peer(peer, found);
                }
                for port in rule.list("ports") {
                    judge_port(port, found);
                }
            }
        }
    }
}

fn judge_peer(peer: &Node, found: &mut Found<'_>) {
    let block = peer
        .entry("ipBlock")
        .filter(|_| peer.given("ipBlock").is_some());
    let selectors = ["podSelector", "namespaceSelector"];
    let selector = selectors
        .into_iter()
        .find(|field| peer.given(field).is_some());
    match (block, selector) {
        (None, None) if matches!(peer.value, Value::Map(_)) => {
            let message = "this peer names nobody";
            let help =
                "write `podSelector: {}` for all pods of the namespace, or take the entry away";
            found.with_help(peer.mark, message, Some(help));
        }
        (Some(block), Some(selector)) => {
            let message =
                format!("this peer has both `ipBlock` and `{selector}`, and may have one");
            found.at(block.mark, message);
        }
        _ => {}
    }
}

fn judge_port(port: &Node, found: &mut Found<'_>) {
    let Some(last) = port.given("endPort") else {
        return;
    };
    let first = port.given("port");
    let text = first.and_then(Node::text).unwrap_or_default();
    let why = match (first, first.and_then(number), number(last)) {
        _ if is_placeholder(text) => return,
        (None, ..) => "`endPort` needs a `port` to begin with".to_owned(),
        (Some(_), None, _) => {
            format!(
                "`endPort` needs a number to begin with, and `port` is `{}`",
                shown(text)
            )
        }
        (_, Some(from), Some(to)) if to < from => {
            format!("`endPort: {to}` is less than `port: {from}`")
        }
        _ => return,
    };
    found.with_help(
        last.mark,
        why,
        Some("write the first port in `port`, the last in `endPort`"),
    );
}
