//! An affinity to pods that are not there.

use crate::problem::{nearest, shown};
use crate::validate::finding::Severity;
use crate::validate::objects::{Selector, Workload};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG416",
    name: "affinity-without-pods",
    severity: Severity::Warning,
    finds: "A pod affinity or anti-affinity, in an overlay, whose `labelSelector` fits no pods in the repository.",
    why: "Pods that must be near others which are not there stay pending. An anti-affinity that names other pods than it should keeps nothing apart, and nobody sees it until a node fails with all of them.",
    wrong: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 4
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
                  app: wbe
      containers:
        - name: web
          image: web:1.2.0
",
    right: "\
# file: kustomization.yaml
resources:
  - web.yaml
# file: web.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 4
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
    help: "ask for labels that the pods have",
    check: Check::Applied(check),
};

const REQUIRED: &str = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED: &str = "preferredDuringSchedulingIgnoredDuringExecution";

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    // Nobody knows what pods a chart makes.
    let has_charts = !repository.documents.charts.is_empty()
        || !repository
            .written()
            .of_kind("HelmRelease.helm.toolkit.fluxcd.io")
            .is_empty()
        || !repository
            .written()
            .of_kind("HelmChart.helm.cattle.io")
            .is_empty();
    if !scope.is_whole || has_charts {
        return;
    }
    for workload in scope.workloads() {
        for (way, does) in [
            ("podAffinity", "these pods must be near"),
            ("podAntiAffinity", "these pods are kept apart from"),
        ] {
            let Some(affinity) = workload.spec.at(["affinity", way]) else {
                continue;
            };
            for term in terms(affinity, way) {
                let elsewhere = ["namespaces", "namespaceSelector"];
                let Some(node) = term.at(["labelSelector"]) else {
                    continue;
                };
                let selector = Selector::of(node);
                let is_far = elsewhere.iter().any(|field| term.entry(field).is_some());
                if is_far || !selector.is_known || is_there(repository, scope, workload, &selector)
                {
                    continue;
                }
                if let Some((key, value)) = selector.exact().next() {
                    let (shown_key, shown_value) = (shown(key), shown(value));
                    let values = scope
                        .workloads()
                        .iter()
                        .filter_map(|other| other.labels().get(key));
                    let help = nearest(value, values)
                        .map(|meant| format!("did you mean `{}`?", shown(meant)));
                    let mark = node.at(["matchLabels", key]).unwrap_or(node).mark;
                    let message = format!(
                        "{does} pods with `{shown_key}: {shown_value}`, and there are none"
                    );
                    found.with_help(mark, message, help.as_deref());
                }
            }
        }
    }
}

/// What is asked of other pods. What is only preferred, and not met, does no harm if it is to be near.
fn terms<'a>(affinity: &'a Node, way: &str) -> impl Iterator<Item = &'a Node> {
    let list = |field| affinity.at([field]).map_or(&[][..], Node::items);
    let preferred = if way == "podAntiAffinity" {
        list(PREFERRED)
    } else {
        &[]
    };
    let preferred = preferred
        .iter()
        .filter_map(|preferred| preferred.at(["podAffinityTerm"]));
    list(REQUIRED).iter().chain(preferred)
}

/// Whether something in the repository makes such pods in the workload's namespace.
fn is_there<'a>(
    repository: &Repository<'a>,
    scope: &Scope<'a>,
    workload: &Workload<'a>,
    selector: &Selector<'a>,
) -> bool {
    let makes = |scope: &Scope<'a>| {
        let mut made = scope
            .all_workloads()
            .selected(workload.namespace(), selector);
        made.next().is_some()
    };
    selector.fits(workload.labels()) || makes(scope) || repository.applied().iter().any(makes)
}
