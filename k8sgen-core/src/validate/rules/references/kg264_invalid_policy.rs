//! Policies that IAM refuses, or reads otherwise than they are meant.

use std::collections::HashSet;

use crate::problem::{nearest, shown};
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::is_placeholder;
use crate::validate::objects::statement::one_or_more;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::yaml::{Entry, Node, Value};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG264",
    name: "invalid-policy",
    severity: Severity::Error,
    finds: "A policy of IAM that is none: an `Effect` other than `Allow` and `Deny`, a `Version` that there is \
        not, an element or an operator that IAM does not know, a statement without an action, or without a \
        resource where it needs one, or with one in a trust policy, a `Sid` twice. As a warning, variables \
        such as `${aws:username}` without `\"Version\": \"2012-10-17\"`.",
    why: "IAM refuses the policy, and the role has no rights or trusts nobody. In the older version, which also \
        counts where none is named, variables are plain text and fit nothing.",
    wrong: "\
# file: iam/backend/permissions-policy.json
{
  \"Version\": \"2012-10-17\",
  \"Statement\": [
    {
      \"Effect\": \"allow\",
      \"Action\": \"s3:GetObject\",
      \"Resource\": \"arn:aws:s3:::shop-images/*\"
    }
  ]
}
",
    right: "\
# file: iam/backend/permissions-policy.json
{
  \"Version\": \"2012-10-17\",
  \"Statement\": [
    {
      \"Effect\": \"Allow\",
      \"Action\": \"s3:GetObject\",
      \"Resource\": \"arn:aws:s3:::shop-images/*\"
    }
  ]
}
",
    help: "write the statement as IAM's grammar has it: `Effect`, `Action` and, but for trust policies, `Resource`",
    check: Check::Written(check),
};

const NEWEST: &str = "2012-10-17";
const OLDEST: &str = "2008-10-17";
const OF_POLICIES: [&str; 3] = ["Version", "Id", "Statement"];
const OF_STATEMENTS: [&str; 9] = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];
const OPERATORS: [&str; 27] = [
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "DateEquals",
    "DateNotEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "Bool",
    "BinaryEquals",
    "IpAddress",
    "NotIpAddress",
    "ArnEquals",
    "ArnNotEquals",
    "ArnLike",
    "ArnNotLike",
    "Null",
];

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    for policy in repository.policies() {
        version(policy, found);
        unknown(&policy.node, &OF_POLICIES, "a policy", found);
        let statements = policy.at(["Statement"]).map_or(&[][..], one_or_more);
        if let Some(entry) = policy.node.entry("Statement")
            && statements.is_empty()
        {
            found.at(entry.mark, "the policy has no statements");
        }
        let principals =
            |statement: &Node| has(statement, "Principal") || has(statement, "NotPrincipal");
        let is_of_resource = statements.iter().any(principals);
        let mut names = HashSet::new();
        for statement in statements {
            effect(statement, found);
            unknown(statement, &OF_STATEMENTS, "a statement", found);
            operators(statement, found);
            one_of(statement, "Action", found);
            if is_trust(statement) {
                trust(statement, found);
            } else if principals(statement) {
                both(statement, "Resource", found);
                of_role(policy, statement, found);
            } else if is_of_resource {
                let message =
                    "this statement has no `Principal`, and another one of the policy has";
                found.with_help(statement.mark, message, Some("say whom it is for"));
            } else {
                one_of(statement, "Resource", found);
            }
            if let Some(name) = statement.given("Sid")
                && let Some(text) = name.text()
                && !text.is_empty()
                && !is_placeholder(text)
                && !names.insert(text)
            {
                let message = format!("another statement has `Sid: {}` as well", shown(text));
                found.with_help(name.mark, message, Some("give each a name of its own"));
            }
        }
    }
}

/// The version of the language, and variables that only the newer one knows.
fn version(policy: &Document, found: &mut Found<'_>) {
    let node = policy.node.given("Version");
    let text = node.and_then(Node::text);
    match (node, text) {
        (Some(_), Some(NEWEST)) => return,
        (Some(node), Some(text)) if text != OLDEST && !is_placeholder(text) => {
            let message = format!("there is no version `{}` of IAM's policies", shown(text));
            let help = format!("write `{NEWEST}`: it is the language's version, not the policy's");
            found.with_help(node.mark, message, Some(&help));
            return;
        }
        _ => {}
    }
    let Some((node, variable)) = policy.at(["Statement"]).and_then(variable) else {
        return;
    };
    let message = format!(
        "`{}` is plain text in the version {OLDEST} of IAM's policies{}",
        shown(variable),
        if text.is_none() {
            ", which counts where none is named"
        } else {
            ""
        }
    );
    let help = format!("write `\"Version\": \"{NEWEST}\"`");
    found.say(node.mark, Severity::Warning, message, Some(&help));
}

/// The first variable of IAM's below a node.
fn variable(node: &Node) -> Option<(&Node, &str)> {
    match &node.value {
        Value::Scalar { text, .. } => {
            let begin = text.find("${aws:")?;
            let end = text[begin..].find('}')?;
            Some((node, &text[begin..=begin + end]))
        }
        Value::List(items) => items.iter().find_map(variable),
        Value::Map(entries) => entries.iter().find_map(|entry| variable(&entry.value)),
        Value::Null => None,
    }
}

/// The entry of an element: IAM does not mind how its letters are written.
fn element<'a>(statement: &'a Node, name: &str) -> Option<&'a Entry> {
    let mut entries = statement.entries().iter();
    entries.find(|entry| entry.key.eq_ignore_ascii_case(name))
}

fn has(statement: &Node, name: &str) -> bool {
    element(statement, name).is_some()
}

fn effect(statement: &Node, found: &mut Found<'_>) {
    let Some(entry) = element(statement, "Effect") else {
        found.at(statement.mark, "the statement has no `Effect`");
        return;
    };
    let text = entry.value.text().unwrap_or_default();
    if !matches!(text, "Allow" | "Deny") && !is_placeholder(text) {
        let message = format!(
            "`Effect` is `{}`, and may be `Allow` or `Deny`",
            shown(text)
        );
        let near = ["Allow", "Deny"]
            .into_iter()
            .find(|known| known.eq_ignore_ascii_case(text));
        let near = near.or_else(|| nearest(text, ["Allow", "Deny"]));
        let help = near.map(|near| format!("write `{near}`"));
        found.with_help(entry.value.mark, message, help.as_deref());
    }
}

fn unknown(node: &Node, known: &[&str], of: &str, found: &mut Found<'_>) {
    for entry in node.entries() {
        if !known
            .iter()
            .any(|known| known.eq_ignore_ascii_case(&entry.key))
            && !is_placeholder(&entry.key)
        {
            let message = format!("{of} has no `{}`", shown(&entry.key));
            let near = nearest(&entry.key, known.iter().copied());
            let help = near.map(|near| format!("did you mean `{near}`?"));
            found.with_help(entry.mark, message, help.as_deref());
        }
    }
}

fn operators(statement: &Node, found: &mut Found<'_>) {
    let Some(condition) = element(statement, "Condition") else {
        return;
    };
    for entry in condition.value.entries() {
        let name = entry.key.rsplit(':').next().unwrap_or_default();
        let plain = name.strip_suffix("IfExists").unwrap_or(name);
        let is_known = |known: &&str| known.eq_ignore_ascii_case(plain);
        if !OPERATORS.iter().any(is_known) && !is_placeholder(name) {
            let message = format!("a condition can't be `{}`", shown(&entry.key));
            let near = nearest(plain, OPERATORS);
            let help = near.map(|near| format!("did you mean `{near}`?"));
            found.with_help(entry.mark, message, help.as_deref());
        }
    }
}

/// `Action` or `NotAction`, and not both.
fn one_of(statement: &Node, name: &str, found: &mut Found<'_>) {
    if !has(statement, name) && !has(statement, &format!("Not{name}")) {
        let message = format!("the statement has neither `{name}` nor `Not{name}`");
        found.at(statement.mark, message);
    }
    both(statement, name, found);
}

fn both(statement: &Node, name: &str, found: &mut Found<'_>) {
    if let (Some(_), Some(second)) = (
        element(statement, name),
        element(statement, &format!("Not{name}")),
    ) {
        let message = format!("the statement has both `{name}` and `Not{name}`, and may have one");
        found.with_help(second.mark, message, Some("keep the one that is meant"));
    }
}

/// Whether it says who may take on a role: an identity provider, or a service of AWS.
fn is_trust(statement: &Node) -> bool {
    let actions =
        element(statement, "Action").map_or(&[][..], |actions| one_or_more(&actions.value));
    let is_of_tokens = |action: &Node| {
        let known = [
            "sts:AssumeRole",
            "sts:AssumeRoleWithWebIdentity",
            "sts:TagSession",
        ];
        action.text().is_some_and(|action| known.contains(&action))
    };
    let principal = element(statement, "Principal").map(|principal| &principal.value);
    let is_given = principal.is_some_and(|who| has(who, "Federated") || has(who, "Service"));
    is_given && !actions.is_empty() && actions.iter().all(is_of_tokens)
}

/// What a role may do is not said of anybody else.
fn of_role(policy: &Document, statement: &Node, found: &mut Found<'_>) {
    let (_, file) = policy.path.rsplit_once('/').unwrap_or(("", &policy.path));
    if let Some(entry) = element(statement, "Principal").filter(|_| file.contains("permission")) {
        let message = "a policy with the permissions of a role may not have `Principal`";
        let help = "take it away: the policy is about the role that it belongs to";
        found.say(entry.mark, Severity::Warning, message, Some(help));
    }
}

/// A role is what a trust policy is about, and no resource.
fn trust(statement: &Node, found: &mut Found<'_>) {
    for name in ["Resource", "NotResource"] {
        if let Some(entry) = element(statement, name) {
            let message = format!("a trust policy may not have `{name}`");
            let help = "take it away: the policy is about the role that it belongs to";
            found.with_help(entry.mark, message, Some(help));
        }
    }
}
