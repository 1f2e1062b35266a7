//! Roles of IAM that anyone may take.

use crate::validate::finding::Severity;
use crate::validate::objects::statement::{Statement, one_or_more};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG563",
    name: "trust-for-anyone",
    severity: Severity::Error,
    finds: "A trust policy whose principal is `*`, without a condition.",
    why: "Every account of AWS, whoever owns it, may take the role.",
    wrong: r#"# file: iam/trust-policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
  ]
}
"#,
    right: r#"# file: iam/trust-policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": "pods.eks.amazonaws.com"},
      "Action": ["sts:AssumeRole", "sts:TagSession"]
    }
  ]
}
"#,
    help: "name who may take the role: a service, an account, the identity provider of the cluster",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    for statement in Statement::allowing(repository) {
        if !statement.is_trust() || statement.has_condition() {
            continue;
        }
        let Some(principal) = statement.node.at(["Principal"]) else {
            continue;
        };
        let of_accounts = principal.at(["AWS"]).unwrap_or(principal);
        if let Some(anyone) = one_or_more(of_accounts)
            .iter()
            .find(|who| who.text() == Some("*"))
        {
            found.at(
                anyone.mark,
                "anyone may take the role: the principal is `*`, and there is no condition",
            );
        }
    }
}
