//! A Service that reaches the pods of another environment.

use std::collections::{HashMap, HashSet};

use crate::problem::shown;
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::{Selector, Workload};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG403",
    name: "service-reaches-other-environment",
    severity: Severity::Warning,
    finds: "A Service of one overlay that selects the pods of another overlay too, which are in the same namespace or come from the same base under another name.",
    why: "Traffic of one environment goes to the pods of the other. `namePrefix` changes names and leaves labels as they are, so the selectors of two environments in one namespace are the same.",
    wrong: "\
# file: base/kustomization.yaml
resources:
  - web.yaml
# file: base/web.yaml
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
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
      targetPort: 8080
# file: dev/kustomization.yaml
namespace: shop
namePrefix: dev-
resources:
  - ../base
# file: production/kustomization.yaml
namespace: shop
namePrefix: production-
resources:
  - ../base
",
    right: "\
# file: base/kustomization.yaml
resources:
  - web.yaml
# file: base/web.yaml
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
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
      targetPort: 8080
# file: dev/kustomization.yaml
namespace: shop-dev
resources:
  - ../base
# file: production/kustomization.yaml
namespace: shop-production
resources:
  - ../base
",
    help: "give each environment a namespace of its own; or labels that selectors ask for too (`labels` with `includeSelectors: true`)",
    check: Check::Written(check),
};

/// Workloads of overlays, each with the number of its scope, by namespace and label.
type ByLabel<'a> = HashMap<(Option<&'a str>, &'a str, &'a str), Vec<(usize, Workload<'a>)>>;

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    let mut by_label = ByLabel::new();
    for (number, scope) in repository.applied().iter().enumerate() {
        let workloads = scope.folder.map_or(&[][..], |_| scope.workloads());
        for workload in workloads {
            for (key, value) in workload.labels().iter() {
                let same = by_label.entry((workload.namespace(), key, value));
                same.or_default().push((number, *workload));
            }
        }
    }
    let mut said = HashSet::new();
    for (number, scope) in repository.applied().iter().enumerate() {
        let services = scope.folder.map_or(&[][..], |_| scope.of_kind("Service"));
        for service in services {
            if let Some(node) = service.at(["spec", "selector"])
                && let Some((other, place)) = reaches(&by_label, number, scope, service, node)
                && said.insert(node.mark)
            {
                let folder =
                    |number: usize| repository.applied()[number].folder.unwrap_or_default();
                let message = format!(
                    "in {}, this also selects the pods of {}, which {} makes",
                    shown(folder(number)),
                    other.title(),
                    shown(folder(place))
                );
                found.at(node.mark, message);
            }
        }
    }
}

/// What a Service reaches of another overlay, beside its own pods.
fn reaches<'i, 'a>(
    by_label: &'i ByLabel<'a>,
    number: usize,
    scope: &Scope<'a>,
    service: &'a Document,
    node: &'a Node,
) -> Option<(&'i Workload<'a>, usize)> {
    let selector = Selector::of_labels(node);
    if !selector.is_known {
        return None;
    }
    let namespace = service.namespace();
    let with = |(key, value)| by_label.get(&(namespace, key, value));
    let with = |label| with(label).map_or(&[][..], Vec::as_slice);
    let fewest = selector.exact().map(with).min_by_key(|few| few.len())?;
    let own: Vec<&Workload<'_>> = scope
        .all_workloads()
        .selected(namespace, &selector)
        .collect();
    let is_own = |other: &Workload<'_>| {
        own.iter()
            .any(|own| own.document.name() == other.document.name())
    };
    let comes_from_one_base = |other: &Workload<'_>| {
        own.iter()
            .any(|own| own.document.mark() == other.document.mark())
    };
    // An overlay that makes the same objects is another cluster's.
    let other = fewest.iter().find(|(place, other)| {
        *place != number
            && !own.is_empty()
            && !is_own(other)
            && (namespace.is_some() || comes_from_one_base(other))
            && selector.fits(other.labels())
    });
    other.map(|(place, other)| (other, *place))
}
