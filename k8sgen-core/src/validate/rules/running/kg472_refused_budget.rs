//! A disruption budget that the API server refuses, or that protects nobody.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::Amount;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG472",
    name: "refused-budget",
    severity: Severity::Error,
    finds: "A PodDisruptionBudget with both `minAvailable` and `maxUnavailable`, or with an amount that is \
        neither a whole number nor a percentage. As a warning, one with neither of the two, or without a \
        selector.",
    why: "The API server refuses the object. Without a selector it is for no pods; with neither of the two it \
        lets none of its pods go, and no node with one can be drained.",
    wrong: "\
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  minAvailable: 1
  maxUnavailable: 1
  selector:
    matchLabels:
      app: web
",
    right: "\
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: web
",
    help: "keep the one that is meant; in a patch, `minAvailable: null` takes the base's away",
    check: Check::Applied(check),
};

const AMOUNTS: [&str; 2] = ["minAvailable", "maxUnavailable"];

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for budget in scope.of_kind("PodDisruptionBudget") {
        let name = shown(budget.name());
        let Some(spec) = budget.node.entry("spec") else {
            continue;
        };
        match AMOUNTS.map(|field| {
            spec.value
                .entry(field)
                .filter(|_| spec.value.given(field).is_some())
        }) {
            [Some(_), Some(second)] => {
                let message =
                    "the budget has both `minAvailable` and `maxUnavailable`, and may have one";
                found.at(second.mark, message);
            }
            [None, None] => {
                let message = format!(
                    "PodDisruptionBudget `{name}` has neither `minAvailable` nor `maxUnavailable`, and lets no pod go"
                );
                let help = "write `maxUnavailable: 1`";
                found.say(spec.mark, Severity::Warning, message, Some(help));
            }
            _ => {}
        }
        for node in AMOUNTS
            .into_iter()
            .filter_map(|field| spec.value.given(field))
        {
            amount(node, found);
        }
        if spec.value.given("selector").is_none() {
            let message =
                format!("PodDisruptionBudget `{name}` has no selector, and so is for no pods");
            let help = "write the labels of its pods in `selector.matchLabels`; `selector: {}` is all pods of the namespace";
            found.say(spec.mark, Severity::Warning, message, Some(help));
        }
    }
}

fn amount(node: &Node, found: &mut Found<'_>) {
    let is_more = matches!(Amount::of(node), Some(Amount::Percent(101..)));
    let why = Amount::refused(node).or(is_more.then_some("is more than all pods"));
    if let Some(why) = why {
        let message = format!("`{}` {why}", shown(node.text().unwrap_or_default()));
        found.with_help(
            node.mark,
            message,
            Some("write a number without quotes, or `50%`"),
        );
    }
}
