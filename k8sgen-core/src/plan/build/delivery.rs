//! What brings it to the cluster: add-ons, the base and its overlays, and what the GitOps engine reads.

use std::collections::BTreeSet;

use k8sgen_templates::names::DnsLabel;
use serde_json::json;

use super::{Planner, fields, named};
use crate::context::Field;
use crate::inventory::{Addon, Environment, GitOps, Identity};
use crate::plan::Step;
use crate::{addon, layout};

impl Planner<'_> {
    /// What the cluster needs beside the application, before anything that needs it.
    pub(super) fn infrastructure(&mut self) {
        let inventory = self.inventory;
        for addon in inventory.infrastructure.keys() {
            let path = layout::infrastructure(*addon, inventory.gitops);
            let id = format!("infrastructure/{addon}");
            let tool = "generate_infrastructure";
            let step = self.step(id, tool, named(addon), &path);
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
    pub(super) fn installed(&self, addon: Addon) -> Option<String> {
        let is_there = self.inventory.infrastructure.contains_key(&addon);
        is_there.then(|| format!("infrastructure/{addon}"))
    }

    /// What the GitOps engine reads.
    pub(super) fn gitops(&mut self) {
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
                let step = self.step(id, tool, json!({}), &path);
                step.after = last.unwrap_or_default();
                let (id, tool) = ("argocd-application", "generate_argocd_application");
                (layout::ARGOCD, id, tool)
            }
            GitOps::Flux => {
                let (id, tool) = ("flux-source", "generate_flux_source");
                let path = layout::flux_source();
                self.step(id, tool, json!({}), &path);
                names.extend(has_infrastructure.then_some(layout::INFRASTRUCTURE));
                let (id, tool) = ("flux-kustomization", "generate_flux_kustomization");
                (layout::FLUX, id, tool)
            }
        };
        names.extend(inventory.environments.keys().map(DnsLabel::as_str));
        for name in names {
            let path = layout::gitops(folder, name);
            let id = format!("{id}/{name}");
            let step = self.step(id, tool, named(name), &path);
            step.after.clone_from(&installed);
        }
        let infrastructure = has_infrastructure.then_some(layout::INFRASTRUCTURE);
        for folder in infrastructure.into_iter().chain([folder]) {
            let id = format!("kustomization/{folder}");
            let (tool, args) = ("generate_kustomization", json!({ "path": folder }));
            let path = layout::kustomization_of(folder);
            let step = self.step(id, tool, args, &path);
            step.after.clone_from(&installed);
        }
    }

    pub(super) fn kustomize(&mut self) {
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
        let step = self.step("kustomization/base", "generate_kustomization", args, &path);
        step.after.clone_from(&last);
        for environment in self.inventory.environments.values() {
            let requires = self.overlay_fields(environment);
            let id = format!("overlay/{}", environment.name);
            let path = layout::overlay(&environment.name);
            let args = json!({ "environment": environment.name.to_string() });
            let step = self.step(id, "generate_overlay", args, &path);
            step.after.clone_from(&last);
            step.requires.extend(requires);
        }
    }

    /// What an overlay must know of Terraform.
    pub(super) fn overlay_fields(&self, environment: &Environment) -> BTreeSet<Field> {
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
