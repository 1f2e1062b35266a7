//! Requests to a port that a Service does not have.

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::{certainty, instead, is_placeholder, service_ports, targets};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::validate::scope::may_meet;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG220",
    name: "missing-backend-port",
    severity: Severity::Error,
    finds: "A backend of an Ingress, of a route of the Gateway API or of a TargetGroupBinding \
        whose port, a name or a number, is none of its Service's. A Service's port is \
        meant, not a container's.",
    why: "Requests to these paths are answered with an error: 503, or 500.",
    wrong: "\
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
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
spec:
  ingressClassName: nginx
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
                  number: 8080
",
    right: "\
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
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
spec:
  ingressClassName: nginx
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
    help: "write the name or the number of one of the Service's `ports`",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for backend in targets(scope) {
        let port = backend.port.and_then(|it| Some((it, it.text()?)));
        let (Some(name), Some((node, port))) = (backend.name.text(), port) else {
            continue;
        };
        let services = scope.named("Service", name).iter();
        let services = services.filter(|it| may_meet(it.namespace(), backend.namespace));
        let services: Vec<&Document> = services.copied().collect();
        let ports = services.iter().flat_map(|service| service_ports(service));
        let ports: Vec<_> = ports.collect();
        let fields = ["name", "port"].into_iter();
        let known =
            fields.flat_map(|field| ports.iter().filter_map(move |it| it.at([field])?.text()));
        let known: Vec<&str> = known.collect();
        if services.is_empty()
            || services
                .iter()
                .any(|service| service_ports(service).is_empty())
            || is_placeholder(port)
            || known
                .iter()
                .any(|known| *known == port || is_placeholder(known))
        {
            continue;
        }
        let help = instead(port, "its ports are", known);
        let severity = certainty(scope, backend.from, services.iter().copied());
        let message = format!("Service `{}` has no port `{}`", shown(name), shown(port));
        found.say(node.mark, severity, message, help.as_deref());
    }
}
