//! What a cluster needs beside the application: which Helm chart, which version of it, and where it lives. Said
//! once, used by planner and tools.

use k8sgen_templates::names::{ChartVersion, DnsSubdomain, Namespace};

use crate::inventory::{Addon, GitOps, Inventory};

/// The namespace of Argo CD and of its Applications.
pub const ARGOCD_NAMESPACE: &str = "argocd";
/// The namespace of Flux and of what it reads.
pub const FLUX_NAMESPACE: &str = "flux-system";

/// An add-on's Helm chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chart {
    /// Address of its repository.
    pub repository: &'static str,
    /// Name in that repository.
    pub name: &'static str,
    /// The version that is installed if nobody says otherwise.
    pub version: &'static str,
    /// The namespace that it is installed to.
    pub namespace: &'static str,
    /// Groups and kinds that it makes outside of namespaces.
    pub cluster_kinds: &'static [(&'static str, &'static str)],
    /// Groups and kinds that it makes in its namespace.
    pub namespace_kinds: &'static [(&'static str, &'static str)],
}

const CRD: (&str, &str) = ("apiextensions.k8s.io", "CustomResourceDefinition");
const CLUSTER_ROLE: (&str, &str) = ("rbac.authorization.k8s.io", "ClusterRole");
const CLUSTER_ROLE_BINDING: (&str, &str) = ("rbac.authorization.k8s.io", "ClusterRoleBinding");
const VALIDATING_WEBHOOK: (&str, &str) = (
    "admissionregistration.k8s.io",
    "ValidatingWebhookConfiguration",
);
const MUTATING_WEBHOOK: (&str, &str) = (
    "admissionregistration.k8s.io",
    "MutatingWebhookConfiguration",
);

/// What every controller is made of.
const CONTROLLER: &[(&str, &str)] = &[
    ("", "Secret"),
    ("", "Service"),
    ("", "ServiceAccount"),
    ("apps", "Deployment"),
    ("policy", "PodDisruptionBudget"),
    ("rbac.authorization.k8s.io", "Role"),
    ("rbac.authorization.k8s.io", "RoleBinding"),
];

/// The chart of an add-on.
#[must_use]
pub const fn chart(addon: Addon) -> Chart {
    match addon {
        Addon::ExternalSecrets => Chart {
            repository: "https://charts.external-secrets.io",
            name: "external-secrets",
            version: "2.11.0",
            namespace: "external-secrets",
            cluster_kinds: &[CRD, CLUSTER_ROLE, CLUSTER_ROLE_BINDING, VALIDATING_WEBHOOK],
            namespace_kinds: CONTROLLER,
        },
        Addon::AwsLoadBalancerController => Chart {
            repository: "https://aws.github.io/eks-charts",
            name: "aws-load-balancer-controller",
            version: "3.6.0",
            namespace: "kube-system",
            cluster_kinds: &[
                CRD,
                CLUSTER_ROLE,
                CLUSTER_ROLE_BINDING,
                VALIDATING_WEBHOOK,
                MUTATING_WEBHOOK,
                ("elbv2.k8s.aws", "IngressClassParams"),
                ("networking.k8s.io", "IngressClass"),
            ],
            namespace_kinds: CONTROLLER,
        },
        Addon::ArgoCd => Chart {
            repository: "https://argoproj.github.io/argo-helm",
            name: "argo-cd",
            version: "10.9.0",
            namespace: ARGOCD_NAMESPACE,
            cluster_kinds: &[CRD, CLUSTER_ROLE, CLUSTER_ROLE_BINDING],
            namespace_kinds: &[
                ("", "ConfigMap"),
                ("", "Secret"),
                ("", "Service"),
                ("", "ServiceAccount"),
                ("apps", "Deployment"),
                ("apps", "StatefulSet"),
                ("batch", "Job"),
                ("networking.k8s.io", "NetworkPolicy"),
                ("rbac.authorization.k8s.io", "Role"),
                ("rbac.authorization.k8s.io", "RoleBinding"),
            ],
        },
    }
}

impl Chart {
    /// Whether its namespace is its own, and is made with it.
    #[must_use]
    pub fn creates_namespace(&self) -> bool {
        self.namespace != "kube-system"
    }

    /// Its namespace.
    ///
    /// # Panics
    /// Never: it is one.
    #[must_use]
    pub fn namespace(&self) -> Namespace {
        let name = self.namespace.parse();
        name.expect("a name that stands in the code is one")
    }

    /// The version that is installed if nobody says otherwise.
    ///
    /// # Panics
    /// Never: it is one.
    #[must_use]
    pub fn version(&self) -> ChartVersion {
        let version = self.version.parse();
        version.expect("a version that stands in the code is one")
    }
}

/// A service account of an add-on that needs an IAM role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddonAccount {
    /// Its name, from which the role's follows.
    pub name: DnsSubdomain,
    /// Its namespace.
    pub namespace: Namespace,
}

/// The service account of an add-on that needs an IAM role, by whichever way the cluster gives it.
///
/// External Secrets Operator has none: each store reads as a service account of its own namespace.
///
/// # Panics
/// Never: its names are names.
#[must_use]
pub fn account(addon: Addon) -> Option<AddonAccount> {
    match addon {
        Addon::AwsLoadBalancerController => Some(AddonAccount {
            name: addon
                .as_str()
                .parse()
                .expect("a name that stands in the code is one"),
            namespace: chart(addon).namespace(),
        }),
        Addon::ExternalSecrets | Addon::ArgoCd => None,
    }
}

/// The service accounts of the inventory's add-ons that need an IAM role.
#[must_use]
pub fn accounts(inventory: &Inventory) -> Vec<AddonAccount> {
    let addons = inventory.infrastructure.keys();
    addons.filter_map(|addon| account(*addon)).collect()
}

/// What an add-on's file is called, in the form that the engine reads.
#[must_use]
pub const fn file_name(engine: GitOps) -> &'static str {
    match engine {
        GitOps::Flux => "release.yaml",
        GitOps::ArgoCd | GitOps::None => "application.yaml",
    }
}
