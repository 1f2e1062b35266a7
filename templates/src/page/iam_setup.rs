//! Who may do what in AWS.

use askama::Template;

use super::{Page, Shell};
use crate::markdown::filters;

/// `docs/iam-setup.md`.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "iam-setup.md")]
pub struct IamSetup {
    /// The project.
    pub project: String,
    /// What its commands are about.
    pub shell: Shell,
    /// The roles.
    pub roles: Vec<GuideRole>,
    /// Name of the policy for pulling images, if there is one.
    pub image_pull: Option<String>,
    /// ARN of the cluster's OIDC provider, if Terraform names it.
    pub oidc_provider: Option<String>,
}

/// An IAM role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuideRole {
    /// Its name.
    pub name: String,
    /// Its ARN.
    pub arn: String,
    /// The service account that takes it on.
    pub account: String,
    /// The namespaces that have this account.
    pub namespaces: Vec<String>,
    /// The namespace of the account, if it is not in each environment's.
    pub fixed_namespace: Option<String>,
    /// Whether it is taken on by IRSA, not by EKS Pod Identity.
    pub by_irsa: bool,
    /// What it allows, in words.
    pub allows: String,
    /// Path of its trust policy.
    pub trust: String,
    /// Path of its permissions policy.
    pub permissions: String,
    /// Its address in Terraform.
    pub import: String,
    /// A service whose pods have it, if there is one.
    pub workload: Option<RoleWorkload>,
}

/// A service whose pods have a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleWorkload {
    /// Its name.
    pub service: String,
    /// What runs it, such as `deployment/web-ui`.
    pub object: String,
}

impl IamSetup {
    fn has_irsa(&self) -> bool {
        self.roles.iter().any(|role| role.by_irsa)
    }

    fn has_pod_identity(&self) -> bool {
        self.roles.iter().any(|role| !role.by_irsa)
    }

    fn is_mixed(&self) -> bool {
        self.has_irsa() && self.has_pod_identity()
    }
}

impl Page for IamSetup {}
