//! Who may talk to whom: the ingress and the network policies.

use std::collections::BTreeSet;

use serde_json::json;

use super::{Planner, fields, named};
use crate::context::Field;
use crate::inventory::{Addon, ConnectsTo, PolicyMode, Scheme, Service};
use crate::layout;

impl Planner<'_> {
    pub(super) fn ingress(&mut self) {
        let public: Vec<&Service> = self
            .inventory
            .services
            .values()
            .filter(|service| service.ingress_path.is_some())
            .collect();
        if !public.is_empty() {
            let subnet_ids = match self.inventory.ingress.scheme {
                Scheme::InternetFacing => Field::PublicSubnetIds,
                Scheme::Internal => Field::PrivateSubnetIds,
            };
            let installed = self.installed(Addon::AwsLoadBalancerController);
            let path = layout::ingress();
            let step = self.step("ingress", "generate_ingress", json!({}), &path);
            step.requires.extend([Field::VpcCidr, subnet_ids]);
            step.after.extend(installed);
            step.after.extend(
                public
                    .iter()
                    .map(|service| format!("service/{}", service.name)),
            );
        }
    }

    pub(super) fn network_policies(&mut self) {
        let path = layout::network_policies();
        for name in ["default-deny", "allow-dns"] {
            let id = format!("network-policy/{name}");
            self.step(id, "generate_network_policy", named(name), &path)
                .after
                .push("namespace".to_owned());
        }
        for service in self.inventory.services.values() {
            let requires = self.policy_fields(service);
            let id = format!("network-policy/{}", service.name);
            let step = self.step(id, "generate_network_policy", named(&service.name), &path);
            step.requires.extend(requires);
            step.after.push("namespace".to_owned());
        }
    }

    /// Environments whose pods may all talk to each other.
    pub(super) fn open_namespaces(&mut self) {
        for environment in self.inventory.environments.values() {
            if environment.network_policies == PolicyMode::Namespace {
                let name = &environment.name;
                let args = json!({ "name": "allow-namespace", "environment": name.to_string() });
                let path = layout::overlay_network_policies(name);
                let id = format!("network-policy/allow-namespace/{name}");
                self.step(id, "generate_network_policy", args, &path)
                    .after
                    .push("namespace".to_owned());
            }
        }
    }

    /// What the network policy of a service must know of Terraform.
    pub(super) fn policy_fields(&self, service: &Service) -> BTreeSet<Field> {
        let mut requires = BTreeSet::new();
        if service.ingress_path.is_some() {
            requires.insert(match self.inventory.ingress.scheme {
                Scheme::InternetFacing => Field::PublicSubnetCidrs,
                Scheme::Internal => Field::PrivateSubnetCidrs,
            });
        }
        for secret in service
            .all_secrets()
            .into_iter()
            .filter_map(|name| self.inventory.secrets.get(name))
        {
            match secret.connects_to {
                Some(ConnectsTo::Database) => {
                    requires.extend([Field::DatabasePort, Field::DatabaseSubnetCidrs]);
                }
                Some(ConnectsTo::Cache) => {
                    requires.extend([Field::CachePort, Field::DatabaseSubnetCidrs]);
                }
                None => {}
            }
            requires.extend(
                secret
                    .egress
                    .iter()
                    .flat_map(|egress| &egress.cidrs)
                    .flat_map(fields),
            );
        }
        requires
    }
}
