//! Policies of IAM that allow what they do not name.

use crate::validate::finding::Severity;
use crate::validate::objects::statement::Statement;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG567",
    name: "allow-by-exclusion",
    severity: Severity::Warning,
    finds: "A statement of IAM that allows everything but some actions (`NotAction`), or everyone but some \
          (`NotPrincipal`).",
    why: "It allows each action and service that AWS adds later, and what nobody thought of.",
    wrong: r#"# file: iam/policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}
  ]
}
"#,
    right: r#"# file: iam/policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::shop-images/*"},
    {"Effect": "Deny", "Action": "iam:*", "Resource": "*"}
  ]
}
"#,
    help: "name in `Action` or `Principal` what is allowed; to forbid, write a statement with `\"Effect\": \
          \"Deny\"`",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    for statement in Statement::allowing(repository) {
        for (field, what) in [("NotAction", "everything"), ("NotPrincipal", "everyone")] {
            if let Some(entry) = statement.node.entry(field) {
                found.at(
                    entry.mark,
                    format!("`{field}` allows {what} but what it names"),
                );
            }
        }
    }
}
