//! Trust policies that nobody can use.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Identity, Trust, is_known, trusts};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG263",
    name: "broken-trust-policy",
    severity: Severity::Error,
    finds: "A trust policy of IAM with a subject that no service account has, such as `*` under `StringEquals`, or one for EKS Pod Identity without `sts:TagSession`.",
    why: "AWS compares letter by letter and refuses the role to everybody.",
    wrong: "\
# file: iam/backend/trust-policy.json
{
  \"Version\": \"2012-10-17\",
  \"Statement\": [
    {
      \"Effect\": \"Allow\",
      \"Principal\": {
        \"Federated\": \"arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/8F4C\"
      },
      \"Action\": \"sts:AssumeRoleWithWebIdentity\",
      \"Condition\": {
        \"StringEquals\": {
          \"oidc.eks.eu-central-1.amazonaws.com/id/8F4C:aud\": \"sts.amazonaws.com\",
          \"oidc.eks.eu-central-1.amazonaws.com/id/8F4C:sub\": \"system:serviceaccount:shop:*\"
        }
      }
    }
  ]
}
",
    right: "\
# file: iam/backend/trust-policy.json
{
  \"Version\": \"2012-10-17\",
  \"Statement\": [
    {
      \"Effect\": \"Allow\",
      \"Principal\": {
        \"Federated\": \"arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/8F4C\"
      },
      \"Action\": \"sts:AssumeRoleWithWebIdentity\",
      \"Condition\": {
        \"StringLike\": {
          \"oidc.eks.eu-central-1.amazonaws.com/id/8F4C:aud\": \"sts.amazonaws.com\",
          \"oidc.eks.eu-central-1.amazonaws.com/id/8F4C:sub\": \"system:serviceaccount:shop:*\"
        }
      }
    }
  ]
}
",
    help: "write `system:serviceaccount:NAMESPACE:NAME`; wildcards are for `StringLike`",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    for policy in repository.policies() {
        for trust in trusts(policy) {
            for (operator, key, node) in &trust.compared {
                let text = node.text().unwrap_or_default();
                let has_wildcard = text.contains(['*', '?']);
                let is_account =
                    text.starts_with("system:serviceaccount:") && text.split(':').count() == 4;
                if !is_known(text) {
                    continue;
                }
                if has_wildcard && operator.starts_with("StringEquals") {
                    let message = format!(
                        "`{}` is compared letter by letter: `{operator}` knows no wildcards",
                        shown(text)
                    );
                    let help = "write `StringLike`, or the whole name";
                    found.with_help(node.mark, message, Some(help));
                } else if !has_wildcard && !is_account && key.starts_with("oidc.eks.") {
                    found.at(
                        node.mark,
                        format!("no service account has the subject `{}`", shown(text)),
                    );
                }
            }
            if trust.identity == Identity::PodIdentity && !tags(&trust) {
                let help = "allow `sts:TagSession` beside `sts:AssumeRole`";
                let message = "EKS Pod Identity tags each session, which this does not allow";
                let mark = trust
                    .statement
                    .at(["Action"])
                    .map_or(trust.statement.mark, |action| action.mark);
                found.with_help(mark, message, Some(help));
            }
        }
    }
}

/// Whether the sessions of a role can be tagged.
fn tags(trust: &Trust<'_>) -> bool {
    let Some(action) = trust.statement.at(["Action"]) else {
        return true;
    };
    let actions = action.items().iter().chain([action]).filter_map(Node::text);
    let mut actions = actions.filter(|action| action.starts_with("sts:") || *action == "*");
    actions.any(|action| matches!(action, "sts:TagSession" | "*") || action.ends_with('*'))
}
