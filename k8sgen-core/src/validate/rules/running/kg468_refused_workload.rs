//! A workload that the API server refuses for what it says beside its pods.

use std::collections::HashSet;

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Amount, Workload, is_placeholder};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::{Node, Value};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG468",
    name: "refused-workload",
    severity: Severity::Error,
    finds: "A Deployment, StatefulSet or DaemonSet with an empty selector; a Job with a selector of its own and \
        without `manualSelector`; `completionMode: Indexed` without `completions`, or what only goes with it \
        without it; a rule for failed pods that is for none; a `maxUnavailable` of more than all pods, or a number of pods in quotes. As a warning, a volume and a volume claim template, or two \
        of these, of one name.",
    why: "The API server refuses the object. Of volumes of one name, all but one are left out.",
    wrong: "\
apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
spec:
  selector:
    matchLabels:
      app: migrate
  template:
    metadata:
      labels:
        app: migrate
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          image: migrate:1.2.0
",
    right: "\
apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
spec:
  template:
    metadata:
      labels:
        app: migrate
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          image: migrate:1.2.0
",
    help: "mend it as the message says",
    check: Check::Applied(check),
};

/// What a Job has that numbers its pods.
const OF_INDEXED: [&str; 3] = ["backoffLimitPerIndex", "maxFailedIndexes", "successPolicy"];

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        let Some(spec) = workload.document.at(["spec"]) else {
            continue;
        };
        match workload.kind() {
            "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" => {
                selector(workload, spec, found);
                amounts(workload, spec, found);
                claims(workload, spec, found);
            }
            "Job" => job(spec, true, found),
            "CronJob" => {
                if let Some(spec) = spec.at(["jobTemplate", "spec"]) {
                    job(spec, false, found);
                }
            }
            _ => {}
        }
    }
}

fn selector(workload: &Workload<'_>, spec: &Node, found: &mut Found<'_>) {
    let Some(entry) = spec.entry("selector") else {
        return;
    };
    if is_empty(&entry.value) {
        let message = format!("the selector of {} is empty", workload.title());
        let help = "write the labels of its pods below `matchLabels`";
        found.with_help(entry.mark, message, Some(help));
    }
}

/// Whether a selector asks for nothing.
fn is_empty(selector: &Node) -> bool {
    let parts = ["matchLabels", "matchExpressions"];
    let mut parts = parts.into_iter().filter_map(|part| selector.given(part));
    let is_empty = |part: &Node| match &part.value {
        Value::Map(entries) => entries.is_empty(),
        Value::List(items) => items.is_empty(),
        _ => false,
    };
    matches!(selector.value, Value::Map(_)) && parts.all(is_empty)
}

/// How many pods may go and come in an update.
fn amounts(workload: &Workload<'_>, spec: &Node, found: &mut Found<'_>) {
    let strategy = if workload.kind() == "Deployment" {
        "strategy"
    } else {
        "updateStrategy"
    };
    let Some(rolling) = spec.at([strategy, "rollingUpdate"]) else {
        return;
    };
    for field in ["maxSurge", "maxUnavailable"] {
        let Some(node) = rolling.given(field) else {
            continue;
        };
        let is_all = matches!(Amount::of(node), Some(Amount::Percent(101..)));
        let is_more = is_all && field == "maxUnavailable";
        let why = Amount::refused(node).or(is_more.then_some("is more than all pods"));
        if let Some(why) = why {
            let text = shown(node.text().unwrap_or_default());
            let help = "write a number without quotes, or a part such as `25%`";
            found.with_help(node.mark, format!("`{field}: {text}` {why}"), Some(help));
        }
    }
}

/// Claims take the place of volumes of their names.
fn claims(workload: &Workload<'_>, spec: &Node, found: &mut Found<'_>) {
    let mut seen = HashSet::new();
    let templates = spec.list("volumeClaimTemplates").iter();
    let names = templates.filter_map(|claim| claim.at(["metadata", "name"]));
    for (node, name) in names.filter_map(|node| Some((node, node.text()?))) {
        if !seen.insert(name) && !is_placeholder(name) {
            let message = format!(
                "another claim template is called `{}` as well, and one claim is made",
                shown(name)
            );
            let help = "give each a name of its own";
            found.say(node.mark, Severity::Warning, message, Some(help));
        }
    }
    for volume in workload.volumes() {
        if let Some(node) = volume.given("name")
            && let Some(name) = node.text().filter(|name| seen.contains(name))
        {
            let message = format!(
                "the volume `{}` is not there: a claim template of that name takes its place",
                shown(name)
            );
            let help = "take the volume away, or give it another name";
            found.say(node.mark, Severity::Warning, message, Some(help));
        }
    }
}

fn job(spec: &Node, is_alone: bool, found: &mut Found<'_>) {
    let manual = spec.text_of("manualSelector");
    if let Some(entry) = spec.entry("selector")
        && entry.value.value != Value::Null
        && (!is_alone || !is_empty(&entry.value))
        && manual != Some("true")
    {
        let message = "a Job makes its own selector, and has this one";
        let help = "take `selector` away; Kubernetes gives the pods a label of their own";
        found.with_help(entry.mark, message, Some(help));
    }
    let manual = spec
        .entry("manualSelector")
        .filter(|_| manual == Some("true"));
    if let Some(entry) = manual.filter(|_| !is_alone) {
        let message =
            "a CronJob's Jobs can't have `manualSelector: true`: they would be each other's";
        found.with_help(entry.mark, message, Some("take it away, and the selector"));
    }
    if let Some(entry) = manual.filter(|_| spec.given("selector").is_none()) {
        let message = "`manualSelector: true` needs a `selector`";
        found.with_help(
            entry.mark,
            message,
            Some("write it, or take `manualSelector` away"),
        );
    }
    let failures = spec.at(["podFailurePolicy"]);
    for rule in failures.map_or(&[][..], |policy| policy.list("rules")) {
        let codes = rule.given("onExitCodes").is_some();
        let conditions = !rule.list("onPodConditions").is_empty();
        if codes == conditions {
            let message =
                "a rule of `podFailurePolicy` has either `onExitCodes` or `onPodConditions`";
            found.with_help(rule.mark, message, Some("write one of the two"));
        }
    }
    let mode = spec.text_of("completionMode").unwrap_or("NonIndexed");
    if is_placeholder(mode) {
        return;
    }
    if mode == "Indexed" {
        if let Some(entry) = spec
            .entry("completionMode")
            .filter(|_| spec.given("completions").is_none())
        {
            let message = "`completionMode: Indexed` needs `completions`, the number of indexes";
            found.with_help(entry.mark, message, Some("write `completions`"));
        }
    } else {
        for entry in OF_INDEXED.iter().filter_map(|field| spec.entry(field)) {
            if entry.value.value != Value::Null {
                let message = format!("`{}` needs `completionMode: Indexed`", entry.key);
                found.with_help(entry.mark, message, Some("write that, or take it away"));
            }
        }
    }
}
