//! Hosts in plain text that are called otherwise after a `namePrefix`.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::kustomize::within;
use crate::validate::objects::{Renames, Setting, settings};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG315",
    name: "host-left-behind",
    severity: Severity::Warning,
    finds: "A host in a ConfigMap, a variable or an argument that is the name of a Service before `namePrefix` or `nameSuffix` was added to it.",
    why: "kustomize mends names in fields that it knows as references, and none in plain text: the host is not found when the program calls it.",
    wrong: "\
# file: base/kustomization.yaml
resources:
  - api.yaml
# file: base/api.yaml
apiVersion: v1
kind: Service
metadata:
  name: api
spec:
  selector:
    app: api
  ports:
    - port: 8080
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  API_URL: http://api:8080
# file: overlays/dev/kustomization.yaml
resources:
  - ../../base
namePrefix: dev-
",
    right: "\
# file: base/kustomization.yaml
resources:
  - api.yaml
# file: base/api.yaml
apiVersion: v1
kind: Service
metadata:
  name: api
spec:
  selector:
    app: api
  ports:
    - port: 8080
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  API_URL: http://api:8080
# file: overlays/dev/kustomization.yaml
resources:
  - ../../base
namespace: dev
",
    help: "separate environments by `namespace`, not by a prefix; or set the value in the overlay, by a patch or a replacement",
    check: Check::Applied(check),
};

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let renames = Renames::of(scope);
    if renames.is_empty() {
        return;
    }
    for document in scope.documents() {
        for setting in settings(document) {
            for host in hosts(&setting) {
                let mut labels = host.name.split('.');
                let name = labels.next().unwrap_or_default();
                let (namespace, more) = (labels.next(), labels.next());
                // `api.shop` is a Service in a namespace, `api.shop.svc` surely so; `api.shop.example` is not.
                if more.is_some_and(|more| more != "svc") {
                    continue;
                }
                let meant = namespace.or(document.namespace());
                let Some(service) = renames.find(repository, scope, "Service", meant, name) else {
                    continue;
                };
                let is_certain = host.is_address || more.is_some() || {
                    let found = scope.find("Service", service.namespace.as_deref(), &service.to);
                    let ports = found.and_then(|found| found.at(["spec", "ports"]));
                    let mut ports = ports.map_or(&[][..], |ports| ports.items()).iter();
                    let is_port = |port| {
                        ports.any(|one| one.at(["port"]).and_then(|port| port.text()) == Some(port))
                    };
                    host.port.is_some_and(is_port)
                };
                if is_certain {
                    let message = format!(
                        "the host `{}` is no more: the Service `{}` is called `{}` here",
                        shown(host.name),
                        shown(name),
                        shown(&service.to)
                    );
                    let mark = within(repository.files, setting.mark, setting.value, host.at);
                    found.at(mark, message);
                }
            }
        }
    }
}

/// Something that may be the name of a host.
struct Host<'a> {
    /// Where it begins in the text.
    at: usize,
    name: &'a str,
    port: Option<&'a str>,
    /// Whether it surely is one: a part of a URL, or the whole value of a variable such as `API_HOST`.
    is_address: bool,
}

/// What may be a host in a text: in URLs, before ports, and as a whole value.
fn hosts<'a>(setting: &Setting<'a>) -> Vec<Host<'a>> {
    let key = setting.key.to_ascii_uppercase();
    let words = [
        "HOST", "ADDR", "URL", "URI", "ENDPOINT", "SERVER", "UPSTREAM", "BROKER",
    ];
    let asks_for_host = words.iter().any(|word| key.contains(word)) && !key.ends_with("_NAME");
    let is_between = |c: char| c.is_whitespace() || "\"'`,;()[]{}<>|=".contains(c);
    let mut hosts = Vec::new();
    let mut next = 0;
    for token in setting.value.split_inclusive(is_between) {
        let at = next;
        next += token.len();
        let token = token.trim_end_matches(is_between);
        let (is_url, rest) = match token.split_once("://") {
            Some((_, rest)) => (true, rest),
            None => (false, token),
        };
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let authority = authority.rsplit('@').next().unwrap_or_default();
        let (name, port) = match authority.split_once(':') {
            Some((name, port)) => (name, Some(port)),
            None => (authority, None),
        };
        let is_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c);
        if !name.is_empty() && name.chars().all(is_letter) {
            hosts.push(Host {
                at,
                name,
                port,
                is_address: is_url || asks_for_host && token == setting.value,
            });
        }
    }
    hosts
}
