//! A program that may change its own files.

use crate::validate::finding::Severity;
use crate::validate::objects::{Place, is_windows, name_mark, serves_nodes, title};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG531",
    name: "writable-root",
    severity: Severity::Info,
    finds: "A workload with a container that does not set `readOnlyRootFilesystem: true`. It is said once a \
        workload; Windows, and what serves the nodes themselves, are left alone.",
    why: "Whoever breaks into the program can put tools beside it and change what it runs.",
    wrong: "\
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
          image: shop/web:1.2.0
",
    right: "\
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
          image: shop/web:1.2.0
          securityContext:
            readOnlyRootFilesystem: true
",
    help: "write `readOnlyRootFilesystem: true` in the container's `securityContext`, and mount an `emptyDir` \
        where it must write, such as `/tmp`",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        if is_windows(workload) || serves_nodes(workload) {
            continue;
        }
        let mut writable = workload.containers().filter_map(|container| {
            let field = ["securityContext", "readOnlyRootFilesystem"];
            let field = container.node.at(field);
            let runs_on = matches!(container.place, Place::Main | Place::Sidecar);
            let is_writable = matches!(field.and_then(Node::text), None | Some("false"));
            let mark = field.map_or(name_mark(&container), |field| field.mark);
            (runs_on && is_writable).then(|| (mark, title(&container)))
        });
        let Some((mark, first)) = writable.next() else {
            continue;
        };
        let others = match writable.count() {
            0 => String::new(),
            1 => " and one more".to_owned(),
            more => format!(" and {more} more"),
        };
        found.at(
            mark,
            format!("the root filesystem of {first}{others} is writable"),
        );
    }
}
