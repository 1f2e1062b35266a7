//! Trust policies for service accounts that are not there.

use crate::problem::{nearest, shown};
use crate::validate::finding::Severity;
use crate::validate::objects::{Accounts, Subject, is_known, may_fit, trusts};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG260",
    name: "unknown-trust-subject",
    severity: Severity::Warning,
    finds: "A trust policy of IAM, or an association of EKS Pod Identity, that names a ServiceAccount which nothing in the repository makes, although it makes others beside it or of nearly this name.",
    why: "AWS refuses the role to the pods that need it, which is seen only when they call AWS.",
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
          \"oidc.eks.eu-central-1.amazonaws.com/id/8F4C:sub\": \"system:serviceaccount:shop:backnd\"
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
    help: "write namespace and name of the ServiceAccount as they are once it is applied",
    check: Check::Written(check),
};

fn check(repository: &Repository<'_>, found: &mut Found<'_>) {
    let mut all: Vec<Vec<Subject<'_>>> = repository
        .policies()
        .map(|policy| {
            trusts(policy)
                .into_iter()
                .flat_map(|trust| trust.subjects)
                .collect()
        })
        .collect();
    for scope in repository.applied() {
        let associations = ASSOCIATIONS.iter().flat_map(|(kind, spec)| {
            let documents = scope.of_kind(kind).iter();
            documents.filter_map(|document| association(document.at(spec.iter().copied())?))
        });
        all.extend(associations.map(|subject| vec![subject]));
    }
    if all.iter().all(Vec::is_empty) {
        return;
    }
    let accounts = Accounts::of(repository);
    for subjects in &all {
        for subject in subjects {
            if subject.is_pattern() || accounts.find(subject).next().is_some() {
                continue;
            }
            if let Some(help) = mistake(repository, &accounts, subjects, subject) {
                let message = format!(
                    "nothing makes the ServiceAccount `{}` in the namespace `{}`",
                    shown(subject.name),
                    shown(subject.namespace)
                );
                found.with_help(subject.mark, message, Some(&help));
            }
        }
    }
}

/// The kinds that associate a service account with a role, and where they name it.
const ASSOCIATIONS: [(&str, &[&str]); 3] = [
    ("PodIdentityAssociation.eks.services.k8s.aws", &["spec"]),
    (
        "PodIdentityAssociation.eks.aws.upbound.io",
        &["spec", "forProvider"],
    ),
    (
        "PodIdentityAssociation.eks.aws.m.upbound.io",
        &["spec", "forProvider"],
    ),
];

fn association(spec: &Node) -> Option<Subject<'_>> {
    let name = spec.at(["serviceAccount"])?;
    let subject = Subject {
        namespace: spec.at(["namespace"])?.text()?,
        name: name.text()?,
        mark: name.mark,
    };
    (is_known(subject.namespace) && is_known(subject.name)).then_some(subject)
}

/// What speaks for a mistake, and what to do then. An account that a chart makes, or one of another cluster, is
/// none.
fn mistake(
    repository: &Repository<'_>,
    accounts: &Accounts<'_>,
    subjects: &[Subject<'_>],
    subject: &Subject<'_>,
) -> Option<String> {
    let renamed = repository.applied().iter().flat_map(|scope| scope.renamed);
    let mut renamed = renamed.filter(|renamed| {
        renamed.kind == "ServiceAccount" && renamed.namespace.as_deref() == Some(subject.namespace)
    });
    if let Some(renamed) = renamed.find(|one| one.from.iter().any(|name| name == subject.name)) {
        return Some(format!("kustomize calls it `{}`", shown(&renamed.to)));
    }
    let beside = accounts.names(subject.namespace);
    if let Some(near) = nearest(subject.name, beside.iter().copied()) {
        return Some(format!("did you mean `{}`?", shown(near)));
    }
    if !beside.is_empty() {
        let is_open = accounts.is_open(subject.namespace);
        return (!is_open).then(|| RULE.help.to_owned());
    }
    // The same account in a namespace that the policy leaves out.
    let is_named = |namespace: &&str| {
        let mut others = subjects.iter().filter(|other| other.name == subject.name);
        others.any(|other| may_fit(other.namespace, namespace))
    };
    let left_out = accounts
        .namespaces(subject.name)
        .filter(|namespace| !is_named(namespace));
    let near = nearest(subject.namespace, left_out)?;
    Some(format!("there is one in the namespace `{}`", shown(near)))
}
