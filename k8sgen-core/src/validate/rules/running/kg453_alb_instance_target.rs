//! An ALB that sends to nodes, for a Service that is on no port of them.

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::{backends, has_alb_parameters, is_alb};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG453",
    name: "alb-instance-target",
    severity: Severity::Error,
    finds: "An Ingress of the AWS Load Balancer Controller with `target-type: instance` that leads to a Service of \
        type ClusterIP. Where no annotation gives a type it is a warning: `instance` is the controller's default, \
        and its settings may say otherwise.",
    why: "With `instance`, the load balancer sends to a port of the nodes, and a ClusterIP Service has none there. \
        The controller can't make the target group, and often no other of the Ingress either.",
    wrong: "\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  annotations:
    alb.ingress.kubernetes.io/target-type: instance
spec:
  ingressClassName: alb
  defaultBackend:
    service:
      name: web
      port:
        number: 80
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
",
    right: "\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  annotations:
    alb.ingress.kubernetes.io/target-type: ip
spec:
  ingressClassName: alb
  defaultBackend:
    service:
      name: web
      port:
        number: 80
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
",
    help: "write `alb.ingress.kubernetes.io/target-type: ip`, or give the Service `type: NodePort`",
    check: Check::Applied(check),
};

const TARGET_TYPE: &str = "alb.ingress.kubernetes.io/target-type";

fn check(repository: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    let annotation = |document: &Document| {
        document
            .at(["metadata", "annotations", TARGET_TYPE])
            .and_then(Node::text)
            .map(str::to_owned)
    };
    for ingress in scope
        .of_kind("Ingress")
        .iter()
        .filter(|ingress| is_alb(ingress))
    {
        for backend in backends(ingress) {
            let Some(node) = backend.at(["service", "name"]) else {
                continue;
            };
            let name = node.text().unwrap_or_default();
            let Some(service) = scope.find_with(ingress, "Service", ingress.namespace(), name)
            else {
                continue;
            };
            let is_inside = matches!(service.text_at(["spec", "type"]), None | Some("ClusterIP"));
            let target = annotation(service).or_else(|| annotation(ingress));
            let severity = match target.as_deref() {
                Some("instance") => Severity::Error,
                None if !has_alb_parameters(repository.written()) => Severity::Warning,
                _ => continue,
            };
            if is_inside {
                let says = match severity {
                    Severity::Error => "sends to nodes (`target-type: instance`)",
                    _ => {
                        "sends to nodes unless the controller is told otherwise (no `target-type`)"
                    }
                };
                let (ingress, service) = (shown(ingress.name()), shown(service.name()));
                let message = format!(
                    "Ingress `{ingress}` {says}, and Service `{service}` of type ClusterIP has no port on them"
                );
                found.say(node.mark, severity, message, None);
            }
        }
    }
}
