//! How traffic from outside gets to pods: load balancers, Ingresses, and the API server's calls to webhooks.

use super::selector::Selector;
use super::service::{ServicePort, ports};
use super::workload::Workload;
use crate::validate::document::Document;
use crate::validate::scope::Scope;
use crate::yaml::{Mark, Node};

/// Who brings the traffic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Something outside of the cluster's network: pods see an address, not another pod.
    Outside,
    /// An ingress controller or a gateway, which are pods themselves.
    Controller,
    /// The API server.
    ApiServer,
}

/// A port of pods that traffic from outside gets to.
#[derive(Debug, Clone, Copy)]
pub struct Entrance<'a> {
    /// The Service, the Ingress, the route or the webhook that opens it.
    pub by: &'a Document,
    /// Where it does so.
    pub mark: Mark,
    /// Who comes in.
    pub way: Way,
    /// The pods.
    pub pods: Workload<'a>,
    /// Their port.
    pub port: u16,
}

/// A Service that something from outside is led to.
struct Led<'a> {
    by: &'a Document,
    node: &'a Node,
    service: &'a Document,
    /// A number or a name; all ports, if there is none.
    port: Option<&'a str>,
    way: Way,
}

/// Whether the AWS Load Balancer Controller serves an Ingress.
#[must_use]
pub fn is_alb(ingress: &Document) -> bool {
    let class = ["metadata", "annotations", "kubernetes.io/ingress.class"];
    let class = ingress
        .text_at(["spec", "ingressClassName"])
        .or_else(|| ingress.text_at(class));
    class == Some("alb")
}

/// Whether there are parameters for a class of Ingresses of that controller: they take the place of annotations.
#[must_use]
pub fn has_alb_parameters(scope: &Scope<'_>) -> bool {
    let kinds = ["elbv2.k8s.aws", "eks.amazonaws.com"].into_iter();
    let mut kinds = kinds.map(|group| format!("IngressClassParams.{group}"));
    let is_there = |kind: &str| !scope.of_kind(kind).is_empty();
    is_there("IngressClassParams") || kinds.any(|kind| is_there(&kind))
}

/// Every way in that the documents of a scope open.
#[must_use]
pub fn entrances<'a>(scope: &Scope<'a>) -> Vec<Entrance<'a>> {
    let mut entrances = Vec::new();
    for led in led(scope) {
        let Some(selector) = led.service.at(["spec", "selector"]) else {
            continue;
        };
        let selector = Selector::of_labels(selector);
        if selector.is_empty() {
            continue;
        }
        let is_meant = |port: &ServicePort<'_>| {
            led.port
                .is_none_or(|meant| port.name() == Some(meant) || meant.parse() == Ok(port.number))
        };
        let meant: Vec<ServicePort<'a>> = ports(led.service).filter(is_meant).collect();
        let namespace = led.service.namespace();
        for pods in scope.all_workloads().selected(namespace, &selector) {
            if !scope.has_both(led.service, pods.document) {
                continue;
            }
            let targets = meant.iter().filter_map(|port| port.target(pods));
            entrances.extend(targets.map(|port| Entrance {
                by: led.by,
                mark: led.node.mark,
                way: led.way,
                pods: *pods,
                port,
            }));
        }
    }
    entrances
}

fn led<'a>(scope: &Scope<'a>) -> Vec<Led<'a>> {
    let mut all = Vec::new();
    for service in scope.of_kind("Service") {
        let kind = service.at(["spec", "type"]);
        let is_open = kind.and_then(Node::text);
        if let (Some(node), Some("LoadBalancer" | "NodePort")) = (kind, is_open) {
            all.push(Led {
                by: service,
                node,
                service,
                port: None,
                way: Way::Outside,
            });
        }
    }
    for ingress in scope.of_kind("Ingress") {
        let way = if is_alb(ingress) {
            Way::Outside
        } else {
            Way::Controller
        };
        for backend in backends(ingress) {
            let name = backend.at(["service", "name"]);
            let service = name.and_then(Node::text);
            let service = service
                .and_then(|name| scope.find_with(ingress, "Service", ingress.namespace(), name));
            let port = backend.at(["service", "port"]);
            let port = port.and_then(|port| port.at(["number"]).or_else(|| port.at(["name"])));
            if let (Some(node), Some(service)) = (name, service) {
                all.push(Led {
                    by: ingress,
                    node,
                    service,
                    port: port.and_then(Node::text),
                    way,
                });
            }
        }
    }
    for kind in ["HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute"] {
        for route in scope.of_kind(kind) {
            let rules = route.at(["spec", "rules"]).map_or(&[][..], Node::items);
            let backends = rules
                .iter()
                .flat_map(|rule| rule.at(["backendRefs"]).map_or(&[][..], Node::items));
            for backend in backends {
                let text = |field: &str| backend.at([field]).and_then(Node::text);
                let namespace = text("namespace").or_else(|| route.namespace());
                let service = text("name")
                    .and_then(|name| scope.find_with(route, "Service", namespace, name));
                if let Some(service) = service {
                    all.push(Led {
                        by: route,
                        node: backend,
                        service,
                        port: text("port"),
                        way: Way::Controller,
                    });
                }
            }
        }
    }
    all.extend(called_by_api_server(scope));
    all
}

/// The backends of an Ingress.
pub fn backends(ingress: &Document) -> impl Iterator<Item = &Node> {
    let rules = ingress.at(["spec", "rules"]).map_or(&[][..], Node::items);
    let paths = rules
        .iter()
        .flat_map(|rule| rule.at(["http", "paths"]).map_or(&[][..], Node::items));
    let backends = paths.filter_map(|path| path.at(["backend"]));
    backends.chain(ingress.at(["spec", "defaultBackend"]))
}

/// The Services behind webhooks and additional APIs.
fn called_by_api_server<'a>(scope: &Scope<'a>) -> Vec<Led<'a>> {
    let configurations = [
        "ValidatingWebhookConfiguration",
        "MutatingWebhookConfiguration",
    ];
    let configurations = configurations
        .into_iter()
        .flat_map(|kind| scope.of_kind(kind));
    let webhooks = configurations.flat_map(|configuration| {
        let webhooks = configuration.at(["webhooks"]).map_or(&[][..], Node::items);
        webhooks
            .iter()
            .filter_map(|webhook| Some((*configuration, webhook.at(["clientConfig", "service"])?)))
    });
    let conversion = ["spec", "conversion", "webhook", "clientConfig", "service"];
    let definitions = scope.of_kind("CustomResourceDefinition").iter();
    let definitions = definitions.filter_map(|of| Some((*of, of.at(conversion)?)));
    let apis = scope.of_kind("APIService").iter();
    let apis = apis.filter_map(|api| Some((*api, api.at(["spec", "service"])?)));
    let called = webhooks.chain(definitions).chain(apis);
    called
        .filter_map(|(by, node)| {
            let text = |field: &str| node.at([field]).and_then(Node::text);
            let service = scope.find_with(by, "Service", text("namespace"), text("name")?)?;
            Some(Led {
                by,
                node,
                service,
                port: text("port"),
                way: Way::ApiServer,
            })
        })
        .collect()
}
