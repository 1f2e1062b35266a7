//! Bounds of an autoscaler that contradict each other.

use crate::validate::finding::Severity;
use crate::validate::objects::{Autoscalers, number};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG406",
    name: "autoscaler-bounds",
    severity: Severity::Error,
    finds: "An autoscaler that must have more pods than it may have.",
    why: "Kubernetes refuses a HorizontalPodAutoscaler whose `minReplicas` is more than its `maxReplicas`, and KEDA refuses such a ScaledObject. An overlay that changes only one of the two makes one.",
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
  minReplicas: 5
  maxReplicas: 3
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
  minReplicas: 3
  maxReplicas: 5
",
    help: "raise the upper bound, or lower the lower one",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for autoscaler in Autoscalers::of(scope).as_slice() {
        let [least, most] = autoscaler.bounds();
        let value = |field| autoscaler.document.at(["spec", field]);
        if let (Some(at), Some(above)) = (value(least), value(most))
            && let (Some(low), Some(high)) = (number(at), number(above))
            && low > high
        {
            found.at(
                at.mark,
                format!("`{least}` is {low}, and `{most}` is {high}"),
            );
        }
    }
}
