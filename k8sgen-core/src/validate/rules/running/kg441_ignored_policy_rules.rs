//! Rules of a network policy that its `policyTypes` leaves out.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Direction, is_placeholder};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG441",
    name: "ignored-policy-rules",
    severity: Severity::Error,
    finds: "A NetworkPolicy with `ingress` or `egress` rules whose `policyTypes` does not list that direction; or \
        with an empty `egress` and no `policyTypes`.",
    why: "Only the directions in `policyTypes` count. The rules for another one are ignored: nothing is denied that \
        way, and everything gets through. Without `policyTypes`, an empty `egress` means nothing either.",
    wrong: "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: orders
spec:
  podSelector:
    matchLabels:
      app: orders
  policyTypes: [Ingress]
  ingress:
    - from:
        - podSelector: {}
  egress:
    - to:
        - podSelector: {}
",
    right: "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: orders
spec:
  podSelector:
    matchLabels:
      app: orders
  policyTypes: [Ingress, Egress]
  ingress:
    - from:
        - podSelector: {}
  egress:
    - to:
        - podSelector: {}
",
    help: "list the direction in `policyTypes`, or take its rules away",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for policy in scope.policies().as_slice() {
        let Some(spec) = policy.document.at(["spec"]) else {
            continue;
        };
        let types = policy.types();
        let mut written = types.unwrap_or_default().iter().filter_map(Node::text);
        if written.any(is_placeholder) {
            continue;
        }
        for direction in [Direction::Ingress, Direction::Egress] {
            let Some(entry) = spec.entry(direction.field()) else {
                continue;
            };
            let (field, name) = (direction.field(), direction.as_str());
            let title = format!("NetworkPolicy `{}`", shown(policy.document.name()));
            let has_rules = policy.written(direction).next().is_some();
            if has_rules && types.is_some() && !policy.isolates(direction) {
                let message = format!(
                    "the `{field}` rules of {title} are ignored: its `policyTypes` does not list `{name}`"
                );
                found.at(entry.mark, message);
            }
            if !has_rules && types.is_none() && direction == Direction::Egress {
                let message = format!(
                    "the empty `egress` of {title} denies nothing: it has no `policyTypes` that lists `Egress`"
                );
                let help = Some(
                    "write `policyTypes: [Ingress, Egress]` if nothing is to go out, or take `egress` away",
                );
                found.say(entry.mark, Severity::Warning, message, help);
            }
        }
    }
}
