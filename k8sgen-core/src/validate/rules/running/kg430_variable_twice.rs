//! An environment variable that is set twice.

use std::collections::HashSet;

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Workload, is_placeholder};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG430",
    name: "variable-twice",
    severity: Severity::Warning,
    finds: "A container with two entries of `env` of one name.",
    why: "The last one counts, and whoever changes the first sees no effect. `kubectl apply` merges the list by name and may lose one of the two.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.2.0
      env:
        - name: LOG_LEVEL
          value: info
        - name: LOG_LEVEL
          value: debug
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
      env:
        - name: LOG_LEVEL
          value: debug
",
    help: "keep the one that is meant",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for container in scope.workloads().iter().flat_map(Workload::containers) {
        let mut seen = HashSet::new();
        for variable in container.variables() {
            let value = variable.value().and_then(Node::text).unwrap_or_default();
            let builds_on_it = value.contains(&format!("$({})", variable.name));
            if seen.insert(variable.name) || builds_on_it || is_placeholder(variable.name) {
                continue;
            }
            let mark = variable.node.at(["name"]).unwrap_or(variable.node).mark;
            let message = format!(
                "`{}` is set before in container `{}`, and the last value counts",
                shown(variable.name),
                shown(container.name())
            );
            found.at(mark, message);
        }
    }
}
