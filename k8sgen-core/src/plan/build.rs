//! The plan of an inventory.

use std::collections::BTreeSet;

use k8sgen_templates::names::{DnsLabel, RepoPath};
use serde_json::{Map, Value, json};

use super::{Level, Plan, Step};
use crate::context::Field;
use crate::identity;
use crate::identity::Grant;
use crate::inventory::{
    Addon, ConnectsTo, Environment, GitOps, Identity, Inventory, PolicyMode, Reference, Scheme,
    Service, Text,
};
use crate::{addon, layout};

/// The plan that makes the whole repository of `inventory`.
#[must_use]
pub fn build(inventory: &Inventory) -> Plan {
    let mut planner = Planner {
        inventory,
        steps: Vec::new(),
    };
    planner.documentation();
    planner.structure();
    planner.infrastructure();
    planner.rbac();
    planner.configuration();
    planner.services();
    planner.workloads();
    planner.networking();
    planner.open_namespaces();
    planner.scaling();
    planner.kustomize();
    planner.gitops();
    Plan {
        steps: planner.steps,
    }
}

struct Planner<'a> {
    inventory: &'a Inventory,
    steps: Vec<Step>,
}

/// `{"name": name}`.
fn named(name: &(impl ToString + ?Sized)) -> Value {
    json!({ "name": name.to_string() })
}

/// The context fields that a text refers to.
fn fields(text: &Text) -> impl Iterator<Item = Field> {
    text.references().filter_map(|reference| match reference {
        Reference::Field(field) => Some(field),
        _ => None,
    })
}

impl Planner<'_> {
    fn step(
        &mut self,
        level: Level,
        id: impl Into<String>,
        tool: &str,
        args: Value,
        path: &RepoPath,
    ) -> &mut Step {
        let args = match args {
            Value::Object(args) => args,
            _ => Map::new(),
        };
        debug_assert_eq!(Level::of(tool), Some(level), "the level of {tool}");
        let (requires, after) = (Vec::new(), Vec::new());
        let (id, tool, path) = (id.into(), tool.to_owned(), path.to_string());
        self.steps.push(Step {
            id,
            level,
            tool,
            args,
            path,
            requires,
            after,
            place: None,
        });
        let last = self.steps.len() - 1;
        &mut self.steps[last]
    }

    fn documentation(&mut self) {
        self.step(
            Level::Documentation,
            "readme",
            "generate_readme",
            json!({}),
            &layout::readme(),
        );
        self.step(
            Level::Documentation,
            "architecture-doc",
            "generate_architecture_doc",
            json!({}),
            &layout::architecture_doc(),
        );
    }

    fn structure(&mut self) {
        self.steps.push(Step {
            id: "directories".to_owned(),
            level: Level::Structure,
            tool: "create_directory_structure".to_owned(),
            args: Map::new(),
            path: ".".to_owned(),
            requires: Vec::new(),
            after: Vec::new(),
            place: None,
        });
        self.step(
            Level::Structure,
            "namespace",
            "generate_namespace",
            json!({}),
            &layout::namespace(),
        );
    }

    /// What the cluster needs beside the application, before anything that needs it.
    fn infrastructure(&mut self) {
        let inventory = self.inventory;
        for addon in inventory.infrastructure.keys() {
            let path = layout::infrastructure(*addon, inventory.gitops);
            let id = format!("infrastructure/{addon}");
            let tool = "generate_infrastructure";
            let step = self.step(Level::Structure, id, tool, named(addon), &path);
            if *addon == Addon::AwsLoadBalancerController {
                step.requires
                    .extend([Field::ClusterName, Field::Region, Field::VpcId]);
            }
            if addon::account(*addon).is_some() && inventory.identity == Identity::Irsa {
                step.requires.extend([
                    Field::AwsAccountId,
                    Field::Partition,
                    Field::OidcProviderArn,
                ]);
            }
        }
    }

    /// The step that installs an add-on, if there is one.
    fn installed(&self, addon: Addon) -> Option<String> {
        let is_there = self.inventory.infrastructure.contains_key(&addon);
        is_there.then(|| format!("infrastructure/{addon}"))
    }

    /// What the GitOps engine reads.
    fn gitops(&mut self) {
        let inventory = self.inventory;
        let addons = inventory.infrastructure.keys();
        let installed: Vec<String> = addons
            .map(|addon| format!("infrastructure/{addon}"))
            .collect();
        let has_infrastructure = !installed.is_empty();
        let mut names = vec!["root"];
        let (folder, id, tool) = match inventory.gitops {
            GitOps::None => return,
            GitOps::ArgoCd => {
                let (id, tool) = ("argocd-project", "generate_argocd_project");
                let path = layout::argocd_project();
                // It names every kind that the base has.
                let base = |step: &&Step| step.id == "kustomization/base";
                let last = self.steps.iter().find(base).map(|step| step.after.clone());
                let step = self.step(Level::Kustomize, id, tool, json!({}), &path);
                step.after = last.unwrap_or_default();
                let (id, tool) = ("argocd-application", "generate_argocd_application");
                (layout::ARGOCD, id, tool)
            }
            GitOps::Flux => {
                let (id, tool) = ("flux-source", "generate_flux_source");
                let path = layout::flux_source();
                self.step(Level::Kustomize, id, tool, json!({}), &path);
                names.extend(has_infrastructure.then_some(layout::INFRASTRUCTURE));
                let (id, tool) = ("flux-kustomization", "generate_flux_kustomization");
                (layout::FLUX, id, tool)
            }
        };
        names.extend(inventory.environments.keys().map(DnsLabel::as_str));
        for name in names {
            let path = layout::gitops(folder, name);
            let id = format!("{id}/{name}");
            let step = self.step(Level::Kustomize, id, tool, named(name), &path);
            step.after.clone_from(&installed);
        }
        let infrastructure = has_infrastructure.then_some(layout::INFRASTRUCTURE);
        for folder in infrastructure.into_iter().chain([folder]) {
            let id = format!("kustomization/{folder}");
            let (tool, args) = ("generate_kustomization", json!({ "path": folder }));
            let path = layout::kustomization_of(folder);
            let step = self.step(Level::Kustomize, id, tool, args, &path);
            step.after.clone_from(&installed);
        }
    }

    fn rbac(&mut self) {
        for account in identity::accounts(self.inventory) {
            let annotated = identity::role(self.inventory, &account)
                .is_some_and(|role| role.by == Identity::Irsa);
            let id = format!("service-account/{account}");
            let path = layout::service_accounts();
            let step = self.step(
                Level::Rbac,
                id,
                "generate_service_account",
                named(&account),
                &path,
            );
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
            self.step(
                Level::Rbac,
                id,
                "generate_role",
                named(name),
                &layout::roles(),
            )
            .after
            .push("namespace".to_owned());
        }
        for name in self.inventory.roles.keys() {
            let id = format!("role-binding/{name}");
            self.step(
                Level::Rbac,
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
            let step = self.step(
                Level::Rbac,
                "secret-store",
                "generate_secret_store",
                json!({}),
                &path,
            );
            step.after.push("namespace".to_owned());
            step.after.extend(installed);
            step.requires.push(Field::Region);
        }
        self.iam();
    }

    /// IAM roles: two policies each, and Terraform that makes them all.
    fn iam(&mut self) {
        let roles = identity::roles(self.inventory);
        for role in &roles {
            let id = format!("trust-policy/{}", role.account);
            let path = layout::trust_policy(&role.purpose);
            let step = self.step(
                Level::Rbac,
                id,
                "generate_trust_policy",
                named(&role.account),
                &path,
            );
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
                Level::Rbac,
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
                Level::Rbac,
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
            let step = self.step(
                Level::Rbac,
                "iam-terraform",
                "generate_iam_terraform",
                json!({}),
                &path,
            );
            step.requires.push(Field::AwsAccountId);
            if roles.iter().any(|role| role.by == Identity::PodIdentity) {
                step.requires.push(Field::ClusterName);
            }
        }
    }

    /// What a permissions policy must know of Terraform to allow something.
    fn grant_fields(&self, grant: Grant) -> Vec<Field> {
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

    fn configuration(&mut self) {
        for (name, data) in &self.inventory.configmaps {
            let requires: BTreeSet<Field> = data.values().flat_map(fields).collect();
            let path = layout::configmap(name);
            let id = format!("configmap/{name}");
            let step = self.step(
                Level::Configuration,
                id,
                "generate_configmap",
                named(name),
                &path,
            );
            step.after.push("namespace".to_owned());
            step.requires.extend(requires);
        }
        for (name, secret) in &self.inventory.secrets {
            let requires: BTreeSet<Field> = fields(&secret.remote).collect();
            let path = layout::external_secrets();
            let id = format!("external-secret/{name}");
            let step = self.step(
                Level::Configuration,
                id,
                "generate_external_secret",
                named(name),
                &path,
            );
            step.after.push("secret-store".to_owned());
            step.requires.extend(requires);
        }
    }

    fn services(&mut self) {
        for service in self
            .inventory
            .services
            .values()
            .filter(|service| service.port.is_some())
        {
            let id = format!("service/{}", service.name);
            self.step(
                Level::Services,
                id,
                "generate_service",
                named(&service.name),
                &layout::services(),
            )
            .after
            .push("namespace".to_owned());
        }
    }

    fn workloads(&mut self) {
        for service in self.inventory.services.values() {
            let mut requires: BTreeSet<Field> = service.env.values().flat_map(fields).collect();
            if service.image.is_none() {
                requires.extend([Field::EcrBaseUrl, Field::Repositories]);
            }
            let path = layout::deployment(&service.tier, &service.name);
            let id = format!("deployment/{}", service.name);
            let step = self.step(
                Level::Workloads,
                id,
                "generate_deployment",
                named(&service.name),
                &path,
            );
            step.requires.extend(requires);
            step.after
                .push(format!("service-account/{}", service.service_account));
            step.after.extend(
                service
                    .config
                    .keys()
                    .map(|name| format!("configmap/{name}")),
            );
            step.after.extend(
                service
                    .secrets
                    .keys()
                    .map(|name| format!("external-secret/{name}")),
            );
            if service.port.is_some() {
                step.after.push(format!("service/{}", service.name));
            }
        }
    }

    fn networking(&mut self) {
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
            let step = self.step(
                Level::Networking,
                "ingress",
                "generate_ingress",
                json!({}),
                &path,
            );
            step.requires.extend([Field::VpcCidr, subnet_ids]);
            step.after.extend(installed);
            step.after.extend(
                public
                    .iter()
                    .map(|service| format!("service/{}", service.name)),
            );
        }
        let path = layout::network_policies();
        for name in ["default-deny", "allow-dns"] {
            let id = format!("network-policy/{name}");
            self.step(
                Level::Networking,
                id,
                "generate_network_policy",
                named(name),
                &path,
            )
            .after
            .push("namespace".to_owned());
        }
        for service in self.inventory.services.values() {
            let requires = self.policy_fields(service);
            let id = format!("network-policy/{}", service.name);
            let step = self.step(
                Level::Networking,
                id,
                "generate_network_policy",
                named(&service.name),
                &path,
            );
            step.requires.extend(requires);
            step.after.push(format!("deployment/{}", service.name));
        }
    }

    /// Environments whose pods may all talk to each other.
    fn open_namespaces(&mut self) {
        for environment in self.inventory.environments.values() {
            if environment.network_policies == PolicyMode::Namespace {
                let name = &environment.name;
                let args = json!({ "name": "allow-namespace", "environment": name.to_string() });
                let path = layout::overlay_network_policies(name);
                let id = format!("network-policy/allow-namespace/{name}");
                self.step(
                    Level::Networking,
                    id,
                    "generate_network_policy",
                    args,
                    &path,
                )
                .after
                .push("namespace".to_owned());
            }
        }
    }

    /// What the network policy of a service must know of Terraform.
    fn policy_fields(&self, service: &Service) -> BTreeSet<Field> {
        let mut requires = BTreeSet::new();
        if service.ingress_path.is_some() {
            requires.insert(match self.inventory.ingress.scheme {
                Scheme::InternetFacing => Field::PublicSubnetCidrs,
                Scheme::Internal => Field::PrivateSubnetCidrs,
            });
        }
        for secret in service
            .secrets
            .keys()
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

    fn scaling(&mut self) {
        for service in self
            .inventory
            .services
            .values()
            .filter(|service| service.autoscaling.is_some())
        {
            let id = format!("hpa/{}", service.name);
            self.step(
                Level::Scaling,
                id,
                "generate_hpa",
                named(&service.name),
                &layout::hpas(),
            )
            .after
            .push(format!("deployment/{}", service.name));
        }
        for service in self
            .inventory
            .services
            .values()
            .filter(|service| service.budget.is_some())
        {
            let id = format!("pdb/{}", service.name);
            self.step(
                Level::Scaling,
                id,
                "generate_pdb",
                named(&service.name),
                &layout::pdbs(),
            )
            .after
            .push(format!("deployment/{}", service.name));
        }
    }

    fn kustomize(&mut self) {
        // Everything that nothing else comes after; the rest is before those.
        let before: BTreeSet<&str> = self
            .steps
            .iter()
            .flat_map(|step| &step.after)
            .map(String::as_str)
            .collect();
        let last: Vec<String> = self
            .steps
            .iter()
            .filter(|step| step.path.starts_with("base/") && !before.contains(step.id.as_str()))
            .map(|step| step.id.clone())
            .collect();
        let args = json!({ "path": layout::BASE });
        let path = layout::kustomization();
        let step = self.step(
            Level::Kustomize,
            "kustomization/base",
            "generate_kustomization",
            args,
            &path,
        );
        step.after.clone_from(&last);
        for environment in self.inventory.environments.values() {
            let requires = self.overlay_fields(environment);
            let id = format!("overlay/{}", environment.name);
            let path = layout::overlay(&environment.name);
            let args = json!({ "environment": environment.name.to_string() });
            let step = self.step(Level::Kustomize, id, "generate_overlay", args, &path);
            step.after.clone_from(&last);
            step.requires.extend(requires);
        }
    }

    /// What an overlay must know of Terraform.
    fn overlay_fields(&self, environment: &Environment) -> BTreeSet<Field> {
        let mut requires = BTreeSet::new();
        if self
            .inventory
            .services
            .values()
            .any(|service| service.ingress_path.is_some())
        {
            requires.insert(Field::VpcCidr);
            if environment.domain.is_some() {
                match &environment.certificate {
                    Some(certificate) => requires.extend(fields(certificate)),
                    None => {
                        requires.insert(Field::CertificateArn);
                    }
                }
            }
        }
        requires
    }
}
