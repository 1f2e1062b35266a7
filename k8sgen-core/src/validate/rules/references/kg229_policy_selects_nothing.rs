//! A NetworkPolicy for no pods.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Lookout, Selector};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG229",
    name: "policy-selects-nothing",
    severity: Severity::Warning,
    finds: "A NetworkPolicy whose `podSelector` no pod of the repository fits, although there \
        are pods in the namespace with labels of the same keys, or one with the same values under others.",
    why: "It protects nothing: the pods that it is meant for take requests from everybody, or \
        are closed by another policy that this one should open.",
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
      app: website
  ingress:
    - from:
        - podSelector:
            matchLabels:
              app: web
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
",
    help: "make the selector fit the labels of the pods' template",
    check: Check::Applied(check),
};

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let lookout = Lookout::new(repository, scope);
    for policy in scope.of_kind("NetworkPolicy") {
        let Some(selector) = policy.at(["spec", "podSelector"]).map(Selector::of) else {
            continue;
        };
        let nothing = lookout.selects_nothing(policy.namespace(), &selector);
        if let Some(nothing) = nothing.filter(|nothing| nothing.is_of_known_labels) {
            let instead = nothing.instead();
            let mark = nothing.nearest.map_or(selector.mark, |(_, miss)| miss.mark);
            let title = shown(policy.name());
            found.at(
                mark,
                format!("NetworkPolicy `{title}` selects no pods{instead}"),
            );
        }
    }
}
