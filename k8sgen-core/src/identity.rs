//! Who needs AWS, and by which IAM role: the one place that names roles.

use std::collections::BTreeSet;

use k8sgen_templates::names::{AccountId, Arn, DnsSubdomain, Partition};

use crate::inventory::Inventory;

/// The service account that External Secrets Operator reads secrets as.
const SECRETS_READER: &str = "external-secrets-sa";

/// [`SECRETS_READER`] as a name.
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

/// Whether an account needs an IAM role.
#[must_use]
pub fn has_role(inventory: &Inventory, account: &DnsSubdomain) -> bool {
    let reads_secrets = account.as_str() == SECRETS_READER && !inventory.secrets.is_empty();
    reads_secrets
        || inventory
            .services
            .values()
            .any(|service| service.service_account == *account && service.aws.s3.is_some())
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
