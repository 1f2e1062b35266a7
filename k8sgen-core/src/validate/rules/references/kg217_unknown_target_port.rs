//! A target port that no container has.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{
    Lookout, Selector, certainty, instead, is_injected_into, is_part, is_placeholder, pod_ports,
    port_number, service_ports,
};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use std::collections::BTreeSet;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG217",
    name: "unknown-target-port",
    severity: Severity::Error,
    finds: "A Service whose `targetPort` is a name that no container of the pods which it \
        selects has.",
    why: "The port has no endpoints: each request to it fails at once.",
    wrong: "\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
      targetPort: htttp
---
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
",
    right: "\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
      targetPort: http
---
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
",
    help: "write the name of a port of the pods' containers, or give the port this name",
    check: Check::Applied(check),
};

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let lookout = Lookout::new(repository, scope);
    for service in scope.of_kind("Service") {
        let Some(selector) = service.at(["spec", "selector"]).map(Selector::of_labels) else {
            continue;
        };
        let targets = service_ports(service)
            .iter()
            .filter_map(|port| port.at(["targetPort"]));
        let mut targets = targets
            .filter(|port| port_number(port).is_none())
            .peekable();
        if targets.peek().is_none() {
            continue;
        }
        let Some(pods) = lookout.selected(service.namespace(), &selector) else {
            continue;
        };
        let Some(first) = pods.first() else { continue };
        if pods.iter().any(|pod| is_part(pod) || is_injected_into(pod)) {
            continue;
        }
        let names = pods
            .iter()
            .flat_map(|pod| pod_ports(pod))
            .filter_map(|port| port.name);
        let names: BTreeSet<&str> = names.collect();
        if names.iter().any(|name| is_placeholder(name)) {
            continue;
        }
        let severity = certainty(scope, service, pods.iter().map(|pod| pod.document));
        for port in targets {
            let Some(name) = port.text().filter(|name| !names.contains(name)) else {
                continue;
            };
            if is_placeholder(name) {
                continue;
            }
            let help = instead(name, "the ports are named", names.iter().copied());
            let title = first.title();
            let message = format!("no container of {title} has a port named `{}`", shown(name));
            found.say(port.mark, severity, message, help.as_deref());
        }
    }
}
