//! An Ingress that the API server refuses.

use std::net::IpAddr;

use k8sgen_templates::names::DnsSubdomain;

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::{backends, is_placeholder};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG470",
    name: "refused-ingress",
    severity: Severity::Error,
    finds: "An Ingress without rules and without a default backend; a rule's host that is an address, a URL or \
        has capitals; a path that does not begin with `/`, or has `//` or `..`; a backend that is both \
        a Service and a resource, or that has both a port's name and its number.",
    why: "The API server refuses the object.",
    wrong: "\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
spec:
  ingressClassName: nginx
  rules:
    - host: https://shop.example.com
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
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
spec:
  ingressClassName: nginx
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
    help: "write the host's name alone: `shop.example.com`, or `*.example.com` for all below it",
    check: Check::Applied(check),
};

/// What no path with `Prefix` or `Exact` may have.
const SEQUENCES: [&str; 5] = ["//", "/./", "/../", "%2f", "%2F"];

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for ingress in scope.of_kind("Ingress") {
        // The versions before `v1` are gone, and have backends of another shape.
        if ingress.api_version() != "networking.k8s.io/v1" {
            continue;
        }
        let Some(spec) = ingress.node.entry("spec") else {
            continue;
        };
        let rules = spec.value.list("rules");
        if rules.is_empty() && spec.value.given("defaultBackend").is_none() {
            let message = "the Ingress has neither `rules` nor a `defaultBackend`";
            let help = "add a rule, or take the Ingress away";
            found.with_help(spec.mark, message, Some(help));
        }
        for rule in rules {
            if let Some(host) = rule.given("host") {
                let is_address = host
                    .text()
                    .is_some_and(|host| host.parse::<IpAddr>().is_ok());
                judge_host(host, found);
                if is_address {
                    let message = format!(
                        "the host `{}` is an address, and no name",
                        shown(host.text().unwrap_or_default())
                    );
                    found.at(host.mark, message);
                }
            }
            if let Some(http) = rule.entry("http").filter(|_| rule.given("http").is_some()) {
                let paths = http.value.list("paths");
                if paths.is_empty() {
                    let help = "add one, or take `http` away";
                    found.with_help(http.mark, "`http` has no `paths`", Some(help));
                }
                for path in paths {
                    judge_path(path, found);
                }
            }
        }
        for entry in spec.value.list("tls") {
            for host in entry.list("hosts") {
                judge_host(host, found);
            }
        }
        judge_backends(ingress, found);
    }
}

/// Whether a person or a script writes the host in later: `__HOST__`, `<your domain>`, `{{HOST}}`.
fn is_stand_in(host: &str) -> bool {
    host.contains(['$', '{', '<', '%', '[']) || host.contains("__")
}

fn judge_host(node: &Node, found: &mut Found<'_>) {
    let Some(host) = node
        .text()
        .filter(|host| !host.is_empty() && !is_stand_in(host))
    else {
        return;
    };
    let name = host.strip_prefix("*.").unwrap_or(host);
    let why = if host.parse::<IpAddr>().is_ok() {
        return;
    } else if host.contains("://") {
        "is a URL, and no name"
    } else if name.contains('*') {
        "has a `*`, which may only be the whole first part"
    } else if host.contains(':') {
        "has a port, which no host may have"
    } else if name.contains(|c: char| c.is_ascii_uppercase()) {
        "has capitals"
    } else if name.parse::<DnsSubdomain>().is_err() {
        "is no name of a host"
    } else {
        return;
    };
    found.at(node.mark, format!("the host `{}` {why}", shown(host)));
}

fn judge_path(entry: &Node, found: &mut Found<'_>) {
    let kind = entry.text_of("pathType").unwrap_or_default();
    let node = entry.given("path");
    let path = node.and_then(Node::text).unwrap_or_default();
    if is_placeholder(path) || is_placeholder(kind) {
        return;
    }
    let is_strict = matches!(kind, "Prefix" | "Exact");
    let mark = node.unwrap_or(entry).mark;
    if path.is_empty() && is_strict {
        let message = format!("`pathType: {kind}` needs a `path`");
        found.with_help(mark, message, Some("write `path: /` for all of them"));
        return;
    }
    if !path.starts_with('/') && !path.is_empty() {
        let message = format!("the path `{}` does not begin with `/`", shown(path));
        found.with_help(mark, message, Some("write a path that begins with `/`"));
        return;
    }
    let sequence = SEQUENCES.iter().find(|sequence| path.contains(**sequence));
    let end = ["/..", "/."].into_iter().find(|end| path.ends_with(end));
    if let Some(sequence) = sequence.copied().or(end).filter(|_| is_strict) {
        let message = format!(
            "the path `{}` has `{sequence}`, which no path of `pathType: {kind}` may have",
            shown(path)
        );
        found.with_help(mark, message, Some("write the path as the program sees it"));
    }
}

/// A backend is one thing, and its port is called in one way. What it lacks is a missing field.
fn judge_backends(ingress: &Document, found: &mut Found<'_>) {
    for backend in backends(ingress) {
        let Some(service) = backend.given("service") else {
            continue;
        };
        if let Some(resource) = backend.given("resource") {
            let message = "the backend has both a `service` and a `resource`, and may have one";
            found.with_help(resource.mark, message, Some("keep the one that is meant"));
        }
        let Some(port) = service.given("port") else {
            continue;
        };
        let is_set = |field: &str| {
            let text = port.text_of(field);
            text.is_some_and(|text| !text.is_empty() && text != "0")
        };
        if is_set("name") && is_set("number") {
            let message = "the backend's port has both a `name` and a `number`, and may have one";
            let help =
                "keep the one that is meant; in a patch, `number: null` takes the base's away";
            found.with_help(port.mark, message, Some(help));
        }
    }
}
