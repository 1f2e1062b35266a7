//! A host with a certificate that no rule of the Ingress is for.

use crate::problem::{nearest, shown};
use crate::validate::finding::Severity;
use crate::validate::objects::is_placeholder;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG452",
    name: "tls-host-without-rule",
    severity: Severity::Warning,
    finds: "A host in `spec.tls` of an Ingress that none of its rules is for.",
    why: "The certificate is for a name under which nothing is served, and the name that is served has none: \
        browsers warn, and clients refuse.",
    wrong: "\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
spec:
  tls:
    - hosts: [shop.example.org]
      secretName: shop-tls
  rules:
    - host: shop.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: web
                port:
                  name: http
",
    right: "\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
spec:
  tls:
    - hosts: [shop.example.com]
      secretName: shop-tls
  rules:
    - host: shop.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: web
                port:
                  name: http
",
    help: "write the host of a rule, or add a rule for this one",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for ingress in scope.of_kind("Ingress") {
        let list = |field: &str| ingress.at(["spec", field]).map_or(&[][..], Node::items);
        let rules = list("rules")
            .iter()
            .map(|rule| rule.at(["host"]).and_then(Node::text));
        let Some(served) = rules
            .collect::<Option<Vec<&str>>>()
            .filter(|served| !served.is_empty())
        else {
            // A rule without a host serves them all.
            continue;
        };
        let is_known = !served.iter().any(|host| is_placeholder(host));
        if !is_known || ingress.at(["spec", "defaultBackend"]).is_some() {
            continue;
        }
        let hosts = list("tls")
            .iter()
            .flat_map(|tls| tls.at(["hosts"]).map_or(&[][..], Node::items));
        for host in hosts {
            let Some(name) = host.text().filter(|name| !is_placeholder(name)) else {
                continue;
            };
            if served
                .iter()
                .any(|served| is_covered(name, served) || is_covered(served, name))
            {
                continue;
            }
            let message = format!(
                "no rule is for the host `{}`, which has a certificate",
                shown(name)
            );
            let help = nearest(name, served.iter().copied())
                .map(|near| format!("did you mean `{}`?", shown(near)));
            found.with_help(host.mark, message, help.as_deref());
        }
    }
}

/// Whether a host is another one, or one of those that `*.` stands for.
fn is_covered(host: &str, by: &str) -> bool {
    let below = |parent: &str| host.split_once('.').is_some_and(|(_, rest)| rest == parent);
    host == by || by.strip_prefix("*.").is_some_and(below)
}
