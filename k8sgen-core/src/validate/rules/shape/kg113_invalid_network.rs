//! What is no network, where one belongs.

use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::say_misfits;
use crate::validate::shape::Wrong;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG113",
    name: "invalid-network",
    severity: Severity::Error,
    finds: "Text that is no network where one belongs, or a part of a network that is no part of it.",
    why: "The API server refuses the policy, and what it was to keep out gets in.",
    wrong: "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
spec:
  podSelector:
    matchLabels:
      app: web
  policyTypes:
    - Ingress
  ingress:
    - from:
        - ipBlock:
            cidr: 10.0.0.0/33
      ports:
        - port: 8080
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
  policyTypes:
    - Ingress
  ingress:
    - from:
        - ipBlock:
            cidr: 10.0.0.0/16
      ports:
        - port: 8080
",
    help: "write an address, `/`, and how many of its bits name the network",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    say_misfits(repository, Wrong::Network, found);
}
