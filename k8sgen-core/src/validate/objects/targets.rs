//! The Services that take requests from outside: of Ingresses, of routes of the Gateway API, of target groups.

use super::is_placeholder;
use crate::validate::document::Document;
use crate::validate::scope::Scope;
use crate::yaml::Node;

/// A Service that something sends requests to.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// What sends them.
    pub from: &'a Document,
    /// The Service's name.
    pub name: &'a Node,
    /// The Service's namespace.
    pub namespace: Option<&'a str>,
    /// The name or the number of its port.
    pub port: Option<&'a Node>,
}

/// The kinds of routes of the Gateway API.
pub const ROUTES: [&str; 5] = ["HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute"];

/// All of a scope whose name is known.
#[must_use]
pub fn targets<'a>(scope: &Scope<'a>) -> Vec<Target<'a>> {
    let mut all = Vec::new();
    for ingress in scope.of_kind("Ingress") {
        of_ingress(ingress, &mut all);
    }
    for route in ROUTES.iter().flat_map(|kind| scope.of_kind(kind)) {
        of_route(route, &mut all);
    }
    for binding in scope.of_kind("TargetGroupBinding.elbv2.k8s.aws") {
        let service = binding.at(["spec", "serviceRef"]);
        add(binding, service, "name", "port", &mut all);
    }
    all.retain(|backend| !backend.name.text().is_none_or(is_placeholder));
    all
}

fn add<'a>(
    from: &'a Document,
    service: Option<&'a Node>,
    name: &str,
    port: &str,
    all: &mut Vec<Target<'a>>,
) {
    if let Some((service, name)) = service.and_then(|it| Some((it, it.at([name])?))) {
        let own = service.at(["namespace"]).and_then(Node::text);
        all.push(Target {
            from,
            name,
            namespace: own.or(from.namespace()),
            port: service.at([port]),
        });
    }
}

fn of_ingress<'a>(ingress: &'a Document, all: &mut Vec<Target<'a>>) {
    let rules = ingress.at(["spec", "rules"]).map_or(&[][..], Node::items);
    let paths = rules.iter().filter_map(|rule| rule.at(["http", "paths"]));
    let paths = paths.flat_map(Node::items);
    let backends = paths.filter_map(|path| path.at(["backend"]));
    let default = ingress.at(["spec", "defaultBackend"]);
    let old = ingress.at(["spec", "backend"]);
    for backend in default.into_iter().chain(old).chain(backends) {
        add(ingress, Some(backend), "serviceName", "servicePort", all);
        let Some((service, name)) = backend
            .at(["service"])
            .and_then(|it| Some((it, it.at(["name"])?)))
        else {
            continue;
        };
        let port = |field| service.at(["port", field]);
        let port = port("name").or_else(|| port("number"));
        // The AWS controller reads an action of this name from an annotation.
        if port.and_then(Node::text) != Some("use-annotation") {
            all.push(Target {
                from: ingress,
                name,
                namespace: ingress.namespace(),
                port,
            });
        }
    }
    all.retain(|backend| backend.port.and_then(Node::text) != Some("use-annotation"));
}

fn of_route<'a>(route: &'a Document, all: &mut Vec<Target<'a>>) {
    let rules = route.at(["spec", "rules"]).map_or(&[][..], Node::items);
    for rule in rules {
        let filters = rule.at(["filters"]).map_or(&[][..], Node::items);
        let mirrors = filters.iter();
        let mirrors = mirrors.filter_map(|filter| filter.at(["requestMirror", "backendRef"]));
        let backends = rule.at(["backendRefs"]).map_or(&[][..], Node::items);
        for backend in backends.iter().chain(mirrors) {
            let text = |field: &str| backend.at([field]).and_then(Node::text).unwrap_or_default();
            if matches!(text("kind"), "" | "Service") && text("group").is_empty() {
                add(route, Some(backend), "name", "port", all);
            }
        }
    }
}
