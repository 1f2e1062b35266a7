//! A pause before the end that takes all of the time.

use crate::validate::finding::Severity;
use crate::validate::objects::number;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG423",
    name: "pre-stop-outlasts-grace",
    severity: Severity::Warning,
    finds: "A container whose `preStop` sleeps for as long as the pod's `terminationGracePeriodSeconds`, or longer.",
    why: "The time runs from the beginning of `preStop`. When it is over, the container is killed: the program never gets the signal to finish its requests and to close its files. Kubernetes gives 30 seconds if nothing is set, and refuses a `sleep` that is longer than that.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1.2.0
      lifecycle:
        preStop:
          sleep:
            seconds: 30
",
    right: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  terminationGracePeriodSeconds: 60
  containers:
    - name: web
      image: web:1.2.0
      lifecycle:
        preStop:
          sleep:
            seconds: 30
",
    help: "let `terminationGracePeriodSeconds` be the pause and the time that the program needs to end",
    check: Check::Applied(check),
};

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        let set_to = workload.spec.at(["terminationGracePeriodSeconds"]);
        let Some(grace) = set_to.map_or(Some(30), number) else {
            continue;
        };
        for container in workload.containers() {
            let Some(hook) = container.node.at(["lifecycle", "preStop"]) else {
                continue;
            };
            let (at, seconds, severity) = if let Some(at) = hook.at(["sleep", "seconds"]) {
                let seconds = number(at);
                let is_refused = seconds.is_some_and(|seconds| seconds > grace);
                let severity = if is_refused {
                    Severity::Error
                } else {
                    Severity::Warning
                };
                (at, seconds, severity)
            } else if let Some(at) = hook.at(["exec", "command"]) {
                (at, sleeps(at), Severity::Warning)
            } else {
                continue;
            };
            if let Some(seconds) = seconds.filter(|seconds| *seconds > 0 && *seconds >= grace) {
                let message = format!(
                    "`preStop` sleeps {seconds} seconds, and the pod is killed after {grace} (`terminationGracePeriodSeconds`)"
                );
                found.say(at.mark, severity, message, None);
            }
        }
    }
}

/// How long a command sleeps before anything else.
fn sleeps(command: &Node) -> Option<i64> {
    let words: Vec<&str> = command.items().iter().filter_map(Node::text).collect();
    let name = words.first()?.rsplit('/').next()?;
    match (name, &words[1..]) {
        ("sleep", [time]) => duration(time),
        ("sh" | "bash" | "ash" | "dash", [flag, script]) if flag.ends_with('c') => {
            let first = script.trim_start().split(['\n', ';', '&']).next()?;
            let mut words = first.split_whitespace();
            let name = words.next()?.rsplit('/').next()?;
            let time = words.next()?;
            (name == "sleep" && words.next().is_none()).then(|| duration(time))?
        }
        _ => None,
    }
}

/// Seconds of `15`, `15s` or `1m`.
fn duration(time: &str) -> Option<i64> {
    match time.strip_suffix('m') {
        Some(minutes) => minutes.parse::<i64>().ok()?.checked_mul(60),
        None => time.strip_suffix('s').unwrap_or(time).parse().ok(),
    }
}
