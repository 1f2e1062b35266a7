//! Pieces of a proxy's configuration in annotations.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG576",
    name: "ingress-snippet",
    severity: Severity::Warning,
    finds: "An annotation that puts text into the configuration of nginx, such as `configuration-snippet`.",
    why: "Whoever may write an Ingress can read with it every Secret that the controller can (CVE-2021-25742); \
          controllers refuse it unless they are told not to.",
    wrong: "\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  annotations:
    nginx.ingress.kubernetes.io/configuration-snippet: |
      more_set_headers \"X-Frame-Options: DENY\";
spec:
  ingressClassName: nginx
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
    nginx.ingress.kubernetes.io/custom-headers: web/headers
spec:
  ingressClassName: nginx
  defaultBackend:
    service:
      name: web
      port:
        number: 80
",
    help: "use an annotation that is made for it, or let the program itself do it",
    check: Check::Applied(check),
};

/// What the names of such annotations begin and end with.
const SNIPPETS: [(&str, &str); 3] = [
    ("nginx.ingress.kubernetes.io/", "-snippet"),
    ("nginx.org/", "-snippets"),
    ("haproxy-ingress.github.io/", "config-backend"),
];

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for ingress in scope.of_kind("Ingress") {
        for entry in ingress
            .at(["metadata", "annotations"])
            .map_or(&[][..], Node::entries)
        {
            if SNIPPETS
                .iter()
                .any(|(start, end)| entry.key.starts_with(start) && entry.key.ends_with(end))
            {
                found.at(
                    entry.mark,
                    format!(
                        "`{}` puts text into the configuration of the proxy",
                        shown(&entry.key)
                    ),
                );
            }
        }
    }
}
