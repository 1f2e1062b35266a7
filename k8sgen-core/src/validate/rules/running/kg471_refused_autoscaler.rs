//! An autoscaler that the API server refuses for what it measures.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{is_placeholder, quantity, set};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::{Entry, Node, Value};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG471",
    name: "refused-autoscaler",
    severity: Severity::Error,
    finds: "A HorizontalPodAutoscaler with a metric that is not of its `type`, or whose target names no value, \
        or two; with an empty list of policies; with `minReplicas: 0` and nothing to measure but its own pods.",
    why: "The API server refuses the object. Of no pods there is no CPU to measure, and so nothing would ever \
        start one again.",
    wrong: "\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  maxReplicas: 6
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: 70
          averageValue: 500m
",
    right: "\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  maxReplicas: 6
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: 70
",
    help: "give each metric the field that its `type` names, and one value below `target`",
    check: Check::Applied(check),
};

/// The fields of metrics, and their types.
const TYPES: [(&str, &str); 5] = [
    ("Resource", "resource"),
    ("ContainerResource", "containerResource"),
    ("Pods", "pods"),
    ("Object", "object"),
    ("External", "external"),
];
const FIELDS: &[&str] = &[
    "resource",
    "containerResource",
    "pods",
    "object",
    "external",
];
const VALUES: &[&str] = &["averageUtilization", "averageValue", "value"];

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for autoscaler in scope.of_kind("HorizontalPodAutoscaler") {
        // The betas are gone, and `v1` measures CPU alone.
        let Some(spec) = autoscaler.at(["spec"]) else {
            continue;
        };
        if autoscaler.api_version() != "autoscaling/v2" {
            continue;
        }
        let metrics = spec.list("metrics");
        for metric in metrics {
            judge(metric, found);
        }
        let from_outside = ["Object", "External"];
        let mut kinds = metrics.iter().filter_map(|metric| metric.text_of("type"));
        if let Some(least) = spec.given("minReplicas")
            && least.text() == Some("0")
            && !kinds.any(|kind| from_outside.contains(&kind) || is_placeholder(kind))
        {
            let message = "`minReplicas: 0` needs a metric of type `Object` or `External`";
            let help =
                "write `minReplicas: 1`, or measure something beside the pods, such as a queue";
            found.with_help(least.mark, message, Some(help));
        }
        for direction in ["scaleUp", "scaleDown"] {
            let policies = spec.at(["behavior", direction]);
            if let Some(entry) = policies.and_then(|rules| rules.entry("policies"))
                && matches!(&entry.value.value, Value::List(items) if items.is_empty())
            {
                let message = format!("`policies` of `{direction}` is empty");
                let help = "add one, or take `policies` away; `selectPolicy: Disabled` forbids the direction";
                found.with_help(entry.mark, message, Some(help));
            }
        }
    }
}

fn judge(metric: &Node, found: &mut Found<'_>) {
    let kind = metric.text_of("type").unwrap_or_default();
    let Some((_, field)) = TYPES.iter().find(|(name, _)| *name == kind) else {
        return;
    };
    let mut own = None;
    for entry in set(metric, FIELDS) {
        if entry.key == *field {
            own = Some(entry);
        } else {
            let message = format!(
                "a metric of `type: {kind}` may not have `{}`",
                shown(&entry.key)
            );
            let help = format!("write `{field}`, or another `type`");
            found.with_help(entry.mark, message, Some(&help));
        }
    }
    match own {
        None => {
            let message = format!("a metric of `type: {kind}` needs `{field}`");
            let help = format!("write below `{field}` what is measured, and its target");
            found.with_help(metric.mark, message, Some(&help));
        }
        Some(own) => target(kind, own, found),
    }
}

/// A target is one value, of those that fit the metric.
fn target(kind: &str, own: &Entry, found: &mut Found<'_>) {
    let Some(target) = own.value.entry("target") else {
        return;
    };
    let fit: &[&str] = match kind {
        "Pods" => &["averageValue"],
        "Object" | "External" => &["value", "averageValue"],
        _ => &["averageUtilization", "averageValue"],
    };
    let values: Vec<&Entry> = set(&target.value, VALUES)
        .filter(|value| fit.contains(&value.key.as_str()))
        .collect();
    match values[..] {
        [] => {
            let message = format!("the target of `type: {kind}` has no value");
            let help = format!("write `{}`", fit.join("` or `"));
            found.with_help(target.mark, message, Some(&help));
        }
        [first, second, ..] if kind != "Object" => {
            let message = format!(
                "the target has both `{}` and `{}`, and may have one",
                first.key, second.key
            );
            let help = format!(
                "keep the one that is meant; in a patch, `{}: null` takes the base's away",
                first.key
            );
            found.with_help(second.mark, message, Some(&help));
        }
        _ => {}
    }
    for value in values {
        let text = value.value.text().unwrap_or_default();
        if quantity(text).is_some_and(|amount| amount <= 0.0) {
            let message = format!("`{}: {}` is not more than nothing", value.key, shown(text));
            found.with_help(
                value.value.mark,
                message,
                Some("write what one pod can bear"),
            );
        }
    }
}
