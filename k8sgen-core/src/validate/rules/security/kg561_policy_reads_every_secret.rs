//! Policies of IAM that can read every secret.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::statement::{Statement, is_whole_service};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG561",
    name: "policy-reads-every-secret",
    severity: Severity::Warning,
    finds: "A statement of IAM that may read secrets or parameters, or decrypt with a key, on every resource and \
          without a condition.",
    why: "One pod that is taken over gives away the passwords of all others, and of all environments that share \
          the account.",
    wrong: r#"# file: iam/policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": ["secretsmanager:GetSecretValue"], "Resource": "*"}
  ]
}
"#,
    right: r#"# file: iam/policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["secretsmanager:GetSecretValue"],
      "Resource": "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/production/*"
    }
  ]
}
"#,
    help: "name the secrets by their ARN, or by the beginning that all of them have",
    check: Check::Written(check),
};

/// What gives a secret away.
const READS: [&str; 5] = [
    "secretsmanager:GetSecretValue",
    "ssm:GetParameter",
    "ssm:GetParameters",
    "ssm:GetParametersByPath",
    "kms:Decrypt",
];

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    for statement in Statement::allowing(repository).filter(|statement| !statement.has_condition())
    {
        let Some(resource) = statement.every_resource() else {
            continue;
        };
        let Some(action) = statement.action(&READS) else {
            continue;
        };
        let text = action.text().unwrap_or_default();
        // What allows all of a service, KG560 says.
        if !is_whole_service(text) || resource.text() != Some("*") {
            found.at(
                resource.mark,
                format!(
                    "`{}` is allowed on every resource: every secret of the account",
                    shown(text)
                ),
            );
        }
    }
}
