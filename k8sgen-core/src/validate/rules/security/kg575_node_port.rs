//! Services that are open on every node.

use crate::validate::finding::Severity;
use crate::validate::objects::credentials::each_text;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use std::collections::BTreeSet;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG575",
    name: "node-port",
    severity: Severity::Info,
    finds: "A Service of type `NodePort` that no Ingress of the same scope leads to.",
    why: "The port is open on every node, also on those with an address of the internet, and goes past the \
          Ingress with its TLS and its login.",
    wrong: "\
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
    right: "\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: ClusterIP
  selector:
    app: web
  ports:
    - port: 80
",
    help: "make it `ClusterIP`, and let an Ingress or a Gateway lead to it",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    // Load balancers of some clouds reach pods by the ports of nodes.
    let mut led_to = BTreeSet::new();
    for kind in [
        "Ingress",
        "TargetGroupBinding.elbv2.k8s.aws",
        "HTTPRoute",
        "TCPRoute",
    ] {
        for document in scope.of_kind(kind) {
            each_text(&document.node, &mut |text| {
                if text.key == "name" || text.key == "serviceName" {
                    led_to.insert(text.text);
                }
            });
        }
    }
    for service in scope.of_kind("Service") {
        let kind = service
            .at(["spec", "type"])
            .filter(|kind| kind.text() == Some("NodePort"));
        if let Some(kind) = kind.filter(|_| !led_to.contains(service.name())) {
            found.at(kind.mark, "the ports are open on every node");
        }
    }
}
