//! How it gets into a cluster, and out of it again.

use askama::Template;

use super::{Page, Shell};
use crate::markdown::filters;

/// `docs/deployment-guide.md`.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "deployment-guide.md")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says whether the repository has something"
)]
pub struct DeploymentGuide {
    /// The project.
    pub project: String,
    /// What its commands are about.
    pub shell: Shell,
    /// The AWS account, if Terraform names it.
    pub account: Option<String>,
    /// Whether there is Terraform for IAM roles.
    pub has_iam: bool,
    /// Whether there are secrets.
    pub has_secrets: bool,
    /// Whether something is autoscaled.
    pub has_autoscaling: bool,
    /// Whether a role is taken on by EKS Pod Identity.
    pub needs_agent: bool,
    /// The registry of the images that the project builds, if it builds some.
    pub registry: Option<BuiltImages>,
    /// What the cluster needs and nothing here installs.
    pub by_hand: Vec<String>,
    /// Names of what is installed beside the application.
    pub infrastructure: Vec<String>,
    /// Where the tree is pushed to.
    pub repository: Option<GitAddress>,
    /// How the GitOps engine is begun with.
    pub engine: Option<Bootstrap>,
    /// The environments, or the base where there are none.
    pub environments: Vec<GuideEnvironment>,
    /// Name of the Ingress, if there is one.
    pub ingress: Option<String>,
    /// The paths that its load balancer answers at without a domain.
    pub paths: Vec<String>,
    /// Whether something runs as a Deployment.
    pub has_deployments: bool,
    /// A service to show commands with.
    pub example: Option<ExampleService>,
    /// Name of an environment that there is not yet.
    pub preview: String,
    /// Its namespace.
    pub preview_namespace: String,
}

/// Images that the project builds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuiltImages {
    /// Host of the registry.
    pub host: String,
    /// How many services have one.
    pub built: usize,
    /// One of them, with its tag.
    pub example: String,
}

/// A Git repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GitAddress {
    /// Its address.
    pub url: String,
    /// Branch, tag or commit that is deployed.
    pub revision: String,
    /// The folder that this tree lies in, if it is not the root.
    pub path: Option<String>,
}

/// A Helm chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartRelease {
    /// Address of its repository.
    pub repository: String,
    /// Its name there.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// A Secret with a key for Git.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GitSecret {
    /// Its name.
    pub name: String,
    /// The address that it is for.
    pub url: String,
}

/// How the GitOps engine is begun with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bootstrap {
    /// Argo CD.
    ArgoCd {
        /// Its chart, if this repository installs it.
        chart: Option<ChartRelease>,
        /// Name of a Secret to read the repository with.
        secret: String,
        /// Whether the repository is read over SSH.
        ssh: bool,
        /// The app of apps, such as `application/shop`.
        root: String,
        /// The Applications of the environments, such as `application/shop-production`.
        environments: Vec<String>,
    },
    /// Flux.
    Flux {
        /// The Secret that the repository is read with, if it is read over SSH.
        secret: Option<GitSecret>,
        /// Whether there is something to install before the application.
        has_infrastructure: bool,
        /// What brings the others.
        root: String,
        /// The Kustomizations of the environments.
        environments: Vec<String>,
    },
}

/// One environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuideEnvironment {
    /// Its name.
    pub name: String,
    /// Its namespace.
    pub namespace: String,
    /// The folder that is built for it.
    pub folder: String,
    /// The tag of all images that the project builds, if there is one for all.
    pub tag: Option<String>,
    /// Addresses that it answers at; none without a domain.
    pub urls: Vec<String>,
}

/// A service to show commands with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExampleService {
    /// What runs it, such as `deployment/web-ui`.
    pub workload: String,
    /// Its address, such as `service/web-ui`.
    pub service: String,
    /// Its port, if it says there by HTTP whether it works.
    pub port: Option<u16>,
    /// The path that says whether it is ready.
    pub health: String,
}

impl DeploymentGuide {
    fn has_ingress(&self) -> bool {
        self.ingress.is_some()
    }

    fn is_flux(&self) -> bool {
        matches!(self.engine, Some(Bootstrap::Flux { .. }))
    }

    /// Whether some environment has a domain.
    fn has_hosts(&self) -> bool {
        self.environments.iter().any(|one| !one.urls.is_empty())
    }

    /// Whether some environment has none.
    fn has_bare(&self) -> bool {
        self.environments.iter().any(|one| one.urls.is_empty())
    }
}

impl Page for DeploymentGuide {}
