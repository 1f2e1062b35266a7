//! Roles that trust another service account than the one that names them.

use crate::problem::{nearest, shown};
use crate::validate::document::Document;
use crate::validate::finding::Severity;
use crate::validate::objects::{
    Identity, ROLE, Subject, Trust, argo_sources, is_known, may_fit, trusts,
};
use crate::validate::repository::Repository;
use crate::validate::rule::{Check, Found, Rule};
use crate::validate::scope::Scope;
use crate::yaml::Node;

pub(in crate::validate::rules) static RULE: Rule = Rule {
    code: "KG261",
    name: "role-trusts-another",
    severity: Severity::Warning,
    finds: "A ServiceAccount with an IAM role whose trust policy, in the folder of the role's name, names others and not \
        this one. The values of a Helm chart say so of the account that it makes.",
    why: "AWS answers `AccessDenied`, `Not authorized to perform sts:AssumeRoleWithWebIdentity`, to every pod of this account.",
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
  namespace: shop-dev
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::123456789012:role/backend
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
          \"oidc.eks.eu-central-1.amazonaws.com/id/8F4C:sub\": \"system:serviceaccount:shop-dev:backend\"
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
  namespace: shop-dev
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::123456789012:role/backend
",
    help: "add `system:serviceaccount:NAMESPACE:NAME` to the trust policy's `:sub`, or name another role",
    check: Check::Applied(check),
};

fn check<'a>(repository: &Repository<'a>, scope: &Scope<'a>, found: &mut Found<'_>) {
    let mut policies: Option<Vec<Policy<'_>>> = None;
    for account in accounts(scope) {
        let Account {
            node,
            namespace,
            name,
        } = account;
        let Some(arn) = node
            .text()
            .filter(|arn| is_known(arn) && is_known(namespace))
        else {
            continue;
        };
        let Some((_, role)) = arn.rsplit_once('/') else {
            continue;
        };
        let policies = policies.get_or_insert_with(|| read(repository));
        let Some(policy) = of_role(policies, role) else {
            continue;
        };
        let mut subjects = policy.subjects.iter();
        let is_named = subjects
            .any(|subject| may_fit(subject.namespace, namespace) && may_fit(subject.name, name));
        // A role is found by its name: one of another repository may have one that is like it.
        let others = policy.subjects.iter();
        let others = others.filter(|subject| subject.namespace == namespace);
        let is_near = nearest(name, others.map(|subject| subject.name)).is_some();
        let mut subjects = policy.subjects.iter();
        let is_same = subjects.any(|subject| subject.name == name);
        let is_meant = policy.name == role || is_same || is_near;
        if !is_named && is_meant {
            let message = format!(
                "the trust policy of this role, `{}`, does not name `{}:{}`",
                shown(&policy.document.path),
                shown(namespace),
                shown(name)
            );
            found.at(node.mark, message);
        }
    }
}

/// A ServiceAccount with a role.
struct Account<'a> {
    /// The ARN of the role.
    node: &'a Node,
    namespace: &'a str,
    name: &'a str,
}

/// Those that are written down, and those that charts make as their values say.
fn accounts<'a>(scope: &Scope<'a>) -> Vec<Account<'a>> {
    let own = scope
        .of_kind("ServiceAccount")
        .iter()
        .filter_map(|account| {
            Some(Account {
                node: account.at(["metadata", "annotations", ROLE])?,
                namespace: account.namespace()?,
                name: account.name(),
            })
        });
    let of_values = |values: Option<&'a Node>, namespace: Option<&'a str>| {
        let account = values?.at(["serviceAccount"])?;
        Some(Account {
            node: account.at(["annotations", ROLE])?,
            namespace: namespace?,
            name: account.at(["name"])?.text()?,
        })
    };
    let argo = scope
        .of_kind("Application.argoproj.io")
        .iter()
        .flat_map(|application| {
            let namespace = application.text_at(["spec", "destination", "namespace"]);
            let sources = argo_sources(application);
            sources
                .filter_map(move |source| of_values(source.at(["helm", "valuesObject"]), namespace))
        });
    let flux = scope.of_kind("HelmRelease.helm.toolkit.fluxcd.io").iter();
    let flux = flux.filter_map(|release| {
        let target = release.text_at(["spec", "targetNamespace"]);
        of_values(
            release.at(["spec", "values"]),
            target.or(release.namespace()),
        )
    });
    own.chain(argo).chain(flux).collect()
}

/// A trust policy, and the name that it goes by.
struct Policy<'a> {
    name: &'a str,
    document: &'a Document,
    subjects: Vec<Subject<'a>>,
}

/// The trust policies that name accounts by web identity alone.
fn read<'a>(repository: &Repository<'a>) -> Vec<Policy<'a>> {
    let policies = repository.policies().filter_map(|document| {
        let trusts = trusts(document);
        let is_plain = |trust: &Trust<'_>| {
            trust.identity == Identity::WebIdentity && trust.subjects.len() == trust.compared.len()
        };
        let subjects: Vec<Subject<'_>> = trusts
            .iter()
            .flat_map(|trust| trust.subjects.clone())
            .collect();
        (!subjects.is_empty() && trusts.iter().all(is_plain)).then(|| Policy {
            name: name(&document.path),
            document,
            subjects,
        })
    });
    policies.collect()
}

/// The name of a policy's file without what all have in common or, if nothing is left of it, its folder's.
fn name(path: &str) -> &str {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = file.split('.').next().unwrap_or(file);
    let ends = [
        "trust-policy",
        "trust_policy",
        "assume-role-policy",
        "assume_role_policy",
        "trust",
        "assume-role",
    ];
    let own = ends
        .iter()
        .find_map(|end| stem.strip_suffix(end))
        .unwrap_or(stem);
    match own.trim_end_matches(['-', '_']) {
        "" => folder.rsplit('/').next().unwrap_or(folder),
        own => own,
    }
}

/// The policy of a role: the one whose name is the longest part of the role's.
fn of_role<'p, 'a>(policies: &'p [Policy<'a>], role: &str) -> Option<&'p Policy<'a>> {
    let is_part = |part: &str| {
        role.match_indices(part).any(|(at, _)| {
            let is_end = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
            is_end(role[..at].chars().next_back()) && is_end(role[at + part.len()..].chars().next())
        })
    };
    let parts = policies
        .iter()
        .filter(|policy| !policy.name.is_empty() && is_part(policy.name));
    let longest = parts.clone().map(|policy| policy.name.len()).max()?;
    let mut longest = parts.filter(|policy| policy.name.len() == longest);
    let only = longest.next()?;
    longest.next().is_none().then_some(only)
}
