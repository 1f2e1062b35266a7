//! A NetworkPolicy that opens a way to or from no pods.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Lookout, Selector};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG230",
    name: "policy-peer-selects-nothing",
    severity: Severity::Warning,
    finds: "A `podSelector` below `from` or `to` of a NetworkPolicy that no pod of the \
        repository fits, in its own namespace or in one whose pods are here. Where no pod \
        has similar labels, it is only worth a word: others may run there.",
    why: "The way that it should open stays closed, and the calls that need it time out.",
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
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
        tier: front
    spec:
      containers:
        - name: web
          image: web:1.2.0
          ports:
            - name: http
              containerPort: 8080
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  selector:
    matchLabels:
      app: api
  template:
    metadata:
      labels:
        app: api
        tier: back
    spec:
      containers:
        - name: api
          image: api:1.2.0
          ports:
            - name: http
              containerPort: 8080
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: api
spec:
  podSelector:
    matchLabels:
      app: api
  ingress:
    - from:
        - podSelector:
            matchLabels:
              app: website
              tier: front
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
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
        tier: front
    spec:
      containers:
        - name: web
          image: web:1.2.0
          ports:
            - name: http
              containerPort: 8080
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  selector:
    matchLabels:
      app: api
  template:
    metadata:
      labels:
        app: api
        tier: back
    spec:
      containers:
        - name: api
          image: api:1.2.0
          ports:
            - name: http
              containerPort: 8080
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: api
spec:
  podSelector:
    matchLabels:
      app: api
  ingress:
    - from:
        - podSelector:
            matchLabels:
              app: web
              tier: front
",
    help: "make the selector fit the labels of the pods' template; for pods of another \
        namespace, add a `namespaceSelector` to the same entry",
    check: Check::Applied(check),
};

/// The label by which every namespace has its name.
const NAME: &str = "kubernetes.io/metadata.name";

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let lookout = Lookout::new(repository, scope);
    for policy in scope.of_kind("NetworkPolicy") {
        for (rules, peers) in [("ingress", "from"), ("egress", "to")] {
            let rules = policy.at(["spec", rules]).map_or(&[][..], Node::items);
            for peer in rules
                .iter()
                .flat_map(|rule| rule.at([peers]).map_or(&[][..], Node::items))
            {
                let Some(selector) = peer.at(["podSelector"]).map(Selector::of) else {
                    continue;
                };
                let namespaces = peer.at(["namespaceSelector"]).map(Selector::of);
                let namespace = match &namespaces {
                    None => policy.namespace(),
                    Some(namespaces) => match namespaces.exact().find(|(key, _)| *key == NAME) {
                        Some((_, name)) => Some(name),
                        None => continue,
                    },
                };
                let nothing = lookout.selects_nothing(namespace, &selector);
                let Some(nothing) = nothing.filter(|nothing| nothing.is_of_known_labels) else {
                    continue;
                };
                let severity = if nothing.is_near {
                    Severity::Warning
                } else {
                    Severity::Info
                };
                let instead = nothing.instead();
                let mark = nothing.nearest.map_or(selector.mark, |(_, miss)| miss.mark);
                let title = shown(policy.name());
                let message =
                    format!("`{peers}` of NetworkPolicy `{title}` selects no pods{instead}");
                found.say(mark, severity, message, None);
            }
        }
    }
}
