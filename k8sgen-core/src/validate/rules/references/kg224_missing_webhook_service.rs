//! A webhook whose Service is not there.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::Lookout;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG224",
    name: "missing-webhook-service",
    severity: Severity::Error,
    finds: "A webhook configuration, an APIService or the conversion of a \
        CustomResourceDefinition that names a Service which nothing makes, in a namespace \
        that the repository knows.",
    why: "The API server can't call it, and refuses what it should be asked about, which may be \
        every pod of the cluster.",
    wrong: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: v1
kind: Service
metadata:
  name: hook
  namespace: hooks
spec:
  selector:
    app: hook
  ports:
    - port: 80
      targetPort: http
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: hook
  namespace: hooks
spec:
  selector:
    matchLabels:
      app: hook
  template:
    metadata:
      labels:
        app: hook
    spec:
      containers:
        - name: hook
          image: hook:1.2.0
          ports:
            - name: http
              containerPort: 8080
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata:
  name: web
webhooks:
  - name: web.example.com
    admissionReviewVersions:
      - v1
    sideEffects: None
    clientConfig:
      service:
        name: webhook
        namespace: hooks
        path: /validate
    rules:
      - apiGroups:
          - apps
        apiVersions:
          - v1
        operations:
          - CREATE
        resources:
          - deployments
",
    right: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: v1
kind: Service
metadata:
  name: hook
  namespace: hooks
spec:
  selector:
    app: hook
  ports:
    - port: 80
      targetPort: http
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: hook
  namespace: hooks
spec:
  selector:
    matchLabels:
      app: hook
  template:
    metadata:
      labels:
        app: hook
    spec:
      containers:
        - name: hook
          image: hook:1.2.0
          ports:
            - name: http
              containerPort: 8080
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata:
  name: web
webhooks:
  - name: web.example.com
    admissionReviewVersions:
      - v1
    sideEffects: None
    clientConfig:
      service:
        name: hook
        namespace: hooks
        path: /validate
    rules:
      - apiGroups:
          - apps
        apiVersions:
          - v1
        operations:
          - CREATE
        resources:
          - deployments
",
    help: "add the Service to what is applied, or mend its name and namespace",
    check: Check::Applied(check),
};

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let lookout = Lookout::new(repository, scope);
    let mut look = |service: Option<&Node>| {
        let text = |field: &str| service?.at([field])?.text();
        let (Some(node), Some(name)) = (service.and_then(|it| it.at(["name"])), text("name"))
        else {
            return;
        };
        let Some(namespace) = text("namespace") else {
            return;
        };
        if let Some(severity) = lookout.misses("Service", Some(namespace), name) {
            let help = lookout.suggestion("Service", Some(namespace), name);
            let (name, namespace) = (shown(name), shown(namespace));
            let message = format!("there is no Service `{name}` in namespace `{namespace}`");
            found.say(node.mark, severity, message, help.as_deref());
        }
    };
    for kind in [
        "ValidatingWebhookConfiguration",
        "MutatingWebhookConfiguration",
    ] {
        for configuration in scope.of_kind(kind) {
            let webhooks = configuration.at(["webhooks"]);
            for webhook in webhooks.map_or(&[][..], Node::items) {
                look(webhook.at(["clientConfig", "service"]));
            }
        }
    }
    for api in scope.of_kind("APIService") {
        look(api.at(["spec", "service"]));
    }
    for definition in scope.of_kind("CustomResourceDefinition") {
        look(definition.at(["spec", "conversion", "webhook", "clientConfig", "service"]));
    }
}
