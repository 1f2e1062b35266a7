//! Roles of IAM that anyone may take.

use crate::validate::finding::Severity;
use crate::validate::objects::statement::{Statement, one_or_more};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG563",
    name: "trust-for-anyone",
    severity: Severity::Error,
    finds: "A trust policy whose principal is `*`, without a condition, or with one about nothing but tags that the caller \
        gives. Where a condition asks for the subject of a token, it is an advice.",
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
        if !statement.is_trust() {
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
            let (severity, message) = match left_open(&statement) {
                Left::All => (
                    Severity::Error,
                    "anyone may take the role: the principal is `*`, and there is no condition",
                ),
                Left::Tags => (
                    Severity::Error,
                    "anyone may take the role: the principal is `*`, and whoever asks chooses the tags of the condition",
                ),
                Left::Provider => (
                    Severity::Info,
                    "the principal is `*`: name the provider whose tokens the condition is about",
                ),
                Left::Nothing => continue,
            };
            found.say(anyone.mark, severity, message, None);
        }
    }
}

/// What a condition leaves open.
enum Left {
    All,
    /// The tags of the session, which are whatever the caller says.
    Tags,
    /// Which provider made the token, although a condition asks for what only one provider's tokens have.
    Provider,
    Nothing,
}

fn left_open(statement: &Statement<'_>) -> Left {
    if !statement.has_condition() {
        return Left::All;
    }
    let operators = statement
        .node
        .at(["Condition"])
        .map_or(&[][..], Node::entries);
    let keys = operators
        .iter()
        .flat_map(|operator| operator.value.entries());
    let keys: Vec<&str> = keys.map(|entry| entry.key.as_str()).collect();
    let is_tag = |key: &&str| key.to_ascii_lowercase().starts_with("aws:requesttag/");
    if !keys.is_empty() && keys.iter().all(is_tag) {
        Left::Tags
    } else if keys
        .iter()
        .any(|key| key.ends_with(":sub") || key.ends_with(":aud"))
    {
        Left::Provider
    } else {
        Left::Nothing
    }
}
