//! Hosts that the certificates of an Ingress leave out.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::is_placeholder;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG573",
    name: "host-without-tls",
    severity: Severity::Warning,
    finds: "An Ingress with `tls` for some of its hosts and not for others.",
    why: "The other hosts answer by HTTP, or with a certificate that browsers refuse.",
    wrong: "\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
spec:
  ingressClassName: nginx
  tls:
    - hosts: [www.example.com]
      secretName: web-tls
  rules:
    - host: www.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: web
                port:
                  number: 80
    - host: shop.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: shop
                port:
                  number: 80
",
    right: "\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
spec:
  ingressClassName: nginx
  tls:
    - hosts: [www.example.com, shop.example.com]
      secretName: web-tls
  rules:
    - host: www.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: web
                port:
                  number: 80
    - host: shop.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: shop
                port:
                  number: 80
",
    help: "add the host to `tls`, or give it an Ingress of its own if HTTP is meant",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for ingress in scope.of_kind("Ingress") {
        let tls = ingress.at(["spec", "tls"]).map_or(&[][..], Node::items);
        let hosts = |entry: &'_ Node| entry.at(["hosts"]).map_or(0, |hosts| hosts.items().len());
        // An entry without hosts is for all that are left.
        if tls.is_empty() || tls.iter().any(|entry| hosts(entry) == 0) {
            continue;
        }
        let items = tls
            .iter()
            .flat_map(|entry| entry.at(["hosts"]).map_or(&[][..], Node::items));
        let covered: Vec<&str> = items.filter_map(Node::text).collect();
        if covered.iter().any(|host| is_placeholder(host)) {
            continue;
        }
        for rule in ingress.at(["spec", "rules"]).map_or(&[][..], Node::items) {
            let Some(node) = rule.at(["host"]) else {
                continue;
            };
            let host = node.text().unwrap_or_default();
            let is_covered = covered
                .iter()
                .any(|known| *known == host || is_below(host, known));
            if !host.is_empty() && !is_covered && !is_placeholder(host) {
                found.at(
                    node.mark,
                    format!("no entry of `tls` has the host `{}`", shown(host)),
                );
            }
        }
    }
}

/// Whether a host is one name below a wildcard: `www.example.com` below `*.example.com`.
fn is_below(host: &str, wildcard: &str) -> bool {
    let above = host.split_once('.').map(|(_, above)| above);
    above.is_some() && above == wildcard.strip_prefix("*.")
}
