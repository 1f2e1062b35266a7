//! A Service that selects no pods.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Lookout, Selector};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG216",
    name: "service-selects-nothing",
    severity: Severity::Warning,
    finds: "A Service with a `selector` that no pod of the repository fits, in a namespace that \
        has pods.",
    why: "The Service has no endpoints: each request to it fails at once.",
    wrong: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
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
      app: website
  template:
    metadata:
      labels:
        app: website
    spec:
      containers:
        - name: web
          image: web:1.2.0
          ports:
            - name: http
              containerPort: 8080
",
    right: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
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
    help: "make the selector fit the labels of the pods' template",
    check: Check::Applied(check),
};

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let lookout = Lookout::new(repository, scope);
    for service in scope.of_kind("Service") {
        let is_name = service.text_at(["spec", "type"]) == Some("ExternalName");
        let Some(selector) = service.at(["spec", "selector"]).filter(|_| !is_name) else {
            continue;
        };
        let selector = Selector::of_labels(selector);
        if let Some(nothing) = lookout.selects_nothing(service.namespace(), &selector) {
            let instead = nothing.instead();
            let mark = nothing.nearest.map_or(selector.mark, |(_, miss)| miss.mark);
            let title = shown(service.name());
            found.at(mark, format!("Service `{title}` selects no pods{instead}"));
        }
    }
}
