//! Policies of IAM that allow everything of a service, or of all.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::statement::Statement;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG560",
    name: "policy-allows-everything",
    severity: Severity::Warning,
    finds: "A statement of IAM that allows `*`, or every action of a service, on every resource, without a \
          condition.",
    why: "Whoever takes over the pod has the account, or the service: with `iam:*` that is the account as well.",
    wrong: r#"# file: iam/policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
  ]
}
"#,
    right: r#"# file: iam/policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::shop-images/*"}
  ]
}
"#,
    help: "name the actions that the program calls, and the resources that it calls them on",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    for statement in Statement::allowing(repository) {
        let is_all = |resource: &crate::yaml::Node| resource.text() == Some("*");
        if statement.has_condition() || !statement.values("Resource").iter().any(is_all) {
            continue;
        }
        for action in statement.values("Action") {
            let text = action.text().unwrap_or_default();
            let what = match text.split_once(':') {
                _ if text == "*" || text == "*:*" => "every action of every service".to_owned(),
                Some((service, "*")) => format!("every action of `{}`", shown(service)),
                _ => continue,
            };
            found.at(action.mark, format!("{what} is allowed on every resource"));
        }
    }
}
