//! Roles of IAM that many subjects of an identity provider may take.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::statement::{Statement, covers, one_or_more};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG565",
    name: "trust-with-any-subject",
    severity: Severity::Warning,
    finds: "A trust policy whose condition on `sub` takes every ServiceAccount of the cluster or of a namespace, \
          or every repository.",
    why: "Every pod, or every repository, that the pattern covers can take the role, also those that come \
          later.",
    wrong: r#"# file: iam/trust-policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Federated": "arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/8F4C"},
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": {"oidc.eks.us-east-1.amazonaws.com/id/8F4C:aud": "sts.amazonaws.com"},
        "StringLike": {"oidc.eks.us-east-1.amazonaws.com/id/8F4C:sub": "system:serviceaccount:*:*"}
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
    help: "name the ServiceAccount, or the repository, that takes the role",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    for statement in Statement::allowing(repository) {
        if statement.providers().next().is_none() {
            continue;
        }
        let subjects = statement.conditions().filter(|(operator, claim)| {
            operator.contains("StringLike") && claim.key.ends_with(":sub")
        });
        for node in subjects.flat_map(|(_, claim)| one_or_more(&claim.value)) {
            let pattern = node.text().unwrap_or_default();
            // Two that have nothing in common: what covers both covers all.
            let every = |one: &str, other: &str| covers(pattern, one) && covers(pattern, other);
            let (who, severity) = if every("system:serviceaccount:a:b", "system:serviceaccount:c:d")
            {
                ("every ServiceAccount of the cluster", RULE.severity)
            } else if pattern.starts_with("system:serviceaccount:")
                && pattern.ends_with(":*")
                && !pattern[..pattern.len() - 1].contains('*')
            {
                ("every ServiceAccount of the namespace", Severity::Info)
            } else if every("repo:a/b:ref:refs/heads/c", "repo:d/e:ref:refs/heads/f") {
                ("every repository there is", RULE.severity)
            } else {
                continue;
            };
            found.say(
                node.mark,
                severity,
                format!("`{}` is {who}", shown(pattern)),
                None,
            );
        }
    }
}
