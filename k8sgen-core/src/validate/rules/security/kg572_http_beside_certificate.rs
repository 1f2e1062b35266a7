//! HTTP where there is a certificate.

use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::{Entry, Node};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG572",
    name: "http-beside-certificate",
    severity: Severity::Warning,
    finds: "An Ingress with a certificate that answers by HTTP as well.",
    why: "Passwords and sessions of those who come by HTTP can be read and changed on the way, although the \
          certificate is there.",
    wrong: "\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  annotations:
    alb.ingress.kubernetes.io/certificate-arn: arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d
    alb.ingress.kubernetes.io/listen-ports: '[{\"HTTP\": 80}, {\"HTTPS\": 443}]'
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
    alb.ingress.kubernetes.io/certificate-arn: arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d
    alb.ingress.kubernetes.io/listen-ports: '[{\"HTTP\": 80}, {\"HTTPS\": 443}]'
    alb.ingress.kubernetes.io/ssl-redirect: '443'
spec:
  ingressClassName: alb
  defaultBackend:
    service:
      name: web
      port:
        number: 80
",
    help: "listen for HTTPS, and send those who come by HTTP there with `ssl-redirect`",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for ingress in scope.of_kind("Ingress") {
        of_alb(ingress, found);
        of_nginx(ingress, found);
    }
}

fn annotation<'a>(ingress: &'a Document, key: &str) -> Option<&'a Node> {
    ingress.at(["metadata", "annotations", key])
}

fn of_alb(ingress: &Document, found: &mut Found<'_>) {
    let own = |name: &str| annotation(ingress, &format!("alb.ingress.kubernetes.io/{name}"));
    let (Some(_), Some(ports)) = (own("certificate-arn"), own("listen-ports")) else {
        return;
    };
    // Members of a group may have the redirect from another one, and actions may be redirects.
    let annotations = ingress
        .at(["metadata", "annotations"])
        .map_or(&[][..], Node::entries);
    let is_redirect = |entry: &Entry| {
        entry.key.starts_with("alb.ingress.kubernetes.io/actions.")
            && entry
                .value
                .text()
                .is_some_and(|action| action.contains("redirect"))
    };
    let redirects = own("ssl-redirect").is_some()
        || own("group.name").is_some()
        || annotations.iter().any(is_redirect);
    let text = ports.text().unwrap_or_default();
    let listens = |protocol: &str| text.contains(&format!("\"{protocol}\""));
    if listens("HTTP") && listens("HTTPS") && !redirects {
        found.at(ports.mark, "the load balancer answers on HTTP as well, and no `ssl-redirect` sends anyone to HTTPS");
    }
}

fn of_nginx(ingress: &Document, found: &mut Found<'_>) {
    let has_tls = ingress
        .at(["spec", "tls"])
        .is_some_and(|tls| !tls.items().is_empty());
    let redirect = annotation(ingress, "nginx.ingress.kubernetes.io/ssl-redirect");
    let forced =
        annotation(ingress, "nginx.ingress.kubernetes.io/force-ssl-redirect").and_then(Node::text);
    let off = redirect
        .filter(|redirect| redirect.text() == Some("false") && has_tls && forced != Some("true"));
    if let Some(off) = off {
        found.at(
            off.mark,
            "there is a certificate, and `ssl-redirect: \"false\"` lets everyone go on with HTTP",
        );
    }
}
