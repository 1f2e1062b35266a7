//! An ALB that is told of HTTPS, and has no listener or no certificate for it.

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::{has_alb_parameters, is_alb, is_placeholder};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG454",
    name: "alb-without-https",
    severity: Severity::Error,
    finds: "An Ingress of the AWS Load Balancer Controller with `ssl-redirect` to a port that `listen-ports` does \
        not have as HTTPS, with an HTTPS port and neither a certificate nor a host to find one by, or with a \
        certificate and no HTTPS port.",
    why: "The controller refuses the whole Ingress when the port of the redirect has no HTTPS listener, and AWS \
        refuses an HTTPS listener without a certificate: nothing is updated any more. A certificate without an \
        HTTPS port has no effect, and everything goes over HTTP.",
    wrong: "\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  annotations:
    alb.ingress.kubernetes.io/listen-ports: '[{\"HTTP\": 80}]'
    alb.ingress.kubernetes.io/ssl-redirect: '443'
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
  name: shop
  annotations:
    alb.ingress.kubernetes.io/listen-ports: '[{\"HTTP\": 80}, {\"HTTPS\": 443}]'
    alb.ingress.kubernetes.io/ssl-redirect: '443'
    alb.ingress.kubernetes.io/certificate-arn: arn:aws:acm:us-east-1:123456789012:certificate/7d3f9c1e
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
  type: NodePort
  selector:
    app: web
  ports:
    - port: 80
",
    help: "list the port as HTTPS in `listen-ports`, and name a certificate in `certificate-arn`",
    check: Check::Applied(check),
};

fn annotation<'a>(ingress: &'a Document, name: &str) -> Option<&'a Node> {
    let key = format!("alb.ingress.kubernetes.io/{name}");
    ingress.at(["metadata", "annotations", &key])
}

fn check(repository: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    // Parameters of the class may set all of this.
    if has_alb_parameters(repository.written()) {
        return;
    }
    for ingress in scope
        .of_kind("Ingress")
        .iter()
        .filter(|ingress| is_alb(ingress))
    {
        let text = |name: &str| annotation(ingress, name).and_then(Node::text);
        let settings = ["listen-ports", "ssl-redirect", "certificate-arn"].map(text);
        // In a group, others may bring the listener and the certificate.
        if text("group.name").is_some()
            || settings.iter().flatten().any(|text| is_placeholder(text))
        {
            continue;
        }
        let [_, redirect, certificate] = settings;
        let Some(secure) = https_ports(settings[0], certificate) else {
            continue;
        };
        if let (Some(node), Some(port)) = (annotation(ingress, "ssl-redirect"), redirect)
            && !secure.contains(&port.trim().to_owned())
        {
            let message = format!(
                "`ssl-redirect: {}` leads to a port that is no HTTPS port of the load balancer, and the controller refuses the Ingress",
                shown(port)
            );
            found.at(node.mark, message);
        }
        let listens = annotation(ingress, "listen-ports");
        let Some(listens) = listens else {
            continue;
        };
        if !secure.is_empty() && certificate.is_none() && !names_hosts(ingress) {
            let message = "HTTPS has no certificate: there is neither `certificate-arn` nor a host to find one by";
            found.with_help(
                listens.mark,
                message,
                Some("name one in `alb.ingress.kubernetes.io/certificate-arn`"),
            );
        }
        if let (true, Some(node)) = (secure.is_empty(), annotation(ingress, "certificate-arn")) {
            let message = "the certificate has no effect: `listen-ports` has no HTTPS port";
            let help = Some("add `{\"HTTPS\": 443}` to `listen-ports`");
            found.say(node.mark, Severity::Warning, message, help);
        }
    }
}

/// The ports with HTTPS; nothing if the list can't be read. Without a list it is 443 where a certificate is named.
fn https_ports(listed: Option<&str>, certificate: Option<&str>) -> Option<Vec<String>> {
    let Some(listed) = listed else {
        return Some(certificate.map(|_| "443".to_owned()).into_iter().collect());
    };
    let listed: Vec<serde_json::Map<String, serde_json::Value>> =
        serde_json::from_str(listed).ok()?;
    let entries = listed.into_iter().flatten();
    let secure = entries.filter(|(protocol, _)| protocol == "HTTPS");
    Some(secure.map(|(_, port)| port.to_string()).collect())
}

/// Whether the controller has a host to look for a certificate with.
fn names_hosts(ingress: &Document) -> bool {
    let list = |field: &str| ingress.at(["spec", field]).map_or(&[][..], Node::items);
    list("rules").iter().any(|rule| rule.at(["host"]).is_some())
        || list("tls").iter().any(|tls| tls.at(["hosts"]).is_some())
}
