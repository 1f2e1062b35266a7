//! A probe that waits longer than it pauses.

use crate::validate::finding::Severity;
use crate::validate::objects::{Probe, Workload, number};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG420",
    name: "probe-timeout-above-period",
    severity: Severity::Info,
    finds: "A probe whose `timeoutSeconds` is more than its `periodSeconds`.",
    why: "One probe runs at a time. Where the container hangs, each try takes the whole timeout, and so it is found later than `periodSeconds` and `failureThreshold` say.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.2.0
      livenessProbe:
        periodSeconds: 5
        timeoutSeconds: 30
        httpGet:
          path: /live
          port: 8080
",
    right: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.2.0
      livenessProbe:
        periodSeconds: 30
        timeoutSeconds: 5
        httpGet:
          path: /live
          port: 8080
",
    help: "let `timeoutSeconds` be less than `periodSeconds`",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    let containers = scope.workloads().iter().flat_map(Workload::containers);
    for probe in containers.flat_map(|container| Probe::all(&container)) {
        if let Some(at) = probe.node.at(["timeoutSeconds"])
            && let Some(timeout) = number(at)
            && let Some(period) = probe.number("periodSeconds")
            && timeout > period
        {
            let message = format!("`{}` waits {timeout} seconds for an answer, and asks every {period} seconds", probe.field);
            found.at(at.mark, message);
        }
    }
}
