//! Conditions of IAM that take a wildcard literally.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::iam::{Statement, one_or_more};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG568",
    name: "literal-wildcard",
    severity: Severity::Error,
    finds: "A condition `StringEquals` on `sub` whose value has a `*` or a `?`.",
    why: "`StringEquals` compares letter by letter: no subject has such a letter, so nobody can take the role.",
    wrong: r#"# file: iam/trust-policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Federated": "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"},
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:sub": "repo:example/shop:*"
        }
      }
    }
  ]
}
"#,
    right: r#"# file: iam/trust-policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Federated": "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"},
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"},
        "StringLike": {"token.actions.githubusercontent.com:sub": "repo:example/shop:*"}
      }
    }
  ]
}
"#,
    help: "write the whole subject, or ask with `StringLike`",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    for statement in Statement::allowing(repository) {
        let subjects = statement.conditions().filter(|(operator, claim)| {
            let is_exact = operator.rsplit(':').next().is_some_and(|operator| operator.starts_with("StringEquals"));
            is_exact && claim.key.ends_with(":sub")
        });
        for (operator, claim) in subjects {
            let values = one_or_more(&claim.value);
            let is_literal = |value: &crate::yaml::Node| value.text().is_some_and(|text| text.contains(['*', '?']));
            // Of several values, the others may be the ones that count.
            if let Some(value) = values.iter().find(|value| is_literal(value)) {
                let severity = if values.iter().all(is_literal) { RULE.severity } else { Severity::Warning };
                let text = shown(value.text().unwrap_or_default());
                found.say(value.mark, severity, format!("`{}` takes the `*` or `?` of `{text}` literally: no token fits", shown(operator)), None);
            }
        }
    }
}
