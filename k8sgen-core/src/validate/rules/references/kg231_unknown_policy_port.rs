//! A port of a NetworkPolicy that no pod has.

use crate::problem::{choices, shown};
use crate::validate::finding::Severity;
use crate::validate::objects::{
    Lookout, Selector, Workload, declares_ports, instead, is_injected_into, is_part,
    is_placeholder, pod_ports, port_number, service_ports,
};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;
use std::collections::{BTreeSet, HashMap};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG231",
    name: "unknown-policy-port",
    severity: Severity::Warning,
    finds: "A port's name in a NetworkPolicy, and no container of the pods that it is about has \
        a port of this name: for `ingress` those that the policy selects, for `egress` \
        those that `to` selects. Of a number that none of them declares, although each declares \
        ports, it is an advice.",
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

/// The ports that Services have, and those that they send to, by the keys of the workloads behind them.
type Served = HashMap<usize, BTreeSet<u16>>;

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let lookout = Lookout::new(repository, scope);
    let mut served: Option<Served> = None;
    for policy in scope.of_kind("NetworkPolicy") {
        let namespace = policy.namespace();
        let own = policy.at(["spec", "podSelector"]).map(Selector::of);
        let rules = |rules: &'static str| policy.at(["spec", rules]).map_or(&[][..], Node::items);
        for rule in rules("ingress").iter().filter(|rule| has_ports(rule)) {
            let pods = own
                .as_ref()
                .and_then(|own| lookout.selected(namespace, own));
            let served = served.get_or_insert_with(|| by_services(scope));
            have_ports(&pods.unwrap_or_default(), rule, served, found);
        }
        for rule in rules("egress").iter().filter(|rule| has_ports(rule)) {
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
            let served = served.get_or_insert_with(|| by_services(scope));
            have_ports(&pods, rule, served, found);
        }
    }
}

fn by_services(scope: &Scope<'_>) -> Served {
    let mut served = Served::new();
    for service in scope.of_kind("Service") {
        let selector = service.at(["spec", "selector"]).map(Selector::of_labels);
        let Some(selector) = selector.filter(|it| it.is_known && !it.is_empty()) else {
            continue;
        };
        let fields = service_ports(service).iter().flat_map(|port| {
            let fields = ["port", "targetPort"].into_iter();
            fields.filter_map(|field| port_number(port.at([field])?))
        });
        let numbers: Vec<u16> = fields.collect();
        for pods in scope
            .all_workloads()
            .selected(service.namespace(), &selector)
        {
            served.entry(pods.key()).or_default().extend(&numbers);
        }
    }
    served
}

/// The ports of a rule that are one name or number each.
fn single(rule: &Node) -> impl Iterator<Item = &Node> {
    let ports = rule.at(["ports"]).map_or(&[][..], Node::items).iter();
    let ports = ports.filter(|port| port.at(["endPort"]).is_none());
    let ports = ports.filter_map(|port| port.at(["port"]));
    ports.filter(|port| !port.text().is_none_or(is_placeholder))
}

fn has_ports(rule: &Node) -> bool {
    single(rule).next().is_some()
}

/// Says which of a rule's ports none of these pods has.
fn have_ports(pods: &[Workload<'_>], rule: &Node, served: &Served, found: &mut Found<'_>) {
    let names = pods.iter().flat_map(pod_ports).filter_map(|port| port.name);
    let names: BTreeSet<&str> = names.collect();
    let Some(first) = pods.first() else { return };
    if pods.iter().any(|pod| is_part(pod) || is_injected_into(pod))
        || names.iter().any(|name| is_placeholder(name))
    {
        return;
    }
    let title = first.title();
    for port in single(rule).filter(|port| port_number(port).is_none()) {
        let Some(name) = port.text().filter(|name| !names.contains(name)) else {
            continue;
        };
        let help = instead(name, "the ports are named", names.iter().copied());
        let message = format!("no container of {title} has a port named `{}`", shown(name));
        found.with_help(port.mark, message, help.as_deref());
    }
    let numbers = pods.iter().flat_map(pod_ports);
    let numbers = numbers.map(|port| port.number.and_then(|number| number.parse().ok()));
    let Some(numbers) = numbers.collect::<Option<BTreeSet<u16>>>() else {
        return;
    };
    if !pods.iter().all(declares_ports) {
        return;
    }
    // Of the ports of Services, other rules speak.
    let is_served = |number: &u16| {
        let mut served = pods.iter().filter_map(|pods| served.get(&pods.key()));
        served.any(|numbers| numbers.contains(number))
    };
    for port in single(rule) {
        let number = port_number(port).filter(|number| !numbers.contains(number));
        if let Some(number) = number.filter(|number| !is_served(number)) {
            let known: Vec<String> = numbers.iter().map(|known| format!("`{known}`")).collect();
            let known = choices(&known);
            let message = format!("no container of {title} declares port {number}, only {known}");
            found.say(port.mark, Severity::Info, message, None);
        }
    }
}
