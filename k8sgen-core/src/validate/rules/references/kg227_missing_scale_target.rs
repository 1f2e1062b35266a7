//! An autoscaler of what is not there.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Lookout, is_placeholder};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG227",
    name: "missing-scale-target",
    severity: Severity::Error,
    finds: "A HorizontalPodAutoscaler, VerticalPodAutoscaler or ScaledObject whose target \
        nothing makes, or whose `apiVersion` or `kind` is not the target's.",
    why: "Nothing is scaled: under load, the number of pods stays what it is.",
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
    spec:
      containers:
        - name: web
          image: web:1.2.0
          ports:
            - name: http
              containerPort: 8080
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: wbe
  maxReplicas: 5
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
    spec:
      containers:
        - name: web
          image: web:1.2.0
          ports:
            - name: http
              containerPort: 8080
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  maxReplicas: 5
",
    help: "write `apiVersion`, `kind` and `name` of what it shall scale",
    check: Check::Applied(check),
};

/// What scales, and where it says what.
const SCALERS: [(&str, &str); 3] = [
    ("HorizontalPodAutoscaler", "scaleTargetRef"),
    ("VerticalPodAutoscaler", "targetRef"),
    ("ScaledObject.keda.sh", "scaleTargetRef"),
];

/// Kinds of the group `apps` that can be scaled.
const SCALED: [&str; 3] = ["Deployment", "StatefulSet", "ReplicaSet"];

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let lookout = Lookout::new(repository, scope);
    for (scaler, field) in SCALERS {
        for scaler in scope.of_kind(scaler) {
            let Some(target) = scaler.at(["spec", field]) else {
                continue;
            };
            let text = |field: &str| target.at([field]).and_then(Node::text);
            let is_keda = scaler.kind() == "ScaledObject";
            let default = |value: &'static str| is_keda.then_some(value);
            let kind = text("kind").or(default("Deployment"));
            let api = text("apiVersion")
                .or(default("apps/v1"))
                .unwrap_or_default();
            let (Some(kind), Some(name), Some(node)) = (kind, text("name"), target.at(["name"]))
            else {
                continue;
            };
            if [kind, api, name].iter().any(|text| is_placeholder(text)) {
                continue;
            }
            let namespace = scaler.namespace();
            let group = api.rsplit_once('/').map_or("", |(group, _)| group);
            if SCALED.contains(&kind) && group != "apps" {
                let mark = target.at(["apiVersion"]).unwrap_or(target).mark;
                let api = shown(api);
                let message = format!("`apiVersion` is `{api}`, and there is no {kind} in it");
                found.with_help(mark, message, Some("write `apiVersion: apps/v1`"));
                continue;
            }
            let is_foreign = group.contains('.') && !group.ends_with(".k8s.io");
            let asked = if is_foreign {
                format!("{kind}.{group}")
            } else {
                kind.to_owned()
            };
            let others = SCALED.into_iter().filter(|other| *other != kind);
            let other = others
                .into_iter()
                .find(|other| scope.find(other, namespace, name).is_some());
            let severity = lookout.misses(&asked, namespace, name);
            let is_there = || scope.find(&asked, namespace, name).is_some();
            let severity = match other {
                Some(_) if severity.is_none() && !is_there() => Some(Severity::Warning),
                _ => severity,
            };
            if let Some(severity) = severity {
                let help = match other {
                    Some(other) => Some(format!(
                        "there is a {other} of this name: write `kind: {other}`"
                    )),
                    None => lookout.suggestion(&asked, namespace, name),
                };
                let message = format!("there is no {} `{}`", shown(kind), shown(name));
                found.say(node.mark, severity, message, help.as_deref());
            }
        }
    }
}
