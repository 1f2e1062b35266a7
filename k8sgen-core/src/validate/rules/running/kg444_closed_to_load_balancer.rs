//! A load balancer or an Ingress that network policies keep out of the pods behind it.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Direction, Entrance, Policy, PolicyRule, Selector, Way, entrances};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::listed;
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG444",
    name: "closed-to-load-balancer",
    severity: Severity::Warning,
    finds: "Pods behind a load balancer, a node port or an Ingress whose network policies let in nothing but other \
        pods of their own on that port.",
    why: "What comes through a load balancer comes from an address, and no `podSelector` fits it; an ingress \
        controller is a pod of another namespace. Its health checks fail, and users get a 502 or 504.",
    wrong: "\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: LoadBalancer
  selector:
    app: web
  ports:
    - port: 8080
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app: web
spec:
  containers:
    - name: web
      image: web:1.2.0
---
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
        - podSelector:
            matchLabels:
              app: web
",
    right: "\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: LoadBalancer
  selector:
    app: web
  ports:
    - port: 8080
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app: web
spec:
  containers:
    - name: web
      image: web:1.2.0
---
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
        - podSelector:
            matchLabels:
              app: web
        - ipBlock:
            cidr: 10.0.101.0/24
      ports:
        - port: 8080
",
    help: "allow the load balancer's subnets with an `ipBlock`, or the namespace of the ingress controller with a \
        `namespaceSelector`",
    check: Check::Applied(check),
};

fn check<'a>(_: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let policies = scope.policies();
    let is_known = !policies.has_others && (scope.folder.is_none() || scope.is_whole);
    if policies.as_slice().is_empty() || !is_known {
        return;
    }
    for entrance in entrances(scope) {
        let isolating: Vec<&Policy<'a>> = policies
            .isolating(&entrance.pods, Direction::Ingress)
            .collect();
        let lets_in = |policy: &&Policy<'a>| {
            !policy.selector.is_known
                || policy
                    .rules(Direction::Ingress)
                    .any(|rule| admits(scope, &rule, policy, &entrance))
        };
        if isolating.is_empty() || entrance.way == Way::ApiServer || isolating.iter().any(lets_in) {
            continue;
        }
        let names = isolating
            .iter()
            .map(|policy| format!("`{}`", shown(policy.document.name())));
        let names = listed(&names.collect::<Vec<_>>());
        let (kind, name) = (entrance.by.kind(), shown(entrance.by.name()));
        let (pods, port) = (entrance.pods.title(), entrance.port);
        let message = format!(
            "{kind} `{name}` leads to port {port} of {pods}, and no network policy lets anything from outside in there ({names})"
        );
        found.at(entrance.mark, message);
    }
}

/// Whether a rule may let in what comes through an entrance.
fn admits<'a>(
    scope: &Scope<'a>,
    rule: &PolicyRule<'a>,
    policy: &Policy<'a>,
    entrance: &Entrance<'a>,
) -> bool {
    let namespace = policy.document.namespace();
    let may_be = |peer: &'a Node| {
        if peer.at(["ipBlock"]).is_some() {
            return true;
        }
        if entrance.way == Way::Outside {
            return false;
        }
        // A controller that is not written down here may be a pod of the same namespace.
        let own = peer.at(["podSelector"]).map(Selector::of);
        let is_own = |own: &Selector<'a>| {
            scope
                .all_workloads()
                .selected(namespace, own)
                .next()
                .is_some()
        };
        peer.at(["namespaceSelector"]).is_some() || !own.is_some_and(|own| is_own(&own))
    };
    rule.opens(&entrance.pods, entrance.port)
        && (rule.peers().is_empty() || rule.peers().iter().any(may_be))
}
