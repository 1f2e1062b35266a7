//! A network policy that lets everyone in.

use std::collections::BTreeSet;

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Direction, Entrance, PolicyRule, covers_everyone, entrances};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::{Mark, Node};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG440",
    name: "policy-for-everyone",
    severity: Severity::Warning,
    finds: "An `ingress` rule of a NetworkPolicy that is for everyone: it has no `from`, an empty one, all addresses \
        in an `ipBlock`, or every pod of every namespace and no port. Pods that a load balancer, an Ingress or a \
        webhook leads to are left out; of those behind an internal load balancer it is an advice.",
    why: "A rule without `from` does not stand for nobody but for all: other namespaces, and addresses outside of \
        the cluster. The policy then looks like a fence and is none.",
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
    - ports:
        - port: 8080
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
  policyTypes: [Ingress]
  ingress:
    - from:
        - podSelector:
            matchLabels:
              app: web
      ports:
        - port: 8080
",
    help: "name in `from` who may come in; a policy that lets nobody in has no rule at all",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    let policies = scope.policies();
    if policies.as_slice().is_empty() {
        return;
    }
    let entrances = entrances(scope);
    let of = |wanted: bool| -> BTreeSet<usize> {
        let entrances = entrances.iter();
        let meant = entrances.filter(|entrance| is_internal(entrance) == wanted);
        meant.map(|entrance| entrance.pods.key()).collect()
    };
    let (open, internal) = (of(false), of(true));
    for policy in policies.as_slice() {
        let everyone: Vec<_> = policy
            .rules(Direction::Ingress)
            .filter_map(|rule| Some((rule, who(&rule)?)))
            .collect();
        if everyone.is_empty() {
            continue;
        }
        let namespace = policy.document.namespace();
        let pods = || scope.all_workloads().selected(namespace, &policy.selector);
        if pods().any(|pods| open.contains(&pods.key())) {
            continue;
        }
        // Everyone whom an internal load balancer serves may be everyone who gets here.
        let is_internal = pods().any(|pods| internal.contains(&pods.key()));
        for (rule, (mark, severity, who)) in everyone {
            let severity = if is_internal {
                Severity::Info
            } else {
                severity
            };
            let ports = match rule.ports() {
                [] => "on every port".to_owned(),
                ports => {
                    let port = ports[0].at(["port"]).and_then(Node::text).unwrap_or("any");
                    let more = if ports.len() > 1 { " and others" } else { "" };
                    format!("on port {}{more}", shown(port))
                }
            };
            let name = shown(policy.document.name());
            let message = format!("NetworkPolicy `{name}` lets everyone in {ports}: {who}");
            found.say(mark, severity, message, None);
        }
    }
}

/// Whether an Ingress opens it that says of its load balancer that it is not on the internet.
fn is_internal(entrance: &Entrance<'_>) -> bool {
    let scheme = [
        "metadata",
        "annotations",
        "alb.ingress.kubernetes.io/scheme",
    ];
    entrance.by.text_at(scheme) == Some("internal")
}

/// Where a rule says that it is for everyone, how much that matters, and in which words.
fn who(rule: &PolicyRule<'_>) -> Option<(Mark, Severity, &'static str)> {
    let Some(from) = rule.node.at(["from"]) else {
        let who = "a rule without `from` is for all, outside of the cluster as well";
        return Some((rule.node.mark, Severity::Warning, who));
    };
    if rule.peers().is_empty() {
        let who = "an empty `from` is for all, outside of the cluster as well";
        return Some((from.mark, Severity::Warning, who));
    }
    let peer = rule.peers().iter().find(|peer| covers_everyone(peer))?;
    if peer.at(["ipBlock"]).is_some() {
        let who = "its `ipBlock` is every address";
        return Some((peer.mark, Severity::Warning, who));
    }
    let who = "an empty `namespaceSelector` is every pod of the cluster";
    rule.ports()
        .is_empty()
        .then_some((peer.mark, Severity::Info, who))
}
