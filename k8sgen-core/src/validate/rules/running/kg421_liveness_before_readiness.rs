//! A liveness probe that gives up before readiness is asked for the first time.

use crate::validate::finding::Severity;
use crate::validate::objects::{Probe, Workload};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG421",
    name: "liveness-before-readiness",
    severity: Severity::Warning,
    finds: "A container whose liveness probe gives up before its readiness probe begins, and that has no startup probe.",
    why: "The readiness probe's `initialDelaySeconds` says that the program is not up before then. The liveness probe has stopped it by that time, and does so after each restart.",
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
        httpGet:
          path: /live
          port: 8080
      readinessProbe:
        initialDelaySeconds: 60
        httpGet:
          path: /ready
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
      startupProbe:
        failureThreshold: 30
        httpGet:
          path: /ready
          port: 8080
      livenessProbe:
        periodSeconds: 5
        httpGet:
          path: /live
          port: 8080
      readinessProbe:
        httpGet:
          path: /ready
          port: 8080
",
    help: "add a `startupProbe` that waits as long as a slow start takes: the others begin after it",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for container in scope.workloads().iter().flat_map(Workload::containers) {
        let probe = |field| Probe::of(&container, field);
        if let Some(liveness) = probe("livenessProbe")
            && let Some(readiness) = probe("readinessProbe")
            && probe("startupProbe").is_none()
            && let Some(given_up) = liveness.gives_up()
            && let Some(begins) = readiness.number("initialDelaySeconds")
            && given_up < begins
        {
            let message = format!(
                "`livenessProbe` gives up after {given_up} seconds, and `readinessProbe` begins after {begins}"
            );
            found.at(liveness.entry.mark, message);
        }
    }
}
