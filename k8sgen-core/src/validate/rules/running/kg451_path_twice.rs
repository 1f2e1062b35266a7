//! One host and path that two rules of Ingresses claim.

use std::collections::HashMap;

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::is_placeholder;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG451",
    name: "path-twice",
    severity: Severity::Warning,
    finds: "A host and path that two rules of one Ingress, or of two Ingresses of one class, claim for different \
        backends.",
    why: "Only one of them gets the requests. Which one depends on the controller: mostly the older Ingress wins, \
        and after a restore or a move to another cluster it may be the other.",
    wrong: "\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
spec:
  ingressClassName: alb
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
          - path: /
            pathType: Prefix
            backend:
              service:
                name: admin
                port:
                  name: http
",
    right: "\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
spec:
  ingressClassName: alb
  rules:
    - host: shop.example.com
      http:
        paths:
          - path: /admin
            pathType: Prefix
            backend:
              service:
                name: admin
                port:
                  name: http
          - path: /
            pathType: Prefix
            backend:
              service:
                name: web
                port:
                  name: http
",
    help: "give one of the two another host or path, or take it away",
    check: Check::Applied(check),
};

/// Ingresses with these annotations share paths on purpose: canaries, parts of one Ingress, conditions beside the path.
const SHARED: [&str; 5] = [
    "nginx.ingress.kubernetes.io/canary",
    "nginx.org/mergeable-ingress-type",
    "alb.ingress.kubernetes.io/conditions.",
    "alb.ingress.kubernetes.io/actions.",
    "alb.ingress.kubernetes.io/group.",
];

/// Class, host, path and type of path.
type Key<'a> = (&'a str, &'a str, &'a str, &'a str);

fn check<'a>(_: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let mut claimed: HashMap<Key<'a>, (&'a Document, &'a Node)> = HashMap::new();
    for ingress in scope.of_kind("Ingress") {
        let annotations = ingress
            .at(["metadata", "annotations"])
            .map_or(&[][..], Node::entries);
        let is_shared = |key: &str| SHARED.iter().any(|shared| key.starts_with(shared));
        if annotations.iter().any(|entry| is_shared(&entry.key)) {
            continue;
        }
        let old_class = annotations
            .iter()
            .find(|entry| entry.key == "kubernetes.io/ingress.class");
        let class = ingress.text_at(["spec", "ingressClassName"]);
        let class = class
            .or(old_class.and_then(|entry| entry.value.text()))
            .unwrap_or_default();
        for rule in ingress.at(["spec", "rules"]).map_or(&[][..], Node::items) {
            let host = rule.at(["host"]).and_then(Node::text).unwrap_or_default();
            for path in rule.at(["http", "paths"]).map_or(&[][..], Node::items) {
                let text = |field: &str| path.at([field]).and_then(Node::text).unwrap_or_default();
                let key = (class, host, text("path"), text("pathType"));
                let (Some(backend), false) = (
                    path.at(["backend"]),
                    is_placeholder(host) || is_placeholder(key.2),
                ) else {
                    continue;
                };
                let Some((other, first)) = claimed.get(&key).copied() else {
                    claimed.insert(key, (ingress, backend));
                    continue;
                };
                // Loose files are often alternatives.
                let is_one = scope.folder.is_some() || other.path == ingress.path;
                let is_own = std::ptr::eq(other, *ingress);
                // Each controller gives every Ingress without a host a load balancer of its own, or none.
                let is_apart = !is_own && (host.is_empty() || class == "alb");
                if is_apart || is_same(first, backend) || !is_one {
                    continue;
                }
                let mark = path.at(["path"]).map_or(path.mark, |node| node.mark);
                let host = if host.is_empty() { "every host" } else { host };
                let by = if is_own {
                    "this Ingress".to_owned()
                } else {
                    format!("Ingress `{}`", shown(other.name()))
                };
                let message = format!(
                    "path `{}` of {} is already {by}'s, for another backend",
                    shown(key.2),
                    shown(host)
                );
                found.at(mark, message);
            }
        }
    }
}

/// Whether two backends are one Service and port.
fn is_same(one: &Node, other: &Node) -> bool {
    let paths = [
        ["service", "name"].as_slice(),
        &["service", "port", "name"],
        &["service", "port", "number"],
        &["resource", "name"],
    ];
    paths.iter().all(|path| {
        let text = |node: &Node| {
            node.at(path.iter().copied())
                .and_then(Node::text)
                .map(str::to_owned)
        };
        text(one) == text(other)
    })
}
