//! A probe or a hook that Kubernetes refuses.

use crate::validate::finding::Severity;
use crate::validate::objects::{Place, Probe, Workload, number, set};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Entry;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG419",
    name: "invalid-probe",
    severity: Severity::Error,
    finds: "A probe or a lifecycle hook that does not say in exactly one way what to do, or that has what its kind may not have.",
    why: "The API server refuses the object. Often the base asks by `httpGet`, an overlay adds `tcpSocket`, and the result has both.",
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
          path: /live
          port: 8080
        tcpSocket:
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
        httpGet:
          path: /live
          port: 8080
",
    help: "keep one of `exec`, `httpGet`, `tcpSocket` and `grpc`; in a patch, `httpGet: null` takes the base's away",
    check: Check::Applied(check),
};

const ACTIONS: &[&str] = &["exec", "httpGet", "tcpSocket", "sleep"];
const HOOKS: &[&str] = &["postStart", "preStop"];
const OF_RUNNING: &[&str] = &[
    "livenessProbe",
    "readinessProbe",
    "startupProbe",
    "lifecycle",
];

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    let containers = scope.workloads().iter().flat_map(Workload::containers);
    for container in containers {
        if container.place == Place::Init {
            for entry in set(container.node, OF_RUNNING) {
                let message = format!(
                    "`{}` may not be set for an init container that ends before the others start",
                    entry.key
                );
                let help =
                    "take it away, or set `restartPolicy: Always` if the container is a sidecar";
                found.with_help(entry.mark, message, Some(help));
            }
            continue;
        }
        for probe in Probe::all(&container) {
            one_way(probe.entry, probe.handlers(), found);
            let field = probe.field;
            let refused: &[&str] = match field {
                "readinessProbe" => &["terminationGracePeriodSeconds"],
                _ => &["successThreshold"],
            };
            let unfit = refused.iter().find_map(|field| probe.node.entry(field));
            match unfit.and_then(|entry| Some((entry, number(&entry.value)?))) {
                Some((entry, value)) if entry.key == "successThreshold" && value > 1 => {
                    let message =
                        format!("`successThreshold` of a `{field}` must be 1, not {value}");
                    found.with_help(
                        entry.value.mark,
                        message,
                        Some("take it away: it is 1 then"),
                    );
                }
                Some((entry, _)) if entry.key != "successThreshold" => {
                    let message = format!("`{}` may not be set in a `{field}`", entry.key);
                    let help = "take it away: nothing is stopped when a pod is not ready";
                    found.with_help(entry.mark, message, Some(help));
                }
                _ => {}
            }
        }
        if let Some(lifecycle) = container.node.at(["lifecycle"]) {
            for hook in set(lifecycle, HOOKS) {
                one_way(hook, set(&hook.value, ACTIONS), found);
            }
        }
    }
}

/// Says so if there is not exactly one way.
fn one_way<'a>(entry: &'a Entry, ways: impl Iterator<Item = &'a Entry>, found: &mut Found<'_>) {
    let ways: Vec<&Entry> = ways.collect();
    match ways[..] {
        [] => {
            let message = format!("`{}` does not say what to do", entry.key);
            let help = "give it `httpGet`, `exec` or another way, or take it away";
            found.with_help(entry.mark, message, Some(help));
        }
        [_] => {}
        [first, second, ..] => {
            let message = format!(
                "`{}` has both `{}` and `{}`, and may have one",
                entry.key, first.key, second.key
            );
            found.at(second.mark, message);
        }
    }
}
