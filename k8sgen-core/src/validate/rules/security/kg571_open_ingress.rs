//! Load balancers of an Ingress that the whole internet reaches.

use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG571",
    name: "open-ingress",
    severity: Severity::Info,
    finds: "An Ingress whose load balancer (ALB) faces the internet, and that says nothing of who may reach it.",
    why: "For a web site that is meant to be, and worth being said: `inbound-cidrs: 0.0.0.0/0`. For all else, \
          strangers try it.",
    wrong: "\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  annotations:
    alb.ingress.kubernetes.io/scheme: internet-facing
spec:
  ingressClassName: alb
  defaultBackend:
    service:
      name: web
      port:
        number: 80
",
    right: "\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  annotations:
    alb.ingress.kubernetes.io/scheme: internet-facing
    alb.ingress.kubernetes.io/inbound-cidrs: 203.0.113.0/24
spec:
  ingressClassName: alb
  defaultBackend:
    service:
      name: web
      port:
        number: 80
",
    help: "name the addresses in `alb.ingress.kubernetes.io/inbound-cidrs`, and `0.0.0.0/0` if everyone is \
          meant; or put a firewall (WAF), a login or security groups before it",
    check: Check::Applied(check),
};

/// Annotations that say who may reach it.
const SAID: [&str; 8] = [
    "inbound-cidrs",
    "security-groups",
    "security-group-prefix-lists",
    "wafv2-acl-arn",
    "wafv2-acl-name",
    "waf-acl-id",
    "auth-type",
    "mutual-authentication",
];

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for ingress in scope.of_kind("Ingress") {
        let annotation = |name: &str| {
            let key = format!("alb.ingress.kubernetes.io/{name}");
            ingress.at(["metadata", "annotations", key.as_str()])
        };
        let Some(scheme) =
            annotation("scheme").filter(|scheme| scheme.text() == Some("internet-facing"))
        else {
            continue;
        };
        // Members of a group share what one of them says.
        if annotation("group.name").is_none() && SAID.iter().all(|name| annotation(name).is_none())
        {
            found.at(scheme.mark, "every address of the internet may reach the load balancer, and nothing says that this is meant");
        }
    }
}
