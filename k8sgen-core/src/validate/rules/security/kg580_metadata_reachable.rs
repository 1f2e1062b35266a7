//! Network policies that let pods ask the machine for its credentials.

use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG580",
    name: "metadata-reachable",
    severity: Severity::Info,
    finds: "A NetworkPolicy that allows pods to reach 169.254.169.254, the metadata of the machine: by name, or \
          with `0.0.0.0/0` without an exception.",
    why: "There the machine's credentials can be fetched, unless it is told otherwise: whoever takes over the \
          pod may have the node's role.",
    wrong: "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
spec:
  podSelector:
    matchLabels:
      app: web
  policyTypes: [Egress]
  egress:
    - to:
        - ipBlock:
            cidr: 0.0.0.0/0
",
    right: "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
spec:
  podSelector:
    matchLabels:
      app: web
  policyTypes: [Egress]
  egress:
    - to:
        - ipBlock:
            cidr: 0.0.0.0/0
            except: [169.254.0.0/16]
",
    help: "add `except: [169.254.0.0/16]`, or allow only the ports that are needed; the role of a ServiceAccount \
          (IRSA, Pod Identity) needs no metadata",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for policy in scope.of_kind("NetworkPolicy") {
        for rule in policy.at(["spec", "egress"]).map_or(&[][..], Node::items) {
            if !reaches_http(rule) {
                continue;
            }
            for peer in rule.at(["to"]).map_or(&[][..], Node::items) {
                let Some(cidr) = peer.at(["ipBlock", "cidr"]) else {
                    continue;
                };
                let except = peer.at(["ipBlock", "except"]).map_or(&[][..], Node::items);
                let text = cidr.text().unwrap_or_default();
                let is_reached =
                    matches!(text, "0.0.0.0/0" | "169.254.0.0/16" | "169.254.169.254/32");
                let is_local =
                    |node: &Node| node.text().is_some_and(|text| text.starts_with("169.254."));
                if is_reached && !except.iter().any(is_local) {
                    found.at(
                        cidr.mark,
                        format!("`{text}` has the metadata of the machine in it, 169.254.169.254"),
                    );
                }
            }
        }
    }
}

/// Whether a rule allows TCP port 80.
fn reaches_http(rule: &Node) -> bool {
    let ports = rule.at(["ports"]).map_or(&[][..], Node::items);
    let number = |port: &Node, field: &str| {
        port.at([field])
            .and_then(Node::text)
            .and_then(|text| text.parse::<u16>().ok())
    };
    let is_http = |port: &Node| {
        let protocol = port.at(["protocol"]).and_then(Node::text).unwrap_or("TCP");
        let first = number(port, "port");
        let last = number(port, "endPort").or(first);
        let is_any = port.at(["port"]).is_none();
        protocol == "TCP"
            && (is_any
                || first
                    .zip(last)
                    .is_some_and(|(first, last)| (first..=last).contains(&80)))
    };
    ports.is_empty() || ports.iter().any(is_http)
}
