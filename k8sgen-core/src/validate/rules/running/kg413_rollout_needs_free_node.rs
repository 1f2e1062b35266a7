//! A rollout that waits for a node that is not there.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Autoscalers, Rolling, Selector, Workload};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG413",
    name: "rollout-needs-free-node",
    severity: Severity::Warning,
    finds: "A Deployment of which no two pods may share a node, and which starts a new pod before an old one goes.",
    why: "Where each node has one of its pods already, the new pod stays pending, and no old one goes before it is there: the rollout stops. `maxUnavailable` is 25 % if it is not set, which of up to three pods is none.",
    wrong: "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/hostname
              labelSelector:
                matchLabels:
                  app: web
      containers:
        - name: web
          image: web:1.2.0
",
    right: "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  strategy:
    rollingUpdate:
      maxUnavailable: 1
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/hostname
              labelSelector:
                matchLabels:
                  app: web
      containers:
        - name: web
          image: web:1.2.0
",
    help: "set `strategy.rollingUpdate.maxUnavailable: 1`, or make it a wish: `preferredDuringSchedulingIgnoredDuringExecution`",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    let autoscalers = Autoscalers::of(scope);
    for workload in scope.workloads() {
        let Some(rolling) = Rolling::of(workload) else {
            continue;
        };
        let is_scaled = !autoscalers.scaling(scope, workload).is_empty();
        let is_known = scope.is_whole || workload.document.at(["spec", "replicas"]).is_some();
        let replicas = workload.replicas().filter(|_| is_known && !is_scaled);
        let on_one_host = workload
            .spec
            .at(["nodeSelector", "kubernetes.io/hostname"])
            .is_some();
        let is_crowded =
            replicas.is_none_or(|replicas| replicas > 1 || replicas == 1 && on_one_host);
        if !is_crowded || !rolling.needs_room(replicas) {
            continue;
        }
        let text = |node: &Node| shown(node.text().unwrap_or_default());
        let (mark, why) = match (apart(workload), host_port(workload)) {
            (Some(key), _) => (
                key.mark,
                format!("no two of these pods may share a `{}`", text(key)),
            ),
            (None, Some(port)) => (
                port.mark,
                format!(
                    "port {} of a node is there for one of these pods",
                    text(port)
                ),
            ),
            (None, None) => continue,
        };
        let message = format!("{why}, and a rollout starts a new one before an old one goes");
        found.at(mark, message);
    }
}

/// What keeps the pods of a workload apart from each other.
fn apart<'a>(workload: &Workload<'a>) -> Option<&'a Node> {
    let terms = workload.spec.at([
        "affinity",
        "podAntiAffinity",
        "requiredDuringSchedulingIgnoredDuringExecution",
    ]);
    let mut terms = terms.map_or(&[][..], Node::items).iter();
    let own = terms.find(|term| {
        let is_own = |node| {
            let selector = Selector::of(node);
            selector.is_known && selector.fits(workload.labels())
        };
        // Some keep apart only what comes from one template.
        let only_some = [
            "matchLabelKeys",
            "mismatchLabelKeys",
            "namespaces",
            "namespaceSelector",
        ];
        term.at(["labelSelector"]).is_some_and(is_own)
            && !only_some.iter().any(|field| term.entry(field).is_some())
    });
    own?.at(["topologyKey"])
}

/// A port that its pods take of the node that they are on.
fn host_port<'a>(workload: &Workload<'a>) -> Option<&'a Node> {
    let is_host = workload.spec.at(["hostNetwork"]).and_then(Node::text) == Some("true");
    let mut ports = workload
        .containers()
        .flat_map(|container| container.items("ports"));
    ports.find_map(|port| {
        let own = if is_host {
            port.at(["containerPort"])
        } else {
            None
        };
        port.at(["hostPort"])
            .filter(|port| port.text() != Some("0"))
            .or(own)
    })
}
