//! Policies of IAM that can make themselves more.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::statement::{Statement, is_whole_service};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG562",
    name: "policy-raises-itself",
    severity: Severity::Warning,
    finds: "A statement of IAM that may give roles to services, change policies or make keys on every resource, \
          without a condition.",
    why: "Who may hand any role to a machine of their own, or write the policies of any role, has all that any \
          role has.",
    wrong: r#"# file: iam/policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}
  ]
}
"#,
    right: r#"# file: iam/policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "iam:PassRole",
      "Resource": "arn:aws:iam::123456789012:role/shop-worker",
      "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}
    }
  ]
}
"#,
    help: "name the roles in `Resource`, and for `iam:PassRole` the service in the condition \
          `iam:PassedToService`",
    check: Check::Written(check),
};

/// What gives more than one has.
const RAISES: [&str; 12] = [
    "iam:PassRole",
    "iam:AttachRolePolicy",
    "iam:AttachUserPolicy",
    "iam:AttachGroupPolicy",
    "iam:PutRolePolicy",
    "iam:PutUserPolicy",
    "iam:PutGroupPolicy",
    "iam:CreatePolicyVersion",
    "iam:UpdateAssumeRolePolicy",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:UpdateLoginProfile",
];

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    for statement in Statement::allowing(repository).filter(|statement| !statement.has_condition())
    {
        let Some(resource) = statement.every_resource() else {
            continue;
        };
        let Some(action) = statement.action(&RAISES) else {
            continue;
        };
        let text = action.text().unwrap_or_default();
        // What allows all of a service, KG560 says.
        if !is_whole_service(text) || resource.text() != Some("*") {
            found.at(
                action.mark,
                format!(
                    "`{}` on every resource is as much as all roles of the account",
                    shown(text)
                ),
            );
        }
    }
}
