//! Roles of IAM that take tokens made for somebody else.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::statement::Statement;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG566",
    name: "trust-without-audience",
    severity: Severity::Warning,
    finds: "A trust policy that takes the tokens of an identity provider (OIDC) and asks for no `aud`.",
    why: "A token that was made for another service, and shown to it, can be used for the role.",
    wrong: r#"# file: iam/trust-policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Federated": "arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/8F4C"},
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": {"oidc.eks.us-east-1.amazonaws.com/id/8F4C:sub": "system:serviceaccount:shop:worker"}
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
      "Principal": {"Federated": "arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/8F4C"},
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": {
          "oidc.eks.us-east-1.amazonaws.com/id/8F4C:aud": "sts.amazonaws.com",
          "oidc.eks.us-east-1.amazonaws.com/id/8F4C:sub": "system:serviceaccount:shop:worker"
        }
      }
    }
  ]
}
"#,
    help: "ask for the provider's `aud` in the condition: `sts.amazonaws.com` for the ServiceAccounts of EKS",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    for statement in Statement::allowing(repository) {
        for (provider, node) in statement.providers() {
            let is_claim = |name: &str| {
                statement
                    .conditions()
                    .any(|(_, claim)| claim.key.ends_with(name) || claim.key.contains("${"))
            };
            // Without a subject either, KG564 has said more.
            if is_claim(":sub") && !is_claim(":aud") {
                found.at(node.mark, format!("tokens of `{}` are taken whomever they were made for: no condition asks for `aud`", shown(provider)));
            }
        }
    }
}
