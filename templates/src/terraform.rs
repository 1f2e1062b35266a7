//! Terraform that makes the IAM roles, from the same JSON files that a person reads.

use askama::Template;

use crate::names::{AccountId, DnsSubdomain, Namespace};

/// `iam/roles.tf`.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "roles.tf")]
pub struct IamRoles {
    /// The account that the roles are made in.
    pub account: AccountId,
    /// The cluster; needed only where there is an association.
    pub cluster: Option<String>,
    /// The roles.
    pub roles: Vec<IamRole>,
    /// Who takes on which role by EKS Pod Identity.
    pub associations: Vec<Association>,
    /// Whether the policies of the roles by IRSA need a word, because the others are by EKS Pod Identity.
    pub mixed: bool,
    /// Name of the policy for pulling images.
    pub image_pull: Option<String>,
}

/// One role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IamRole {
    /// The folder that its two policies stand in.
    pub folder: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
}

/// One service account of one namespace that takes on a role by EKS Pod Identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Association {
    /// Folder of the role.
    pub role: String,
    /// The namespace.
    pub namespace: Namespace,
    /// The service account.
    pub account: DnsSubdomain,
    /// Its key in Terraform: namespace and account.
    pub key: String,
}

impl IamRoles {
    /// The file, ending in one newline, as `terraform fmt` would write it.
    ///
    /// # Panics
    /// Never: templates write to memory, and no interpolation of ours can fail.
    #[must_use]
    pub fn to_hcl(&self) -> String {
        let mut text = self.render().expect("a template that writes to memory");
        text.push('\n');
        text
    }
}
