//! Service accounts that a role trusts, and that name none.

use crate::problem::shown;
use crate::validate::finding::Severity;
use crate::validate::objects::{Accounts, Identity, ROLE, trusts};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG262",
    name: "account-without-role",
    severity: Severity::Warning,
    finds: "A ServiceAccount that a trust policy of IAM names, and that has no annotation `eks.amazonaws.com/role-arn`.",
    why: "Without the annotation its pods are given no token for AWS: they call it with the role of their node, or with none.",
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
          \"oidc.eks.eu-central-1.amazonaws.com/id/8F4C:sub\": \"system:serviceaccount:shop:backend\"
        }
      }
    }
  ]
}
# file: account.yaml
apiVersion: v1
kind: ServiceAccount
metadata:
  name: backend
  namespace: shop
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
        \"StringEquals\": {
          \"oidc.eks.eu-central-1.amazonaws.com/id/8F4C:aud\": \"sts.amazonaws.com\",
          \"oidc.eks.eu-central-1.amazonaws.com/id/8F4C:sub\": \"system:serviceaccount:shop:backend\"
        }
      }
    }
  ]
}
# file: account.yaml
apiVersion: v1
kind: ServiceAccount
metadata:
  name: backend
  namespace: shop
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::123456789012:role/shop-backend
",
    help: "add the annotation `eks.amazonaws.com/role-arn` with the ARN of the role",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    let mut accounts = None;
    for policy in repository.policies() {
        let trusts = trusts(policy);
        // EKS Pod Identity needs no annotation.
        if trusts
            .iter()
            .any(|trust| trust.identity == Identity::PodIdentity)
        {
            continue;
        }
        for trust in &trusts {
            let of_eks = |(_, key, _): &(&str, &str, _)| key.starts_with("oidc.eks.");
            if !trust.compared.iter().all(of_eks) {
                continue;
            }
            for subject in trust
                .subjects
                .iter()
                .filter(|subject| !subject.is_pattern())
            {
                let accounts = accounts.get_or_insert_with(|| Accounts::of(repository));
                for account in accounts.find(subject) {
                    let role = account.at(["metadata", "annotations", ROLE]);
                    if role.is_none() && account.namespace() == Some(subject.namespace) {
                        let mark = account
                            .at(["metadata", "name"])
                            .map_or(account.mark(), |name| name.mark);
                        let message = format!(
                            "`{}` lets `{}:{}` take on its role, and the account names no role",
                            shown(&policy.path),
                            shown(subject.namespace),
                            shown(subject.name)
                        );
                        found.at(mark, message);
                    }
                }
            }
        }
    }
}
