//! Who may do what: service accounts, roles, the secret store, and IAM.

use std::collections::BTreeSet;

use serde_json::json;

use super::{Planner, fields, named};
use crate::context::Field;
use crate::identity::{self, Grant};
use crate::inventory::{Addon, Identity};
use crate::layout;

impl Planner<'_> {
    pub(super) fn rbac(&mut self) {
        for account in identity::accounts(self.inventory) {
            let annotated = identity::role(self.inventory, &account)
                .is_some_and(|role| role.by == Identity::Irsa);
            let id = format!("service-account/{account}");
            let path = layout::service_accounts();
            let step = self.step(id, "generate_service_account", named(&account), &path);
            step.after.push("namespace".to_owned());
            if annotated {
                step.requires.extend([
                    Field::AwsAccountId,
                    Field::Partition,
                    Field::OidcProviderArn,
                ]);
            }
        }
        for name in self.inventory.roles.keys() {
            let id = format!("role/{name}");
            self.step(id, "generate_role", named(name), &layout::roles())
                .after
                .push("namespace".to_owned());
        }
        for name in self.inventory.roles.keys() {
            let id = format!("role-binding/{name}");
            self.step(
                id,
                "generate_role_binding",
                named(name),
                &layout::role_bindings(),
            )
            .after
            .push("namespace".to_owned());
        }
        if !self.inventory.secrets.is_empty() {
            let installed = self.installed(Addon::ExternalSecrets);
            let path = layout::external_secrets();
            let step = self.step("secret-store", "generate_secret_store", json!({}), &path);
            step.after.push("namespace".to_owned());
            step.after.extend(installed);
            step.requires.push(Field::Region);
        }
        self.iam();
    }

    /// IAM roles: two policies each, and Terraform that makes them all.
    pub(super) fn iam(&mut self) {
        let roles = identity::roles(self.inventory);
        for role in &roles {
            let id = format!("trust-policy/{}", role.account);
            let path = layout::trust_policy(&role.purpose);
            let step = self.step(id, "generate_trust_policy", named(&role.account), &path);
            step.requires.extend(match role.by {
                Identity::Irsa => &[Field::OidcProviderArn][..],
                Identity::PodIdentity => &[
                    Field::Region,
                    Field::AwsAccountId,
                    Field::Partition,
                    Field::ClusterName,
                ],
            });
            let requires: BTreeSet<Field> = role
                .grants
                .iter()
                .flat_map(|grant| self.grant_fields(*grant))
                .collect();
            let id = format!("permissions-policy/{}", role.account);
            let path = layout::permissions_policy(&role.purpose);
            let step = self.step(
                id,
                "generate_permissions_policy",
                named(&role.account),
                &path,
            );
            step.requires.extend(requires);
        }
        let pulls_images = identity::pulls_images(self.inventory);
        if pulls_images {
            let path = layout::image_pull_policy();
            self.step(
                "image-pull-policy",
                "generate_image_pull_policy",
                json!({}),
                &path,
            )
            .requires
            .extend([Field::EcrBaseUrl, Field::Repositories]);
        }
        if pulls_images || !roles.is_empty() {
            let path = layout::iam_roles();
            let step = self.step("iam-terraform", "generate_iam_terraform", json!({}), &path);
            step.requires.push(Field::AwsAccountId);
            if roles.iter().any(|role| role.by == Identity::PodIdentity) {
                step.requires.push(Field::ClusterName);
            }
        }
    }

    /// What a permissions policy must know of Terraform to allow something.
    pub(super) fn grant_fields(&self, grant: Grant) -> Vec<Field> {
        match grant {
            // An ARN that Terraform gives is used, but the name and these tell enough.
            Grant::Secrets => [Field::Region, Field::AwsAccountId, Field::Partition]
                .into_iter()
                .chain(
                    self.inventory
                        .secrets
                        .values()
                        .flat_map(|secret| fields(&secret.remote)),
                )
                .collect(),
            Grant::Bucket(_) => vec![Field::BucketArn],
            Grant::LoadBalancers => vec![Field::Partition],
        }
    }
}
