//! A comment that ignores a rule and takes nothing away.

use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG011",
    name: "unused-ignore",
    severity: Severity::Warning,
    finds: "A comment `# k8sgen: ignore` at a place where its rule finds nothing.",
    why: "It hides the next mistake of this kind, for a reason that no longer holds.",
    wrong: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
# k8sgen: ignore KG101 because an operator of ours reads this field
data: {}
",
    right: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data: {}
",
    help: "take the comment away",
    check: Check::Written(check),
};

/// The run says it, once all other rules have.
fn check(_: &Repository<'_>, _: &mut Found<'_>) {}
