//! Two things of one name in a pod or a Service.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{is_placeholder, service_ports};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;
use std::collections::BTreeSet;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG212",
    name: "duplicate-name",
    severity: Severity::Error,
    finds: "Two containers or two volumes of one name in a pod, two ports of one name in a \
        container, or two ports of one name in a Service.",
    why: "The API server refuses the object: a name must stand for one thing. A patch that adds \
        to a list by its index is a frequent cause.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.2.0
    - name: web
      image: proxy:1.2.0
",
    right: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.2.0
    - name: proxy
      image: proxy:1.2.0
",
    help: "give one of the two another name",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        let title = workload.title();
        let containers = workload.containers().map(|container| container.node);
        unique(containers, "containers", &title, found);
        unique(workload.volumes(), "volumes", &title, found);
        for container in workload.containers() {
            let title = format!("container `{}`", shown(container.name()));
            unique(container.items("ports"), "ports", &title, found);
        }
    }
    for service in scope.of_kind("Service") {
        let title = format!("Service `{}`", shown(service.name()));
        unique(service_ports(service), "ports", &title, found);
    }
}

/// Says which items have the name of another one before them.
fn unique<'a>(
    items: impl IntoIterator<Item = &'a Node>,
    what: &str,
    title: &str,
    found: &mut Found<'_>,
) {
    let mut seen = BTreeSet::new();
    for item in items {
        let Some((node, name)) = item.at(["name"]).and_then(|it| Some((it, it.text()?))) else {
            continue;
        };
        if !name.is_empty() && !is_placeholder(name) && !seen.insert(name) {
            let message = format!("{title} has two {what} named `{}`", shown(name));
            found.at(node.mark, message);
        }
    }
}
