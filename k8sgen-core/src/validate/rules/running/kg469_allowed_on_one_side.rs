//! Calls that a network policy allows on one side only.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{
    Direction, Policies, Policy, PolicyRule, Selector, Verdict, Workload, pod_ports, port_number,
};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules::listed;
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG469",
    name: "allowed-on-one-side",
    severity: Severity::Warning,
    finds: "A rule of a NetworkPolicy that lets pods call others, which no policy lets in there; or that lets in callers whose \
        policies do not let them out.",
    why: "A call needs both: what goes out of the one, and what comes into the other. With one side alone it times out, and \
        the rule that is there opens nothing.",
    wrong: "\
# file: kustomization.yaml
namespace: shop
resources:
  - web.yaml
# file: web.yaml
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
apiVersion: v1
kind: Pod
metadata:
  name: orders
  labels:
    app: orders
spec:
  containers:
    - name: orders
      image: orders:1.2.0
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
spec:
  podSelector:
    matchLabels:
      app: web
  policyTypes: [Egress]
  egress:
    - to:
        - podSelector:
            matchLabels:
              app: orders
      ports:
        - port: 8080
    - ports:
        - port: 53
          protocol: UDP
        - port: 53
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: orders
spec:
  podSelector:
    matchLabels:
      app: orders
  policyTypes: [Ingress]
",
    right: "\
# file: kustomization.yaml
namespace: shop
resources:
  - web.yaml
# file: web.yaml
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
apiVersion: v1
kind: Pod
metadata:
  name: orders
  labels:
    app: orders
spec:
  containers:
    - name: orders
      image: orders:1.2.0
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
spec:
  podSelector:
    matchLabels:
      app: web
  policyTypes: [Egress]
  egress:
    - to:
        - podSelector:
            matchLabels:
              app: orders
      ports:
        - port: 8080
    - ports:
        - port: 53
          protocol: UDP
        - port: 53
---
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
        - podSelector:
            matchLabels:
              app: web
      ports:
        - port: 8080
",
    help: "write the rule for the other side as well: `egress` of those who call, `ingress` of those who are called",
    check: Check::Applied(check),
};

/// Rules for more pods than so many are for kinds of pods, not for a call.
const MANY: usize = 8;

fn check<'a>(_: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let policies = scope.policies();
    if policies.as_slice().is_empty()
        || policies.has_others
        || (scope.folder.is_some() && !scope.is_whole)
    {
        return;
    }
    for policy in policies.as_slice() {
        let Some(own) = few(scope, policy, &policy.selector) else {
            continue;
        };
        for direction in [Direction::Egress, Direction::Ingress] {
            for rule in policy.rules(direction) {
                for peer in rule.peers().iter().filter(|peer| peer.entries().len() == 1) {
                    let selector = peer.at(["podSelector"]).map(Selector::of);
                    if let Some(others) = selector.and_then(|it| few(scope, policy, &it)) {
                        compare(policies, &rule, peer, (&own, &others), found);
                    }
                }
            }
        }
    }
}

/// The pods of a selector, if it asks for something and they are few.
fn few<'a>(
    scope: &Scope<'a>,
    policy: &Policy<'a>,
    selector: &Selector<'a>,
) -> Option<Vec<Workload<'a>>> {
    if !selector.is_known || selector.is_empty() {
        return None;
    }
    let namespace = policy.document.namespace();
    let pods = scope.all_workloads().selected(namespace, selector);
    let pods = pods.filter(|pods| scope.has_both(policy.document, pods.document));
    let pods: Vec<Workload<'a>> = pods.take(MANY + 1).copied().collect();
    (1..=MANY).contains(&pods.len()).then_some(pods)
}

/// Says of a rule's ports what the other side does not allow.
fn compare<'a>(
    policies: &Policies<'a>,
    rule: &PolicyRule<'a>,
    peer: &Node,
    (own, others): (&[Workload<'a>], &[Workload<'a>]),
    found: &mut Found<'_>,
) {
    let (callers, called, other_side) = match rule.direction {
        Direction::Egress => (own, others, Direction::Ingress),
        Direction::Ingress => (others, own, Direction::Egress),
    };
    let is_denied = |port: u16| {
        let pairs = callers
            .iter()
            .flat_map(|caller| called.iter().map(move |it| (caller, it)));
        let mut others = pairs
            .filter(|(caller, called)| caller.key() != called.key())
            .peekable();
        others.peek().is_some()
            && others.all(|(caller, called)| {
                policies.judge(other_side, caller, called, port) == Verdict::Denied
            })
    };
    let (from, to) = (callers[0].title(), called[0].title());
    let names = |pods: &[Workload<'a>]| {
        let isolating = pods
            .iter()
            .flat_map(|pods| policies.isolating(pods, other_side));
        let names = isolating.map(|policy| format!("`{}`", shown(policy.document.name())));
        listed(&names.collect::<Vec<_>>())
    };
    let why = |port: &str| match other_side {
        Direction::Ingress => format!(
            "{from} may call {to} on {port}, and no policy lets it in there ({})",
            names(called)
        ),
        Direction::Egress => format!(
            "{to} lets {from} in on {port}, and no policy lets that out ({})",
            names(callers)
        ),
    };
    if rule.ports().is_empty() {
        let ports = called.iter().flat_map(pod_ports);
        let mut ports = ports
            .filter_map(|port| port.number?.parse().ok())
            .peekable();
        if ports.peek().is_some() && ports.all(is_denied) {
            found.at(peer.mark, why("every port"));
        }
        return;
    }
    for entry in rule.ports() {
        let is_tcp = entry.at(["protocol"]).and_then(Node::text).unwrap_or("TCP") == "TCP";
        let port = entry
            .at(["port"])
            .filter(|_| is_tcp && entry.at(["endPort"]).is_none());
        if let Some(number) = port
            .and_then(port_number)
            .filter(|number| is_denied(*number))
        {
            let mark = port.map_or(entry.mark, |port| port.mark);
            found.at(mark, why(&format!("port {number}")));
        }
    }
}
