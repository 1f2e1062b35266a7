//! What a pod asks of its node, in a way that the API server refuses.

use std::collections::HashSet;

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::is_placeholder;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::{Node, Value};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG467",
    name: "refused-placement",
    severity: Severity::Error,
    finds: "A toleration whose fields contradict each other: `Exists` with a value, no key without `Exists`, \
        `tolerationSeconds` without `NoExecute`. An expression of a node affinity with the wrong number of \
        values, or no term at all. A pod affinity without a `topologyKey`. Two topology spread constraints for \
        one key.",
    why: "The API server refuses the object.",
    wrong: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  tolerations:
    - key: dedicated
      operator: Exists
      value: web
      effect: NoSchedule
  containers:
    - name: web
      image: web:1.2.0
",
    right: "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  tolerations:
    - key: dedicated
      operator: Equal
      value: web
      effect: NoSchedule
  containers:
    - name: web
      image: web:1.2.0
",
    help: "`Exists` takes any value and has none, `Equal` (the default) has a key and a value",
    check: Check::Applied(check),
};

const REQUIRED: &str = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED: &str = "preferredDuringSchedulingIgnoredDuringExecution";

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for workload in scope.workloads() {
        for toleration in workload.spec.list("tolerations") {
            tolerate(toleration, found);
        }
        if let Some(affinity) = workload.spec.at(["affinity", "nodeAffinity"]) {
            nodes(affinity, found);
        }
        for kind in ["podAffinity", "podAntiAffinity"] {
            if let Some(affinity) = workload.spec.at(["affinity", kind]) {
                let preferred = affinity.list(PREFERRED).iter();
                let preferred = preferred.filter_map(|term| term.at(["podAffinityTerm"]));
                for term in affinity.list(REQUIRED).iter().chain(preferred) {
                    topology(term, found);
                }
            }
        }
        spread(workload.spec.list("topologySpreadConstraints"), found);
    }
}

fn tolerate(toleration: &Node, found: &mut Found<'_>) {
    let text = |field| toleration.text_of(field).unwrap_or_default();
    let fields = ["key", "operator", "value", "effect"];
    if fields.into_iter().any(|field| is_placeholder(text(field))) {
        return;
    }
    if text("operator") == "Exists" {
        if let Some(value) = toleration
            .given("value")
            .filter(|_| !text("value").is_empty())
        {
            let message = format!(
                "`operator: Exists` takes no value, and has `{}`",
                shown(text("value"))
            );
            let help = "write `operator: Equal`, or take the value away";
            found.with_help(value.mark, message, Some(help));
        }
    } else if text("key").is_empty() {
        let message = "a toleration without a key needs `operator: Exists`";
        let help = "name the key of the taint, or write `operator: Exists` for all taints";
        found.with_help(toleration.mark, message, Some(help));
    }
    if let Some(seconds) = toleration.given("tolerationSeconds")
        && text("effect") != "NoExecute"
    {
        let message = "`tolerationSeconds` needs `effect: NoExecute`";
        let help = "write that effect, or take the seconds away: other taints drive no pod out";
        found.with_help(seconds.mark, message, Some(help));
    }
}

fn nodes(affinity: &Node, found: &mut Found<'_>) {
    if let Some(required) = affinity.given(REQUIRED) {
        let terms = required.list("nodeSelectorTerms");
        if let Some(entry) = required.entry("nodeSelectorTerms")
            && matches!(&entry.value.value, Value::List(_))
            && terms.is_empty()
        {
            let message = "`nodeSelectorTerms` is empty";
            found.with_help(
                entry.mark,
                message,
                Some("add a term, or take the affinity away"),
            );
        }
        for term in terms {
            expressions(term, found);
        }
    }
    for preferred in affinity.list(PREFERRED) {
        if let Some(term) = preferred.at(["preference"]) {
            expressions(term, found);
        }
    }
}

fn expressions(term: &Node, found: &mut Found<'_>) {
    for list in ["matchExpressions", "matchFields"] {
        for expression in term.list(list) {
            let values = expression.list("values");
            let operator = expression.text_of("operator").unwrap_or_default();
            let why = match (operator, values) {
                ("In" | "NotIn", []) => "needs `values`",
                ("Exists" | "DoesNotExist", [_, ..]) => "takes no `values`",
                ("Gt" | "Lt", []) => "needs a value",
                ("Gt" | "Lt", [_, _, ..]) => "takes one value",
                _ => continue,
            };
            let key = shown(expression.text_of("key").unwrap_or_default());
            let message = format!("`{operator}` of `{key}` {why}");
            let help = "`In` and `NotIn` have values, `Gt` and `Lt` one number, `Exists` and `DoesNotExist` none";
            found.with_help(expression.mark, message, Some(help));
        }
    }
}

fn topology(term: &Node, found: &mut Found<'_>) {
    if let Some(key) = term
        .given("topologyKey")
        .filter(|key| key.text() == Some(""))
    {
        let help =
            "write `kubernetes.io/hostname` for nodes, `topology.kubernetes.io/zone` for zones";
        found.with_help(key.mark, "`topologyKey` is empty", Some(help));
    }
}

fn spread(constraints: &[Node], found: &mut Found<'_>) {
    let mut seen = HashSet::new();
    for constraint in constraints {
        let text = |field| constraint.text_of(field).unwrap_or_default();
        let (key, otherwise) = (text("topologyKey"), text("whenUnsatisfiable"));
        if !seen.insert((key, otherwise)) && !is_placeholder(key) {
            let message = format!(
                "another constraint is for `topologyKey: {}` and `whenUnsatisfiable: {}` as well",
                shown(key),
                shown(otherwise)
            );
            found.with_help(constraint.mark, message, Some("make one of the two"));
        }
        if let Some(least) = constraint.given("minDomains")
            && otherwise == "ScheduleAnyway"
        {
            let message = "`minDomains` needs `whenUnsatisfiable: DoNotSchedule`";
            found.with_help(
                least.mark,
                message,
                Some("write that, or take `minDomains` away"),
            );
        }
    }
}
