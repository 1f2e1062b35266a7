//! Roles of IAM that every token of an identity provider may take.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::is_placeholder;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG564",
    name: "trust-without-subject",
    severity: Severity::Error,
    finds: "A trust policy that takes the tokens of an identity provider (OIDC) and asks for no `sub`.",
    why: "Every pod of the cluster can take the role; with a public provider such as GitHub's, every one of its \
          users.",
    wrong: r#"# file: iam/trust-policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Federated": "arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/8F4C"},
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": {"oidc.eks.us-east-1.amazonaws.com/id/8F4C:aud": "sts.amazonaws.com"}
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
    help: "ask for `sub` in the condition: `system:serviceaccount:NAMESPACE:NAME` for a ServiceAccount",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    for statement in crate::validate::objects::statement::Statement::allowing(repository) {
        for (provider, node) in statement.providers() {
            // Some providers have more claims that tell one token from another.
            let tells = |claim: &str| {
                let claim = claim.rsplit(':').next().unwrap_or_default();
                !matches!(claim, "aud" | "iss" | "exp" | "iat")
            };
            let is_told = statement
                .conditions()
                .any(|(_, claim)| tells(&claim.key) || is_placeholder(&claim.key));
            if !is_told {
                found.at(node.mark, format!("whoever has a token of `{}` may take the role: no condition asks for `sub`", shown(provider)));
            }
        }
    }
}
