//! A way to replace pods that Kubernetes refuses.

use crate::validate::finding::Severity;
use crate::validate::objects::{Amount, set};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::{Entry, Node};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG411",
    name: "refused-strategy",
    severity: Severity::Error,
    finds: "An update strategy that allows neither a pod more nor a pod less, or that has settings of another type of strategy.",
    why: "The API server refuses the object. Often an overlay sets `type: Recreate`, and the base's `rollingUpdate` stays.",
    wrong: "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  strategy:
    rollingUpdate:
      maxSurge: 0
      maxUnavailable: 0
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
",
    right: "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  strategy:
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 0
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
",
    help: "let one of `maxSurge` and `maxUnavailable` be 1",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        let (field, surge, unavailable) = match workload.kind() {
            "Deployment" => ("strategy", Amount::Percent(25), Amount::Percent(25)),
            "DaemonSet" => ("updateStrategy", Amount::Pods(0), Amount::Pods(1)),
            "StatefulSet" => ("updateStrategy", Amount::Pods(1), Amount::Pods(1)),
            _ => continue,
        };
        let Some(strategy) = workload.document.at(["spec", field]) else {
            continue;
        };
        let Some(rolling) = set(strategy, &["rollingUpdate"]).next() else {
            continue;
        };
        match (workload.kind(), strategy.at(["type"]).and_then(Node::text)) {
            (_, None | Some("RollingUpdate")) => {}
            (_, Some(other @ "Recreate")) | ("StatefulSet", Some(other @ "OnDelete")) => {
                let message = format!("`rollingUpdate` may not be set where the type is `{other}`");
                let help = "take `rollingUpdate` away; in a patch, `rollingUpdate: null` takes the base's away";
                found.with_help(rolling.mark, message, Some(help));
                continue;
            }
            _ => continue,
        }
        let amount = |field| set(&rolling.value, field).next();
        let known = |entry: Option<&Entry>, usual| match entry {
            Some(entry) => Amount::of(&entry.value),
            None => Some(usual),
        };
        let (more, less) = (amount(&["maxSurge"]), amount(&["maxUnavailable"]));
        let (Some(surge), Some(unavailable)) = (known(more, surge), known(less, unavailable))
        else {
            continue;
        };
        let Some(at) = less.or(more) else {
            continue;
        };
        if surge.is_zero() && unavailable.is_zero() {
            let message =
                "`maxSurge` and `maxUnavailable` are both 0: no pod may come, and none may go";
            found.at(at.value.mark, message);
        } else if workload.kind() == "DaemonSet" && !surge.is_zero() && !unavailable.is_zero() {
            let message = "a DaemonSet with `maxSurge` must have `maxUnavailable: 0`, which is 1 if it is not set";
            found.at(at.value.mark, message);
        }
    }
}
