//! Policies of IAM that allow everything of a service, or of all.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::statement::Statement;
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG560",
    name: "policy-allows-everything",
    severity: Severity::Warning,
    finds: "A statement of IAM that allows `*`, or every action of a service on every resource, without a \
          condition.",
    why: "Whoever takes over the pod has the account, or the service: with `iam:*` that is the account as well.",
    wrong: r#"# file: iam/policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
  ]
}
"#,
    right: r#"# file: iam/policy.json
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::shop-images/*"}
  ]
}
"#,
    help: "name the actions that the program calls, and the resources that it calls them on",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    for statement in Statement::allowing(repository) {
        if statement.has_condition() {
            continue;
        }
        let is_all = |resource: &crate::yaml::Node| resource.text() == Some("*");
        let is_on_all = statement.values("Resource").iter().any(is_all);
        // What belongs to one thing, such as the policy of a bucket, is about that one alone.
        let is_of_one = statement.node.at(["Principal"]).is_some();
        for action in statement.values("Action") {
            let text = action.text().unwrap_or_default();
            let what = match text.split_once(':') {
                _ if is_of_one && !is_on_all => continue,
                _ if text == "*" || text == "*:*" => "every action of every service".to_owned(),
                Some((service, "*")) if is_on_all => {
                    format!("every action of `{}`", shown(service))
                }
                _ => continue,
            };
            let resources = if is_on_all {
                "every resource"
            } else {
                "the resources that it names"
            };
            found.at(action.mark, format!("{what} is allowed on {resources}"));
        }
    }
}
