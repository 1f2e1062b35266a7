//! A network policy that opens the port of a Service instead of that of its pods.

use std::collections::HashMap;

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::{
    Direction, Policy, PolicyRule, Selector, ServicePort, Workload, ports,
};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG446",
    name: "policy-for-service-port",
    severity: Severity::Warning,
    finds: "A port in a rule of a NetworkPolicy that is the port of a Service, while the pods behind it listen on \
        another one.",
    why: "When policies look at a call, the Service's address and port have already become those of a pod. The rule \
        opens a port on which nobody listens, and the real one stays closed.",
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
        - podSelector: {}
      ports:
        - port: 80
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
      targetPort: 8080
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
      ports:
        - containerPort: 8080
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
        - podSelector: {}
      ports:
        - port: 8080
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
      targetPort: 8080
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
      ports:
        - containerPort: 8080
",
    help: "write the port that the pods listen on",
    check: Check::Applied(check),
};

/// The Services in front of pods, by the workload's key.
type Services<'a> = HashMap<usize, Vec<&'a Document>>;

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    let policies = scope.policies();
    if policies.as_slice().is_empty() {
        return;
    }
    let mut services = Services::new();
    for service in scope.of_kind("Service") {
        let Some(selector) = service.at(["spec", "selector"]).map(Selector::of_labels) else {
            continue;
        };
        if selector.is_known && !selector.is_empty() {
            for pods in scope
                .all_workloads()
                .selected(service.namespace(), &selector)
            {
                if scope.has_both(service, pods.document) {
                    services.entry(pods.key()).or_default().push(service);
                }
            }
        }
    }
    for policy in policies.as_slice() {
        for direction in [Direction::Ingress, Direction::Egress] {
            for rule in policy.rules(direction) {
                check_rule(scope, &services, policy, &rule, found);
            }
        }
    }
}

fn check_rule<'a>(
    scope: &Scope<'a>,
    services: &Services<'a>,
    policy: &Policy<'a>,
    rule: &PolicyRule<'a>,
    found: &mut Found<'_>,
) {
    let numbered = |entry: &&Node| {
        let is_number = entry
            .at(["port"])
            .and_then(Node::text)
            .is_some_and(|port| port.parse::<u16>().is_ok());
        is_number && entry.at(["endPort"]).is_none()
    };
    if !rule.ports().iter().any(|entry| numbered(&entry)) {
        return;
    }
    let namespace = policy.document.namespace();
    let selected = |selector: &Selector<'a>| -> Vec<Workload<'a>> {
        let is_some = selector.is_known && !selector.is_empty();
        let pods = scope.all_workloads().selected(namespace, selector);
        pods.filter(|pods| is_some && scope.has_both(policy.document, pods.document))
            .copied()
            .collect()
    };
    // Of whom the ports are: pods of this policy, or those that they call.
    let pods: Vec<Workload<'a>> = match rule.direction {
        Direction::Ingress => selected(&policy.selector),
        Direction::Egress => {
            let own = |peer: &&Node| peer.at(["namespaceSelector"]).is_none();
            let named = rule
                .peers()
                .iter()
                .filter(own)
                .filter_map(|peer| peer.at(["podSelector"]));
            let named: Vec<_> = named.map(Selector::of).collect();
            if named.len() < rule.peers().len() {
                return;
            }
            named.iter().flat_map(selected).collect()
        }
    };
    for entry in rule.ports().iter().filter(numbered) {
        let port = entry.at(["port"]);
        let number = port
            .and_then(Node::text)
            .and_then(|port| port.parse::<u16>().ok());
        let (Some(port), Some(number)) = (port, number) else {
            continue;
        };
        if pods.iter().any(|pods| listens(services, pods, number)) {
            continue;
        }
        let of_service = pods.iter().find_map(|pods| {
            let mut services = services.get(&pods.key())?.iter();
            services.find_map(|service| {
                let port = ports(service).find(|port| port.number == number)?;
                Some((service, port.target(pods)?))
            })
        });
        if let Some((service, target)) = of_service {
            let name = shown(service.name());
            let message = format!(
                "port {number} is the port of Service `{name}`; the pods behind it listen on {target}, and policies see that one"
            );
            found.with_help(port.mark, message, Some(&format!("write `port: {target}`")));
        }
    }
}

/// Whether a container says that it has this port, or a Service leads to it.
fn listens(services: &Services<'_>, pods: &Workload<'_>, number: u16) -> bool {
    let is_it = |port: &Node| {
        port.at(["containerPort"])
            .and_then(Node::text)
            .and_then(|port| port.parse().ok())
            == Some(number)
    };
    let mut containers = pods.containers();
    let services = services.get(&pods.key()).map_or(&[][..], Vec::as_slice);
    let leads = |port: ServicePort<'_>| port.target(pods) == Some(number);
    containers.any(|container| container.items("ports").iter().any(is_it))
        || services.iter().any(|service| ports(service).any(leads))
}
