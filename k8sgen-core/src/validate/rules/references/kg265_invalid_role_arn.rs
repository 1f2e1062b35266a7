//! The ARN of a role that no role has.

use crate::problem::{nearest, shown};
use crate::validate::finding::Severity;
use crate::validate::objects::{ROLE, argo_sources, is_known};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::{Node, Value};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG265",
    name: "invalid-role-arn",
    severity: Severity::Error,
    finds: "The annotation `eks.amazonaws.com/role-arn`, of a ServiceAccount or in the values of a chart, with a \
        text that is no ARN of a role: another service's, an account that has not twelve digits, no `role/`. \
        `ACCOUNT_ID` and the like are left alone: something else is put in their place.",
    why: "AWS refuses the role to the pods: their calls fail, or are made with the role of their node.",
    wrong: "\
apiVersion: v1
kind: ServiceAccount
metadata:
  name: backend
  namespace: shop
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::12345:role/backend
",
    right: "\
apiVersion: v1
kind: ServiceAccount
metadata:
  name: backend
  namespace: shop
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::123456789012:role/backend
",
    help: "write `arn:aws:iam::ACCOUNT:role/NAME`, with the twelve digits of the account",
    check: Check::Applied(check),
};

const PARTITIONS: [&str; 8] = [
    "aws",
    "aws-cn",
    "aws-us-gov",
    "aws-iso",
    "aws-iso-b",
    "aws-iso-e",
    "aws-iso-f",
    "aws-eusc",
];
/// Digits of an account.
const DIGITS: usize = 12;
/// The longest name of a role.
const MOST: usize = 64;

fn check(_: &Repository<'_>, scope: &Scope<'_>, found: &mut Found<'_>) {
    for account in scope.of_kind("ServiceAccount") {
        if let Some(node) = account.at(["metadata", "annotations", ROLE]) {
            judge(node, found);
        }
    }
    for kind in ["Application.argoproj.io", "ApplicationSet.argoproj.io"] {
        for application in scope.of_kind(kind) {
            let values =
                argo_sources(application).filter_map(|source| source.at(["helm", "valuesObject"]));
            for values in values {
                search(values, found);
            }
        }
    }
    for release in scope.of_kind("HelmRelease.helm.toolkit.fluxcd.io") {
        if let Some(values) = release.at(["spec", "values"]) {
            search(values, found);
        }
    }
}

/// Every such annotation in a chart's values.
fn search(values: &Node, found: &mut Found<'_>) {
    match &values.value {
        Value::Map(entries) => {
            for entry in entries {
                if entry.key == ROLE {
                    judge(&entry.value, found);
                } else {
                    search(&entry.value, found);
                }
            }
        }
        Value::List(items) => items.iter().for_each(|item| search(item, found)),
        _ => {}
    }
}

fn judge(node: &Node, found: &mut Found<'_>) {
    let text = node.text().unwrap_or_default();
    let is_stand_in = |c: char| matches!(c, '<' | '>' | '$' | '{' | '%' | '[');
    if !is_known(text) || text.contains(is_stand_in) {
        return;
    }
    if let Some(why) = refused(text) {
        found.at(
            node.mark,
            format!("`{}` is no ARN of a role: {why}", shown(text)),
        );
    }
}

fn refused(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let ["arn", partition, service, region, account, role] = parts[..] else {
        return Some("those have six parts, `arn:aws:iam::ACCOUNT:role/NAME`".to_owned());
    };
    let name = role.rsplit('/').next().unwrap_or_default();
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c);
    // `ACCOUNT_ID` or `xxxxxxxxxxxx`: somebody will write it.
    let is_stood_in = account.len() > 3 && !account.contains(|c: char| c.is_ascii_digit());
    Some(if !PARTITIONS.contains(&partition) {
        match nearest(partition, PARTITIONS) {
            Some(near) => format!("there is no partition `{}`, but `{near}`", shown(partition)),
            None => format!("there is no partition `{}`", shown(partition)),
        }
    } else if service != "iam" {
        format!("it is one of `{}`", shown(service))
    } else if !region.is_empty() {
        "roles are in no region, and have two colons there".to_owned()
    } else if !is_stood_in
        && (account.len() != DIGITS || !account.bytes().all(|byte| byte.is_ascii_digit()))
    {
        format!("the account `{}` has not twelve digits", shown(account))
    } else if !role.starts_with("role/") {
        "behind the account belongs `role/`".to_owned()
    } else if name.is_empty() {
        "the role's name is missing".to_owned()
    } else if name.len() > MOST {
        format!("the role's name has more than {MOST} characters")
    } else if !name.chars().all(is_of_name) {
        format!("`{}` is no name of a role", shown(name))
    } else {
        return None;
    })
}
