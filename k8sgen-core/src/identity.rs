//! Who needs AWS, and by which IAM role: the one place that names roles.

use std::collections::BTreeSet;

use k8sgen_templates::names::{AccountId, Arn, DnsSubdomain, Namespace, Partition};

use crate::addon::{self, AddonAccount};
use crate::inventory::{Identity, Inventory, S3Access};

/// The service account that External Secrets Operator reads secrets as.
const SECRETS_READER: &str = "external-secrets-sa";

/// The service account that External Secrets Operator reads secrets as.
///
/// # Panics
/// Never: it is one.
#[must_use]
pub fn secrets_reader() -> DnsSubdomain {
    SECRETS_READER
        .parse()
        .expect("a name that stands in the code is one")
}

/// All service accounts, in the order in which services name them.
#[must_use]
pub fn accounts(inventory: &Inventory) -> Vec<DnsSubdomain> {
    let mut accounts: Vec<DnsSubdomain> = Vec::new();
    for service in inventory.services.values() {
        if !accounts.contains(&service.service_account) {
            accounts.push(service.service_account.clone());
        }
    }
    if !inventory.secrets.is_empty() {
        let reader = secrets_reader();
        if !accounts.contains(&reader) {
            accounts.push(reader);
        }
    }
    accounts
}

/// Something that an IAM role allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    /// Reading the project's secrets.
    Secrets,
    /// The use of the project's bucket.
    Bucket(S3Access),
    /// Making load balancers.
    LoadBalancers,
}

/// An IAM role: who may take it on, how, and for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// The service account that takes it on.
    pub account: DnsSubdomain,
    /// The namespaces that have this account.
    pub namespaces: Vec<Namespace>,
    /// How it is taken on.
    pub by: Identity,
    /// What it is for; the name of its folder.
    pub purpose: String,
    /// Its name.
    pub name: String,
    /// What it allows.
    pub grants: Vec<Grant>,
}

/// All IAM roles: those of [`accounts`], and those of add-ons.
#[must_use]
pub fn roles(inventory: &Inventory) -> Vec<Role> {
    let own = accounts(inventory)
        .into_iter()
        .filter_map(|account| role(inventory, &account));
    own.chain(addon_roles(inventory)).collect()
}

/// The IAM roles of what is installed beside the application.
fn addon_roles(inventory: &Inventory) -> impl Iterator<Item = Role> {
    let accounts = addon::accounts(inventory).into_iter();
    accounts.map(|AddonAccount { name, namespace }| Role {
        by: inventory.identity,
        namespaces: vec![namespace],
        purpose: purpose(&name).to_owned(),
        name: role_name(inventory, &name),
        grants: vec![Grant::LoadBalancers],
        account: name,
    })
}

/// The IAM role of an account, if it needs one.
#[must_use]
pub fn role(inventory: &Inventory, account: &DnsSubdomain) -> Option<Role> {
    let grants = grants(inventory, account);
    if grants.is_empty() {
        return addon_roles(inventory).find(|role| role.account == *account);
    }
    let environments = inventory.environments.values();
    let mut namespaces: Vec<Namespace> = environments
        .map(|environment| environment.namespace.clone())
        .collect();
    if namespaces.is_empty() {
        namespaces.push(inventory.namespace.clone());
    }
    Some(Role {
        // A SecretStore that reads as a service account can't use EKS Pod Identity.
        by: if grants.contains(&Grant::Secrets) {
            Identity::Irsa
        } else {
            inventory.identity
        },
        account: account.clone(),
        namespaces,
        purpose: purpose(account).to_owned(),
        name: role_name(inventory, account),
        grants,
    })
}

/// What an account needs of AWS.
fn grants(inventory: &Inventory, account: &DnsSubdomain) -> Vec<Grant> {
    let reads_secrets = account.as_str() == SECRETS_READER && !inventory.secrets.is_empty();
    let bucket = inventory
        .services
        .values()
        .filter(|service| service.service_account == *account)
        .filter_map(|service| service.aws.s3)
        .max();
    let secrets = reads_secrets.then_some(Grant::Secrets);
    secrets
        .into_iter()
        .chain(bucket.map(Grant::Bucket))
        .collect()
}

/// Whether an account needs an IAM role.
#[must_use]
pub fn has_role(inventory: &Inventory, account: &DnsSubdomain) -> bool {
    !grants(inventory, account).is_empty()
}

/// Whether nodes pull images from the project's registry.
#[must_use]
pub fn pulls_images(inventory: &Inventory) -> bool {
    let mut services = inventory.services.values();
    services.any(|service| service.image.is_none())
}

/// What the policy for pulling images is for; the name of its folder.
pub const IMAGE_PULL: &str = "image-pull";

/// Name of the policy for pulling images.
#[must_use]
pub fn image_pull_name(inventory: &Inventory) -> String {
    format!("{}-{IMAGE_PULL}", inventory.project)
}

/// Accounts that need an IAM role.
#[must_use]
pub fn accounts_with_role(inventory: &Inventory) -> BTreeSet<DnsSubdomain> {
    accounts(inventory)
        .into_iter()
        .filter(|account| has_role(inventory, account))
        .collect()
}

/// What a role is for: the account's name without `-sa`.
#[must_use]
pub fn purpose(account: &DnsSubdomain) -> &str {
    account
        .as_str()
        .strip_suffix("-sa")
        .unwrap_or(account.as_str())
}

/// Name of an account's IAM role.
#[must_use]
pub fn role_name(inventory: &Inventory, account: &DnsSubdomain) -> String {
    match inventory
        .service_accounts
        .get(account)
        .and_then(|settings| settings.role_name.clone())
    {
        Some(name) => name,
        None => format!("{}-{}-role", inventory.project, purpose(account)),
    }
}

/// ARN of an account's IAM role.
#[must_use]
pub fn role_arn(
    inventory: &Inventory,
    account: &DnsSubdomain,
    partition: Partition,
    aws_account: &AccountId,
) -> Option<Arn> {
    let name = role_name(inventory, account);
    format!("arn:{partition}:iam::{aws_account}:role/{name}")
        .parse()
        .ok()
}
