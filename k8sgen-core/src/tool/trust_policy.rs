//! `generate_trust_policy`.

use k8sgen_templates::iam::{Condition, Policy, Principal, Statement};
use k8sgen_templates::names::{Arn, DnsSubdomain};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fill::{Notes, Provenance};
use super::{Error, Inputs, Made, Tool, refuse};
use crate::context::Field;
use crate::identity::Role;
use crate::inventory::Identity;
use crate::layout;
use crate::problem::Problems;
use crate::tree::Document;

/// Whom a pod's token is for. AWS' webhook and External Secrets Operator write this in every partition, also in
/// `aws-cn`, where the hosts of STS have another name.
const AUDIENCE: &str = "sts.amazonaws.com";

/// Makes the trust policy of one IAM role: which service account of which namespaces may take it on.
///
/// Fills in the cluster's OIDC provider, or the cluster for EKS Pod Identity, and the namespaces of all environments.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateTrustPolicy {
    /// Name of the service account that has the role, such as `external-secrets-sa`.
    #[schemars(example = &"external-secrets-sa")]
    pub name: DnsSubdomain,
}

impl Tool for GenerateTrustPolicy {
    fn run(&self, inputs: &Inputs<'_>) -> Result<Made, Problems> {
        let mut notes = Notes::default();
        let role = inputs.role(&self.name)?;
        let statement = match role.by {
            Identity::Irsa => irsa(&role, inputs, &mut notes)?,
            Identity::PodIdentity => pod_identity(&role, inputs, &mut notes)?,
        };
        let text = Policy::new(vec![statement]).to_json();
        Ok(Made::document(
            layout::trust_policy(&role.purpose),
            Document::new("IamPolicy", "trust", text),
            notes.finish(),
        ))
    }
}

/// By a token that the cluster's OIDC provider signed.
fn irsa(role: &Role, inputs: &Inputs<'_>, notes: &mut Notes) -> Result<Statement, Problems> {
    let what = format!("the trust policy of `{}`", role.name);
    let provider = inputs.context.kubernetes.oidc_provider_arn.clone();
    let provider: Arn = Inputs::require(provider, Field::OidcProviderArn, &what)?;
    let from = Provenance::Terraform(Field::OidcProviderArn);
    notes.note("oidc_provider_arn", &provider, from);
    let Some(issuer) = provider.resource().strip_prefix("oidc-provider/") else {
        return Err(refuse(&Error::Unfit {
            what,
            why: format!("`{provider}` is not the ARN of an OIDC provider"),
        }));
    };
    let subjects = role.namespaces.iter().map(|namespace| {
        let account = &role.account;
        format!("system:serviceaccount:{namespace}:{account}")
    });
    let condition = Condition::default()
        .equals(format!("{issuer}:aud"), [AUDIENCE])
        .equals(format!("{issuer}:sub"), subjects);
    Ok(Statement::trust(
        "ServiceAccountByIrsa",
        Principal::Federated(provider),
        &["sts:AssumeRoleWithWebIdentity"],
        condition,
    ))
}

/// By the agent on the nodes, which tells AWS whom it asks for.
fn pod_identity(
    role: &Role,
    inputs: &Inputs<'_>,
    notes: &mut Notes,
) -> Result<Statement, Problems> {
    let what = format!("the trust policy of `{}`", role.name);
    let name = inputs.context.kubernetes.cluster_name.as_ref();
    let name = Inputs::require(name, Field::ClusterName, &what)?;
    let cluster = inputs.own_arn("eks", &format!("cluster/{name}"), &what)?;
    let from = Provenance::Terraform(Field::ClusterName);
    notes.note("cluster_arn", &cluster, from);
    let condition = Condition::default()
        .equals("aws:RequestTag/eks-cluster-arn", [cluster.as_str()])
        .equals(
            "aws:RequestTag/kubernetes-namespace",
            role.namespaces.iter().map(ToString::to_string),
        )
        .equals(
            "aws:RequestTag/kubernetes-service-account",
            [role.account.as_str()],
        );
    Ok(Statement::trust(
        "ServiceAccountByPodIdentity",
        Principal::Service("pods.eks.amazonaws.com"),
        &["sts:AssumeRole", "sts:TagSession"],
        condition,
    ))
}
