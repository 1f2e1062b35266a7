//! A target port that no container declares.

use crate::problem::choices;
use crate::validate::finding::Severity;
use crate::validate::objects::{
    Lookout, Selector, declares_ports, pod_ports, port_number, service_ports,
};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use std::collections::BTreeSet;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG218",
    name: "undeclared-target-port",
    severity: Severity::Warning,
    finds: "A Service whose `targetPort` is a number that none of the selected pods' containers \
        declares, although each of them declares ports.",
    why: "Kubernetes does not mind, and a program may listen where nothing is declared. But \
        mostly the number is a mistake, and each request is refused.",
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
      targetPort: 8000
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
      targetPort: 8080
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
    help: "write the port that the container listens on, or declare it in its `ports`; best, \
        refer to it by its name",
    check: Check::Applied(check),
};

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let lookout = Lookout::new(repository, scope);
    for service in scope.of_kind("Service") {
        // Of a headless Service, clients get addresses, and choose the port.
        if service.text_at(["spec", "clusterIP"]) == Some("None") {
            continue;
        }
        let Some(selector) = service.at(["spec", "selector"]).map(Selector::of_labels) else {
            continue;
        };
        let Some(pods) = lookout.selected(service.namespace(), &selector) else {
            continue;
        };
        let Some(first) = pods.first() else { continue };
        if !pods.iter().all(|pod| declares_ports(pod)) {
            continue;
        }
        let numbers = pods.iter().flat_map(|pod| pod_ports(pod));
        let numbers = numbers.map(|port| port.number.and_then(|number| number.parse().ok()));
        let Some(numbers) = numbers.collect::<Option<BTreeSet<u16>>>() else {
            continue;
        };
        for port in service_ports(service) {
            let target = port.at(["targetPort"]).or_else(|| port.at(["port"]));
            let Some((node, target)) = target.and_then(|it| Some((it, port_number(it)?))) else {
                continue;
            };
            if !numbers.contains(&target) {
                let title = first.title();
                let known: Vec<String> =
                    numbers.iter().map(|number| format!("`{number}`")).collect();
                let known = choices(&known);
                let message =
                    format!("no container of {title} declares port {target}, only {known}");
                found.at(node.mark, message);
            }
        }
    }
}
