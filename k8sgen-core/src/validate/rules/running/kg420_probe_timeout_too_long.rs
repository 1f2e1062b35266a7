//! A probe that waits for one answer longer than for all.

use crate::validate::finding::Severity;
use crate::validate::objects::{Probe, Workload, number};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG420",
    name: "probe-timeout-too-long",
    severity: Severity::Info,
    finds: "A probe whose `timeoutSeconds` is more than `periodSeconds` times `failureThreshold`.",
    why: "One try runs at a time, and each takes the whole timeout where the container hangs. So it takes that many times longer to find out than period and threshold say.",
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
        timeoutSeconds: 60
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
            && let Some(failures) = probe.number("failureThreshold")
            && timeout > period.saturating_mul(failures)
        {
            let message = format!(
                "`{}` waits {timeout} seconds for one answer, and should give up after {failures} tries, {period} seconds apart",
                probe.field
            );
            found.at(at.mark, message);
        }
    }
}
