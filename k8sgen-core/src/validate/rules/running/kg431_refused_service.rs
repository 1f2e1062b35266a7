//! A Service that Kubernetes refuses.

use std::collections::HashSet;
use std::net::IpAddr;

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::is_placeholder;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::validate::shape::is_network;
use crate::yaml::{Node, Value};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG431",
    name: "refused-service",
    severity: Severity::Error,
    finds: "A Service with a port, a port of the nodes or a name of a port twice, several ports of which one has no name, a setting that does not go with its type, or a text where an address or a network belongs.",
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
        addresses(spec, found);
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
    let mut of_nodes = HashSet::new();
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
        if let Some(node) = field("nodePort")
            && let Some(text) = node.text()
            && text != "0"
            && !is_placeholder(text)
            && !of_nodes.insert((protocol, text))
        {
            let message = format!("another port has `nodePort: {}` as well", shown(text));
            found.at(node.mark, message);
        }
    }
}

/// Texts that are no addresses.
fn addresses(spec: &Node, found: &mut Found<'_>) {
    let is_known = |node: &&Node| {
        node.text()
            .is_some_and(|text| !text.is_empty() && !is_placeholder(text))
    };
    let own = spec.given("clusterIP").filter(is_known);
    if let Some(node) = own
        && let Some(text) = node.text()
        && text != "None"
        && text.parse::<IpAddr>().is_err()
    {
        let message = format!("`clusterIP: {}` is no address", shown(text));
        let help = "write `None` for a headless Service, or take it away";
        found.with_help(node.mark, message, Some(help));
    }
    for node in spec.list("externalIPs").iter().filter(is_known) {
        let text = node.text().unwrap_or_default();
        if text.parse::<IpAddr>().is_err() {
            let message = format!("`externalIPs`: `{}` is no address", shown(text));
            found.with_help(node.mark, message, Some("write an IP address"));
        }
    }
    for node in spec
        .list("loadBalancerSourceRanges")
        .iter()
        .filter(is_known)
    {
        let text = node.text().unwrap_or_default();
        if !is_network(text.trim()) {
            let message = format!(
                "`loadBalancerSourceRanges`: `{}` is no network",
                shown(text)
            );
            let help = "write a network, such as `203.0.113.0/24`; one address ends in `/32`";
            found.with_help(node.mark, message, Some(help));
        }
    }
    if let Some(entry) = spec.entry("sessionAffinityConfig")
        && spec.text_of("sessionAffinity").unwrap_or("None") == "None"
        && entry.value.value != Value::Null
    {
        let message = "`sessionAffinityConfig` needs `sessionAffinity: ClientIP`";
        found.with_help(entry.mark, message, Some("write that, or take it away"));
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
    if kind != "LoadBalancer" {
        let ports = spec.at(["allocateLoadBalancerNodePorts"]);
        add(ports, "allocateLoadBalancerNodePorts");
    }
    let is_local = spec.text_of("externalTrafficPolicy") == Some("Local");
    if kind != "LoadBalancer" || !is_local {
        let port = spec.at(["healthCheckNodePort"]);
        add(
            port.filter(|port| port.text() != Some("0")),
            "healthCheckNodePort",
        );
    }
    if kind == "ExternalName" {
        let address = spec
            .at(["clusterIP"])
            .filter(|address| address.text() != Some(""));
        add(address, "clusterIP");
    }
    unfit.retain(|(node, _)| node.value != Value::Null);
    unfit
}
