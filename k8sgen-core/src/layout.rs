//! Where each thing stands in the generated repository. The planner says it, the tools write there.

use k8sgen_templates::names::{DnsLabel, DnsSubdomain, RepoPath};

use crate::inventory::{Addon, GitOps};

/// The folders of a repository.
pub const FOLDERS: [&str; 13] = [
    "docs",
    "base/namespace",
    "base/rbac",
    "base/configmaps",
    "base/secrets",
    "base/deployments",
    "base/services",
    "base/ingress",
    "base/networkpolicies",
    "base/hpa",
    "base/pdb",
    "base",
    "overlays",
];

/// The folder of what is installed beside the application.
pub const INFRASTRUCTURE: &str = "infrastructure";
/// The folder that Argo CD reads.
pub const ARGOCD: &str = "argocd-apps";
/// The folder that Flux reads.
pub const FLUX: &str = "flux";

/// The folder that all environments share.
pub const BASE: &str = "base";

/// What `base/kustomization.yaml` lists first: each needs what stands before it.
pub(crate) const ORDER: [&str; 10] = [
    "base/namespace/",
    "base/rbac/",
    "base/configmaps/",
    "base/secrets/",
    "base/services/",
    "base/deployments/",
    "base/ingress/",
    "base/networkpolicies/",
    "base/hpa/",
    "base/pdb/",
];

/// A path of this module's own making.
fn fixed(path: &str) -> RepoPath {
    path.parse().expect("a path that stands in the code is one")
}

macro_rules! files {
    ($($(#[doc = $doc:literal])* $name:ident = $path:literal;)*) => {
        $($(#[doc = $doc])*
        #[must_use]
        pub fn $name() -> RepoPath {
            fixed($path)
        })*
    };
}

files! {
    /// The repository's front page.
    readme = "README.md";
    /// The architecture's page.
    architecture_doc = "docs/architecture.md";
    /// The page about deployments.
    deployment_guide = "docs/deployment-guide.md";
    /// The page about IAM.
    iam_setup = "docs/iam-setup.md";
    /// The page about secrets.
    secrets_guide = "docs/secrets-management.md";
    /// The page about what does not work.
    troubleshooting = "docs/troubleshooting.md";
    /// The namespace.
    namespace = "base/namespace/namespace.yaml";
    /// All service accounts.
    service_accounts = "base/rbac/service-accounts.yaml";
    /// All roles.
    roles = "base/rbac/roles.yaml";
    /// All role bindings.
    role_bindings = "base/rbac/role-bindings.yaml";
    /// The secret store and all external secrets.
    external_secrets = "base/secrets/external-secrets.yaml";
    /// All services.
    services = "base/services/services.yaml";
    /// The ingress.
    ingress = "base/ingress/ingress.yaml";
    /// All network policies.
    network_policies = "base/networkpolicies/network-policies.yaml";
    /// All autoscalers.
    hpas = "base/hpa/hpa.yaml";
    /// All disruption budgets.
    pdbs = "base/pdb/pdb.yaml";
    /// What Argo CD may do.
    argocd_project = "argocd-apps/project.yaml";
    /// The Git repository that Flux reads.
    flux_source = "flux/source.yaml";
    /// Terraform for all IAM roles.
    iam_roles = "iam/roles.tf";
    /// The policy for pulling images.
    image_pull_policy = "iam/image-pull/permissions-policy.json";
    /// What belongs to the base.
    kustomization = "base/kustomization.yaml";
}

/// The file of a ConfigMap.
#[must_use]
pub fn configmap(name: &DnsSubdomain) -> RepoPath {
    fixed(&format!("base/configmaps/{name}.yaml"))
}

/// The file of a plain Secret.
#[must_use]
pub fn secret(name: &DnsSubdomain) -> RepoPath {
    fixed(&format!("base/secrets/{name}.yaml"))
}

/// The file of a manifest that its caller wrote.
#[must_use]
pub fn custom_manifest(kind: &str, name: &DnsSubdomain) -> RepoPath {
    fixed(&format!("base/custom/{}-{name}.yaml", kind.to_lowercase()))
}

/// The file that says who may take on an IAM role.
#[must_use]
pub fn trust_policy(purpose: &str) -> RepoPath {
    fixed(&format!("iam/{purpose}/trust-policy.json"))
}

/// The file that says what an IAM role may do.
#[must_use]
pub fn permissions_policy(purpose: &str) -> RepoPath {
    fixed(&format!("iam/{purpose}/permissions-policy.json"))
}

/// The file of a Deployment.
#[must_use]
pub fn deployment(tier: &DnsLabel, service: &DnsLabel) -> RepoPath {
    fixed(&format!("base/deployments/{tier}/{service}.yaml"))
}

/// The file of the network policies that one environment alone has.
#[must_use]
pub fn overlay_network_policies(environment: &DnsLabel) -> RepoPath {
    fixed(&format!("overlays/{environment}/network-policies.yaml"))
}

/// The file of an environment.
#[must_use]
pub fn overlay(environment: &DnsLabel) -> RepoPath {
    fixed(&format!("overlays/{environment}/kustomization.yaml"))
}

/// The `kustomization.yaml` of a folder.
#[must_use]
pub fn kustomization_of(folder: &str) -> RepoPath {
    fixed(&format!("{folder}/kustomization.yaml"))
}

/// The file of an add-on.
#[must_use]
pub fn infrastructure(addon: Addon, engine: GitOps) -> RepoPath {
    let file = crate::addon::file_name(engine);
    fixed(&format!("{INFRASTRUCTURE}/{addon}/{file}"))
}

/// A file of the engine's folder, [`ARGOCD`] or [`FLUX`]: an environment's, or that of `root` or `infrastructure`.
#[must_use]
pub fn gitops(folder: &str, name: &str) -> RepoPath {
    fixed(&format!("{folder}/{name}.yaml"))
}
