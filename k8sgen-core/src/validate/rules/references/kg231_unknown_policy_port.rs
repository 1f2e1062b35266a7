//! A port of a NetworkPolicy that no pod has.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{
    Lookout, Selector, Workload, instead, is_injected_into, is_part, is_placeholder, pod_ports,
    port_number,
};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;
use std::collections::BTreeSet;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG231",
    name: "unknown-policy-port",
    severity: Severity::Warning,
    finds: "A port's name in a NetworkPolicy, and no container of the pods that it is about has \
        a port of this name: for `ingress` those that the policy selects, for `egress` \
        those that `to` selects.",
    why: "The rule opens nothing: the calls that need it time out.",
    wrong: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.2.0
          ports:
            - name: http
              containerPort: 8080
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
      ports:
        - port: htttp
",
    right: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.2.0
          ports:
            - name: http
              containerPort: 8080
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
      ports:
        - port: http
",
    help: "write the name of a port of the pods' containers, or the number that the container \
        listens on",
    check: Check::Applied(check),
};

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let lookout = Lookout::new(repository, scope);
    for policy in scope.of_kind("NetworkPolicy") {
        let namespace = policy.namespace();
        let own = policy.at(["spec", "podSelector"]).map(Selector::of);
        let rules = |rules: &'static str| policy.at(["spec", rules]).map_or(&[][..], Node::items);
        for rule in rules("ingress").iter().filter(|rule| names_ports(rule)) {
            let pods = own
                .as_ref()
                .and_then(|own| lookout.selected(namespace, own));
            have_ports(&pods.unwrap_or_default(), rule, found);
        }
        for rule in rules("egress").iter().filter(|rule| names_ports(rule)) {
            let mut pods = Vec::new();
            for peer in rule.at(["to"]).map_or(&[][..], Node::items) {
                let near = peer.at(["podSelector"]).map(Selector::of);
                let near = near.filter(|_| peer.entries().len() == 1);
                match near.and_then(|near| lookout.selected(namespace, &near)) {
                    Some(selected) if !selected.is_empty() => pods.extend(selected),
                    // Others may have a port of this name.
                    _ => {
                        pods.clear();
                        break;
                    }
                }
            }
            have_ports(&pods, rule, found);
        }
    }
}

/// The ports of a rule that are names.
fn named(rule: &Node) -> impl Iterator<Item = &Node> {
    let ports = rule.at(["ports"]).map_or(&[][..], Node::items).iter();
    let ports = ports.filter_map(|port| port.at(["port"]));
    ports.filter(|port| port_number(port).is_none() && !port.text().is_none_or(is_placeholder))
}

fn names_ports(rule: &Node) -> bool {
    named(rule).next().is_some()
}

/// Says which of a rule's ports none of these pods has.
fn have_ports(pods: &[Workload<'_>], rule: &Node, found: &mut Found<'_>) {
    let names = pods.iter().flat_map(pod_ports).filter_map(|port| port.name);
    let names: BTreeSet<&str> = names.collect();
    let Some(first) = pods.first() else { return };
    if pods.iter().any(|pod| is_part(pod) || is_injected_into(pod))
        || names.iter().any(|name| is_placeholder(name))
    {
        return;
    }
    for port in named(rule) {
        let Some(name) = port.text().filter(|name| !names.contains(name)) else {
            continue;
        };
        let help = instead(name, "the ports are named", names.iter().copied());
        let title = first.title();
        let message = format!("no container of {title} has a port named `{}`", shown(name));
        found.with_help(port.mark, message, help.as_deref());
    }
}
