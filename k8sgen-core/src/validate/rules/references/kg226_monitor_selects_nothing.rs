//! A monitor of nothing.

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::{
    Labels, Lookout, Selector, instead, is_placeholder, pod_ports, service_ports,
};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::validate::scope::may_meet;
use crate::yaml::Node;
use std::cell::OnceCell;
use std::collections::HashMap;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG226",
    name: "monitor-selects-nothing",
    severity: Severity::Warning,
    finds: "A ServiceMonitor whose selector no Service's labels fit, a PodMonitor whose \
        selector no pod's labels fit, or a port that none of those has by this name. A \
        ServiceMonitor looks at the labels of the Service itself, not at its selector.",
    why: "Prometheus scrapes nothing, and says nothing: the graphs stay empty, and alerts never \
        come.",
    wrong: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
  labels:
    app: web
spec:
  selector:
    app: web
  ports:
    - name: metrics
      port: 80
      targetPort: http
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.2.0
          ports:
            - name: http
              containerPort: 8080
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web-ui
  endpoints:
    - port: metrics
",
    right: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
  labels:
    app: web
spec:
  selector:
    app: web
  ports:
    - name: metrics
      port: 80
      targetPort: http
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: web:1.2.0
          ports:
            - name: http
              containerPort: 8080
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  endpoints:
    - port: metrics
",
    help: "make the selector fit the labels in the Service's `metadata`, and write the name of \
        one of its ports",
    check: Check::Applied(check),
};

/// Services by their labels.
struct Services<'a> {
    all: &'a [&'a Document],
    by_label: HashMap<(&'a str, &'a str), Vec<&'a Document>>,
}

impl<'a> Services<'a> {
    fn of(scope: &'a Scope<'_>) -> Self {
        let all = scope.of_kind("Service");
        let mut by_label: HashMap<_, Vec<&Document>> = HashMap::new();
        for service in all {
            for label in Labels::of(&service.node).iter() {
                by_label.entry(label).or_default().push(service);
            }
        }
        Self { all, by_label }
    }

    fn selected(&self, namespaces: &[Option<&str>], selector: &Selector<'a>) -> Vec<&'a Document> {
        let with = |label| self.by_label.get(&label).map_or(&[][..], Vec::as_slice);
        let fewest = selector
            .exact()
            .map(with)
            .min_by_key(|services| services.len());
        let candidates = fewest.unwrap_or(self.all).iter();
        let near = |service: &&&Document| {
            let mut namespaces = namespaces.iter();
            namespaces.any(|namespace| may_meet(service.namespace(), *namespace))
        };
        let fits = |service: &&&'a Document| selector.fits(Labels::of(&service.node));
        candidates.filter(near).filter(fits).copied().collect()
    }
}

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let lookout = Lookout::new(repository, scope);
    let services = OnceCell::new();
    let written = OnceCell::new();
    for monitor in scope.of_kind("ServiceMonitor.monitoring.coreos.com") {
        let selector = monitor.at(["spec", "selector"]).map(Selector::of);
        let Some(selector) = selector.filter(|it| it.is_known && !it.is_empty()) else {
            continue;
        };
        let namespaces = namespaces(monitor);
        let services = services.get_or_init(|| Services::of(scope));
        let selected = services.selected(&namespaces, &selector);
        let title = shown(monitor.name());
        if selected.is_empty() {
            let is_known = |namespace: Option<&str>| {
                lookout.has("Service", namespace) && !lookout.may_have_more(namespace)
            };
            let written = || written.get_or_init(|| Services::of(repository.written()));
            if scope.is_whole
                && namespaces.iter().copied().all(is_known)
                && written().selected(&namespaces, &selector).is_empty()
            {
                let message = format!("ServiceMonitor `{title}` selects no Service");
                found.at(selector.mark, message);
            }
            continue;
        }
        let ports = selected.iter().flat_map(|service| service_ports(service));
        let names: Vec<&str> = ports.filter_map(|port| port.at(["name"])?.text()).collect();
        has_ports(monitor, "endpoints", &names, found);
    }
    for monitor in scope.of_kind("PodMonitor.monitoring.coreos.com") {
        let Some(selector) = monitor.at(["spec", "selector"]).map(Selector::of) else {
            continue;
        };
        let [namespace] = namespaces(monitor)[..] else {
            continue;
        };
        let title = shown(monitor.name());
        let nothing = lookout.selects_nothing(namespace, &selector);
        if let Some(nothing) = nothing.filter(|nothing| nothing.is_of_known_labels) {
            let message = format!("PodMonitor `{title}` selects no pods{}", nothing.instead());
            found.at(selector.mark, message);
        } else if let Some(pods) = lookout.selected(namespace, &selector) {
            let ports = pods.iter().flat_map(pod_ports);
            let names: Vec<&str> = ports.filter_map(|port| port.name).collect();
            has_ports(monitor, "podMetricsEndpoints", &names, found);
        }
    }
}

/// The namespaces that a monitor looks into; none named is any.
fn namespaces(monitor: &Document) -> Vec<Option<&str>> {
    let of = |field: &'static str| monitor.at(["spec", "namespaceSelector", field]);
    if of("any").and_then(Node::text) == Some("true") {
        return vec![None];
    }
    match of("matchNames").map(Node::items) {
        Some(names) if !names.is_empty() => names.iter().map(Node::text).collect(),
        _ => vec![monitor.namespace()],
    }
}

/// Says which of a monitor's ports none of those that it selects has. Of some, the names are not known.
fn has_ports(monitor: &Document, list: &'static str, names: &[&str], found: &mut Found<'_>) {
    if names.is_empty() {
        return;
    }
    for endpoint in monitor.at(["spec", list]).map_or(&[][..], Node::items) {
        let Some((node, port)) = endpoint.at(["port"]).and_then(|it| Some((it, it.text()?))) else {
            continue;
        };
        if !names.contains(&port)
            && !is_placeholder(port)
            && !names.iter().any(|it| is_placeholder(it))
        {
            let help = instead(port, "the ports are named", names.iter().copied());
            let message = format!("nothing that it selects has a port named `{}`", shown(port));
            found.with_help(node.mark, message, help.as_deref());
        }
    }
}
