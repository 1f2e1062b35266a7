//! A pod for which no node can be right.

use std::collections::HashMap;

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::is_placeholder;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG415",
    name: "nodes-contradict",
    severity: Severity::Error,
    finds: "A pod whose `nodeSelector` and required `nodeAffinity`, or the expressions of every term of it, exclude each other.",
    why: "No node can ever fit: the pods stay pending. Often the base has a `nodeSelector`, and an overlay adds an affinity.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  nodeSelector:
    kubernetes.io/arch: amd64
  affinity:
    nodeAffinity:
      requiredDuringSchedulingIgnoredDuringExecution:
        nodeSelectorTerms:
          - matchExpressions:
              - key: kubernetes.io/arch
                operator: In
                values:
                  - arm64
  containers:
    - name: web
      image: web:1.2.0
",
    right: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  affinity:
    nodeAffinity:
      requiredDuringSchedulingIgnoredDuringExecution:
        nodeSelectorTerms:
          - matchExpressions:
              - key: kubernetes.io/arch
                operator: In
                values:
                  - arm64
  containers:
    - name: web
      image: web:1.2.0
",
    help: "say in one place which nodes are meant",
    check: Check::Applied(check),
};

const REQUIRED: [&str; 4] = [
    "affinity",
    "nodeAffinity",
    "requiredDuringSchedulingIgnoredDuringExecution",
    "nodeSelectorTerms",
];

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        let terms = workload.spec.at(REQUIRED).map_or(&[][..], Node::items);
        let wanted = workload.spec.at(["nodeSelector"]);
        // A node must fit one of the terms.
        let excluded: Option<Vec<_>> = terms.iter().map(|term| excludes(wanted, term)).collect();
        if let Some((label, expression)) = excluded.unwrap_or_default().first() {
            let key = shown(label);
            let value = wanted.and_then(|wanted| wanted.entry(label)?.value.text());
            let message = match value {
                Some(value) => format!(
                    "no node fits: `nodeSelector` asks for `{key}: {}`, and the affinity excludes it",
                    shown(value)
                ),
                None => format!("no node fits: what is required of `{key}` excludes itself"),
            };
            found.at(expression.mark, message);
        }
    }
}

/// The expression of a term that no node can fit, and its key.
fn excludes<'a>(wanted: Option<&'a Node>, term: &'a Node) -> Option<(&'a str, &'a Node)> {
    // The values that a label may have; all, if nothing is said of it.
    let mut may_be: HashMap<&str, Vec<&str>> = HashMap::new();
    for entry in wanted.map_or(&[][..], Node::entries) {
        let value = entry.value.text()?;
        if is_placeholder(value) {
            return None;
        }
        may_be.insert(&entry.key, vec![value]);
    }
    for expression in term.at(["matchExpressions"])?.items() {
        let key = expression.at(["key"])?.text()?;
        let values = expression.at(["values"]).map_or(&[][..], Node::items);
        let values: Vec<&str> = values.iter().filter_map(Node::text).collect();
        if values.iter().any(|value| is_placeholder(value)) {
            return None;
        }
        match (expression.at(["operator"])?.text()?, may_be.get_mut(key)) {
            ("In", Some(known)) => known.retain(|value| values.contains(value)),
            ("In", None) if !values.is_empty() => {
                may_be.insert(key, values);
            }
            ("NotIn", Some(known)) => known.retain(|value| !values.contains(value)),
            ("DoesNotExist", Some(known)) => known.clear(),
            _ => {}
        }
        if may_be.get(key).is_some_and(Vec::is_empty) {
            return Some((key, expression));
        }
    }
    None
}
