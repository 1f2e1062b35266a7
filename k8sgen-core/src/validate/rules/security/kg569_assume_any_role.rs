//! Policies of IAM that may take any role.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::statement::{Statement, is_whole_service};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG569",
    name: "assume-any-role",
    severity: Severity::Warning,
    finds: "A statement of IAM that allows `sts:AssumeRole` on every role, without a condition.",
    why: "Every role that trusts the account can be taken, those of administrators among them.",
    wrong: r#"# file: iam/policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}
  ]
}
"#,
    right: r#"# file: iam/policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::123456789012:role/shop-reader"}
  ]
}
"#,
    help: "name the roles in `Resource`",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    for statement in Statement::allowing(repository).filter(|statement| !statement.has_condition())
    {
        let Some(resource) = statement.every_resource() else {
            continue;
        };
        let Some(action) = statement.action(&["sts:AssumeRole"]) else {
            continue;
        };
        // What allows all of a service, KG560 says.
        let text = action.text().unwrap_or_default();
        if !is_whole_service(text) || resource.text() != Some("*") {
            found.at(
                resource.mark,
                format!("`{}` is allowed on every role", shown(text)),
            );
        }
    }
}
