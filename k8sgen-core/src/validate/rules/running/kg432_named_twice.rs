//! Two parts of a pod with one name.

use std::collections::HashSet;

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::is_placeholder;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG432",
    name: "named-twice",
    severity: Severity::Error,
    finds: "Two containers or two volumes of a pod with one name, two volumes at one path of a container, or two of its ports with one name.",
    why: "The API server refuses the object.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.2.0
      volumeMounts:
        - name: cache
          mountPath: /data
        - name: uploads
          mountPath: /data
  volumes:
    - name: cache
      emptyDir: {}
    - name: uploads
      emptyDir: {}
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
      volumeMounts:
        - name: cache
          mountPath: /data/cache
        - name: uploads
          mountPath: /data/uploads
  volumes:
    - name: cache
      emptyDir: {}
    - name: uploads
      emptyDir: {}
",
    help: "keep one of the two, or give one another name or path",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        let containers = workload.containers().map(|container| container.node);
        twice(containers, "name", "container", found);
        twice(workload.volumes(), "name", "volume", found);
        for container in workload.containers() {
            twice(container.items("volumeMounts"), "mountPath", "mount", found);
            twice(container.items("ports"), "name", "port", found);
        }
    }
}

/// Says which of these have a value that another one before has.
fn twice<'a>(
    nodes: impl IntoIterator<Item = &'a Node>,
    field: &str,
    what: &str,
    found: &mut Found<'_>,
) {
    let mut seen = HashSet::new();
    for node in nodes.into_iter().filter_map(|node| node.at([field])) {
        if let Some(text) = node.text()
            && !is_placeholder(text)
            && !seen.insert(text)
        {
            let message = format!("another {what} has `{field}: {}` as well", shown(text));
            found.at(node.mark, message);
        }
    }
}
