//! A liveness probe that asks what readiness asks, and is no more patient.

use crate::validate::finding::Severity;
use crate::validate::objects::{Probe, Workload};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG422",
    name: "liveness-same-as-readiness",
    severity: Severity::Info,
    finds: "A container whose liveness probe asks the same as its readiness probe, and gives up no later.",
    why: "Readiness takes a pod that is too busy out of the Service until it is well again. If liveness fails at the same moment, the pod is restarted instead, its work goes to the others, and those fail next.",
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
        httpGet:
          path: /health
          port: 8080
      readinessProbe:
        httpGet:
          path: /health
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
        failureThreshold: 10
        httpGet:
          path: /health
          port: 8080
      readinessProbe:
        httpGet:
          path: /health
          port: 8080
",
    help: "let liveness ask only whether the program itself hangs, or give it a larger `failureThreshold`",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for container in scope.workloads().iter().flat_map(Workload::containers) {
        let probe = |field| Probe::of(&container, field);
        let (Some(liveness), Some(readiness)) = (probe("livenessProbe"), probe("readinessProbe"))
        else {
            continue;
        };
        let (Some(patience), Some(least)) = (patience(&liveness), patience(&readiness)) else {
            continue;
        };
        let asked = asks(&liveness);
        if patience <= least && asked.is_some() && asked == asks(&readiness) {
            let message =
                "`livenessProbe` asks the same as `readinessProbe`, and gives up no later";
            found.at(liveness.entry.mark, message);
        }
    }
}

/// Seconds from when a container stops to answer until the probe gives up.
fn patience(probe: &Probe<'_>) -> Option<i64> {
    let (period, failures) = (
        probe.number("periodSeconds")?,
        probe.number("failureThreshold")?,
    );
    Some(period.saturating_mul(failures))
}

/// What a probe asks the program, in one order. A port that is open, or a command, says little about how busy it is.
fn asks<'a>(probe: &Probe<'a>) -> Option<Vec<(&'a str, &'a str)>> {
    let way = probe.handlers().next()?;
    let asks = matches!(way.key.as_str(), "httpGet" | "grpc");
    let fields = way.value.entries().iter().filter(|_| asks);
    let mut fields: Vec<_> = fields
        .filter_map(|entry| Some((entry.key.as_str(), entry.value.text()?)))
        .collect();
    fields.sort_unstable();
    (!fields.is_empty()).then_some(fields)
}
