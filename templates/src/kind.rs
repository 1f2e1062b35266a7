//! One file a resource kind: its struct is the template's context, the documented public type, and what
//! serde and schemars see. The template of the same name stands in `manifests/`.

mod app_project;
mod application;
mod config_map;
mod cron_job;
mod daemon_set;
mod deployment;
mod external_secret;
mod flux_kustomization;
mod git_repository;
mod helm_release;
mod helm_repository;
mod horizontal_pod_autoscaler;
mod ingress;
mod job;
mod kustomization;
mod metadata;
mod namespace;
mod network_policy;
mod pod_disruption_budget;
mod role;
mod role_binding;
mod secret;
mod secret_store;
mod service;
mod service_account;
mod stateful_set;
mod values;

pub use app_project::{AllowedKind, AppProject};
pub use application::{Application, ApplicationSource, IgnoredDifference};
pub use config_map::ConfigMap;
pub use cron_job::{ConcurrencyPolicy, CronJob};
pub use daemon_set::DaemonSet;
pub use deployment::{Deployment, RollingUpdate};
pub use external_secret::{ExternalSecret, RemoteRef};
pub use flux_kustomization::FluxKustomization;
pub use git_repository::{GitReference, GitRepository};
pub use helm_release::HelmRelease;
pub use helm_repository::HelmRepository;
pub use horizontal_pod_autoscaler::{HorizontalPodAutoscaler, Scalable, ScaleTarget};
pub use ingress::{HttpRoute, Ingress, IngressRule};
pub use job::{Job, JobSpec};
pub use kustomization::{
    ImageOverride, Kustomization, Op, Operation, Patch, PatchChange, PatchTarget, PatchValue,
    ReplicaCount, json_pointer,
};
pub use metadata::{Labels, Metadata};
pub use namespace::Namespace;
pub use network_policy::{NetworkPolicy, Peer, PolicyPort, PolicyRule, Protocol};
pub use pod_disruption_budget::{Available, PodDisruptionBudget};
pub use role::{PolicyRule as RoleRule, Role};
pub use role_binding::{RoleBinding, Subject};
pub use secret::Secret;
pub use secret_store::SecretStore;
pub use service::{Address, Service, ServicePort};
pub use service_account::ServiceAccount;
pub use stateful_set::{
    AccessMode, ClaimRetention, PodManagementPolicy, Retention, StatefulSet, VolumeClaim,
};
pub(crate) use values::block;
pub use values::{Value, Values};

use askama::Template;

/// A Kubernetes resource that renders itself.
pub trait Manifest: Template {
    /// The resource's kind, such as `Deployment`.
    const KIND: &'static str;

    /// The resource's metadata.
    fn metadata(&self) -> &Metadata;

    /// The resource as YAML, ending in one newline.
    ///
    /// # Panics
    /// Never: templates write to memory, and no interpolation of ours can fail.
    fn to_yaml(&self) -> String {
        let mut text = self.render().expect("a template that writes to memory");
        text.push('\n');
        text
    }
}
