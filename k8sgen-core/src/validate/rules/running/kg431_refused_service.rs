//! A Service that Kubernetes refuses.

use std::collections::HashSet;

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::is_placeholder;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::{Node, Value};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG431",
    name: "refused-service",
    severity: Severity::Error,
    finds: "A Service with a port or a name of a port twice, several ports of which one has no name, or a setting that does not go with its type.",
    why: "The API server refuses the object. Often an overlay changes the type, and what the base set for the old one stays.",
    wrong: "\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
    - port: 9090
",
    right: "\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - name: http
      port: 80
    - name: metrics
      port: 9090
",
    help: "give each port a name and a number of its own",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for service in scope.of_kind("Service") {
        let Some(spec) = service.at(["spec"]) else {
            continue;
        };
        let kind = spec
            .at(["type"])
            .and_then(Node::text)
            .unwrap_or("ClusterIP");
        let is_headless = spec.at(["clusterIP"]).and_then(Node::text) == Some("None");
        ports(spec, found);
        for (node, field) in unfit(spec, kind, is_headless) {
            let message = format!("`{field}` does not go with the type `{kind}`");
            let help = format!(
                "take it away, or choose a type that it goes with; in a patch, `{field}: null` takes the base's away"
            );
            found.with_help(node.mark, message, Some(&help));
        }
        let has_ports = spec
            .at(["ports"])
            .is_some_and(|ports| !ports.items().is_empty());
        if kind == "ExternalName" {
            if spec.at(["externalName"]).is_none() {
                let help = "write the name of the host in `externalName`";
                found.with_help(
                    spec.mark,
                    "`externalName` is missing, for which the type is there",
                    Some(help),
                );
            }
        } else if !has_ports && !is_headless && !is_placeholder(kind) {
            let help = "list its ports; only a headless Service (`clusterIP: None`) does without";
            found.with_help(spec.mark, "`spec.ports` is missing", Some(help));
        }
    }
}

/// Ports and their names that are there twice, and those without a name.
fn ports(spec: &Node, found: &mut Found<'_>) {
    let ports = spec.at(["ports"]).map_or(&[][..], Node::items);
    let (mut names, mut numbers) = (HashSet::new(), HashSet::new());
    for port in ports {
        let field = |field: &str| port.at([field]);
        let protocol = field("protocol").and_then(Node::text).unwrap_or("TCP");
        match field("name") {
            Some(name) => {
                if let Some(text) = name.text()
                    && !names.insert(text)
                {
                    let message = format!("the name `{}` is another port's", shown(text));
                    found.at(name.mark, message);
                }
            }
            None if ports.len() > 1 => {
                found.at(port.mark, "a port without a name, where there are several");
            }
            None => {}
        }
        if let Some(port) = field("port")
            && let Some(text) = port.text()
            && !is_placeholder(text)
            && !numbers.insert((protocol, text))
        {
            let message = format!(
                "port {} is there twice for {}",
                shown(text),
                shown(protocol)
            );
            found.at(port.mark, message);
        }
    }
}

/// What does not go with the type, and its field.
fn unfit<'a>(spec: &'a Node, kind: &str, is_headless: bool) -> Vec<(&'a Node, &'static str)> {
    let mut unfit = Vec::new();
    let mut add = |node: Option<&'a Node>, field| unfit.extend(node.map(|node| (node, field)));
    if is_headless && matches!(kind, "NodePort" | "LoadBalancer") {
        add(spec.at(["clusterIP"]), "clusterIP");
    }
    if matches!(kind, "ClusterIP" | "NodePort") {
        let ranges = spec.at(["loadBalancerSourceRanges"]);
        add(
            ranges.filter(|ranges| !ranges.items().is_empty()),
            "loadBalancerSourceRanges",
        );
        add(spec.at(["loadBalancerClass"]), "loadBalancerClass");
    }
    if kind == "ClusterIP" {
        if spec.at(["externalIPs"]).is_none() {
            add(spec.at(["externalTrafficPolicy"]), "externalTrafficPolicy");
        }
        for port in spec.at(["ports"]).map_or(&[][..], Node::items) {
            let is_set = |node: &&Node| node.text() != Some("0");
            add(port.at(["nodePort"]).filter(is_set), "nodePort");
        }
    }
    unfit.retain(|(node, _)| node.value != Value::Null);
    unfit
}
