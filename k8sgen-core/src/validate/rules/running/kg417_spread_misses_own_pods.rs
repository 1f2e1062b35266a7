//! A spread that counts other pods than those it is for.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::Selector;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG417",
    name: "spread-misses-own-pods",
    severity: Severity::Warning,
    finds: "A topology spread constraint whose `labelSelector` does not fit the pods that it stands in, or that has none.",
    why: "The scheduler counts the pods that the selector fits, and puts the new one where there are fewest. If its own are not among them, they are not spread: all may end in one zone.",
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
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: topology.kubernetes.io/zone
          whenUnsatisfiable: DoNotSchedule
          labelSelector:
            matchLabels:
              app: website
      containers:
        - name: web
          image: web:1.2.0
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
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: topology.kubernetes.io/zone
          whenUnsatisfiable: DoNotSchedule
          labelSelector:
            matchLabels:
              app: web
      containers:
        - name: web
          image: web:1.2.0
",
    help: "let `labelSelector` ask for the labels of this template",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        let constraints = workload.spec.at(["topologySpreadConstraints"]);
        for constraint in constraints.map_or(&[][..], Node::items) {
            let Some(node) = constraint.at(["labelSelector"]) else {
                found.at(
                    constraint.mark,
                    "without `labelSelector`, no pods are counted",
                );
                continue;
            };
            if let Some(miss) = Selector::of(node).misses(workload.labels()) {
                let wanted = miss.wanted.map_or("another value".to_owned(), |wanted| {
                    format!("`{}`", shown(wanted))
                });
                let is = miss
                    .is
                    .map_or("have none".to_owned(), |is| format!("have `{}`", shown(is)));
                let message = format!(
                    "pods whose `{}` is {wanted} are counted, and these pods {is}",
                    shown(miss.key)
                );
                found.at(miss.mark, message);
            }
        }
    }
}
