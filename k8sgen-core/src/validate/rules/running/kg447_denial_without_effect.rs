//! A network policy that denies everything, beside one that allows everything.

use std::collections::HashMap;

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Direction, Policy};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG447",
    name: "denial-without-effect",
    severity: Severity::Info,
    finds: "A NetworkPolicy without rules for a direction, in a namespace where another one allows every pod \
        everything in that direction.",
    why: "Policies add up: what one of them allows is allowed. Beside one that allows all, none denies anything.",
    wrong: "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: default-deny
spec:
  podSelector: {}
  policyTypes: [Egress]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: allow-egress
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - {}
",
    right: "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: default-deny
spec:
  podSelector: {}
  policyTypes: [Egress]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: allow-egress
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to:
        - podSelector: {}
",
    help: "take one of the two away, or say in the other one's rules with whom and on which ports",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for direction in [Direction::Ingress, Direction::Egress] {
        let allows_all = |policy: &&Policy<'_>| {
            let mut rules = policy.rules(direction);
            policy.selector.is_empty()
                && rules.any(|rule| rule.peers().is_empty() && rule.ports().is_empty())
        };
        let policies = scope.policies().as_slice();
        let all = policies.iter().filter(allows_all);
        let all: HashMap<Option<&str>, &Policy<'_>> = all
            .map(|policy| (policy.document.namespace(), policy))
            .collect();
        for policy in policies {
            let denies = policy.isolates(direction) && policy.rules(direction).next().is_none();
            let Some(other) = all
                .get(&policy.document.namespace())
                .filter(|other| denies && scope.has_both(policy.document, other.document))
            else {
                continue;
            };
            let (name, other) = (shown(policy.document.name()), shown(other.document.name()));
            let field = direction.field();
            let message = format!(
                "NetworkPolicy `{name}` denies no {field}: NetworkPolicy `{other}` allows every pod all of it"
            );
            found.at(policy.mark(direction), message);
        }
    }
}
