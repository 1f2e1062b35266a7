//! A certificate that nothing makes.

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::Lookout;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG222",
    name: "missing-tls-secret",
    severity: Severity::Warning,
    finds: "A `secretName` below `tls` of an Ingress, or a `certificateRefs` entry of a \
        Gateway, whose Secret nothing in the repository makes: no Certificate, and no \
        annotation that asks cert-manager for one.",
    why: "The controller serves its own certificate instead, which no browser trusts. It is \
        only worth a word where all Secrets are made elsewhere, and a warning where others \
        are made here.",
    wrong: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: v1
kind: Secret
metadata:
  name: other
stringData:
  PASSWORD: ${PASSWORD}
---
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
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
spec:
  ingressClassName: nginx
  tls:
    - hosts:
        - example.com
      secretName: web-tls
  rules:
    - host: example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: web
                port:
                  number: 80
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
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  annotations:
    cert-manager.io/cluster-issuer: letsencrypt
spec:
  ingressClassName: nginx
  tls:
    - hosts:
        - example.com
      secretName: web-tls
  rules:
    - host: example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: web
                port:
                  number: 80
",
    help: "make the Secret, of type `kubernetes.io/tls`: by a Certificate, or with the \
        annotation `cert-manager.io/cluster-issuer`",
    check: Check::Applied(check),
};

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let lookout = Lookout::new(repository, scope);
    let mut look = |of: &Document, node: Option<&Node>, namespace: Option<&str>| {
        let Some((node, name)) = node.and_then(|it| Some((it, it.text()?))) else {
            return;
        };
        if asks_for_certificate(of) {
            return;
        }
        let namespace = namespace.or(of.namespace());
        if let Some(severity) = lookout.misses_secret(namespace, name) {
            let help = lookout.suggestion("Secret", namespace, name);
            let message = format!("nothing makes the Secret `{}`", shown(name));
            found.say(node.mark, severity, message, help.as_deref());
        }
    };
    for ingress in scope.of_kind("Ingress") {
        for tls in ingress.at(["spec", "tls"]).map_or(&[][..], Node::items) {
            look(ingress, tls.at(["secretName"]), None);
        }
    }
    for gateway in scope.of_kind("Gateway") {
        for listener in gateway
            .at(["spec", "listeners"])
            .map_or(&[][..], Node::items)
        {
            let certificates = listener.at(["tls", "certificateRefs"]);
            for certificate in certificates.map_or(&[][..], Node::items) {
                let text = |field: &str| certificate.at([field]).and_then(Node::text);
                if matches!(text("kind"), None | Some("Secret")) {
                    look(gateway, certificate.at(["name"]), text("namespace"));
                }
            }
        }
    }
}

/// Whether annotations ask cert-manager, or somebody like it, for a certificate.
fn asks_for_certificate(of: &Document) -> bool {
    let annotations = of.at(["metadata", "annotations"]);
    let mut keys = annotations.map_or(&[][..], Node::entries).iter();
    keys.any(|entry| entry.key.contains("cert-manager.io/") || entry.key.ends_with("/tls-acme"))
}
