//! A comment that ignores a rule and does not say why.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::rules;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG010",
    name: "ignore-without-reason",
    severity: Severity::Error,
    finds: "A comment `# k8sgen: ignore` without a rule that there is, or without `because` and a reason.",
    why: "Whoever reads the file next year can't tell an exception from a mistake. Such a comment takes \
        nothing away.",
    wrong: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
# k8sgen: ignore KG101
datum: {}
",
    right: "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
# k8sgen: ignore KG101 because an operator of ours reads this field
datum: {}
",
    help: "write `# k8sgen: ignore KG101 because …`, with the code of a rule",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    for ignore in repository.ignores {
        if ignore.codes.is_empty() {
            found.at(ignore.mark, "this comment names no rule");
        }
        for code in ignore
            .codes
            .iter()
            .filter(|code| rules::rule(code).is_none())
        {
            found.at(ignore.mark, format!("there is no rule `{}`", shown(code)));
        }
        if !ignore.has_reason {
            found.at(ignore.mark, "this comment gives no reason");
        }
    }
}
