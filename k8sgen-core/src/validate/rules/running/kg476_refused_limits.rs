//! Limits of a namespace that the API server refuses.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::quantity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG476",
    name: "refused-limits",
    severity: Severity::Error,
    finds: "A LimitRange whose amounts contradict each other: a `min` above the `max`, a `default` outside of the \
        two, a `defaultRequest` above the `default`; or with defaults for whole pods, which have none.",
    why: "The API server refuses the object.",
    wrong: "\
apiVersion: v1
kind: LimitRange
metadata:
  name: containers
spec:
  limits:
    - type: Container
      max:
        memory: 512Mi
      default:
        memory: 1Gi
",
    right: "\
apiVersion: v1
kind: LimitRange
metadata:
  name: containers
spec:
  limits:
    - type: Container
      max:
        memory: 2Gi
      default:
        memory: 1Gi
",
    help: "keep to `min` ≤ `defaultRequest` ≤ `default` ≤ `max`",
    check: Check::Applied(check),
};

/// What may not be more than what.
const ORDER: [(&str, &str); 6] = [
    ("min", "max"),
    ("min", "default"),
    ("min", "defaultRequest"),
    ("default", "max"),
    ("defaultRequest", "max"),
    ("defaultRequest", "default"),
];

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for range in scope.of_kind("LimitRange") {
        let spec = range.at(["spec"]);
        for limit in spec.map_or(&[][..], |spec| spec.list("limits")) {
            if limit.text_of("type") == Some("Pod") {
                for field in ["default", "defaultRequest"] {
                    let entry = limit.entry(field).filter(|_| limit.given(field).is_some());
                    if let Some(entry) = entry {
                        let message = format!("`{field}` may not be set for `type: Pod`");
                        let help = "write it for `type: Container`";
                        found.with_help(entry.mark, message, Some(help));
                    }
                }
            }
            for (less, more) in ORDER {
                judge(limit, less, more, found);
            }
        }
    }
}

fn judge(limit: &Node, less: &str, more: &str, found: &mut Found<'_>) {
    let amount = |node: &Node| quantity(node.text()?);
    for entry in limit.at([less]).map_or(&[][..], Node::entries) {
        let other = limit.at([more]).and_then(|more| more.given(&entry.key));
        if let (Some(node), Some(low)) = (other, amount(&entry.value))
            && amount(node).is_some_and(|high| low > high)
        {
            let text = |node: &Node| shown(node.text().unwrap_or_default());
            let message = format!(
                "`{less}` of `{}` is {}, and `{more}` is {}",
                shown(&entry.key),
                text(&entry.value),
                text(node)
            );
            found.at(entry.value.mark, message);
        }
    }
}
