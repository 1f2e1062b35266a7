//! The front page.

use askama::Template;

use super::Page;
use crate::markdown::filters;

/// `README.md`.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "readme.md")]
pub struct Readme {
    /// The project.
    pub project: String,
    /// Terraform's environment.
    pub terraform_environment: String,
    /// How many services there are.
    pub services: usize,
    /// The cluster, if Terraform names it.
    pub cluster: Option<String>,
    /// The region, if Terraform names it.
    pub region: Option<String>,
    /// Whether there are secrets, and so External Secrets Operator is needed.
    pub has_secrets: bool,
    /// Whether there is an ingress, and so the AWS Load Balancer Controller is needed.
    pub has_ingress: bool,
    /// Whether something is autoscaled, and so a metrics server is needed.
    pub has_autoscaling: bool,
    /// What is installed beside the application.
    pub infrastructure: Vec<String>,
    /// What keeps the cluster as the repository says.
    pub engine: Option<Engine>,
    /// IAM policies, if there are some.
    pub iam: Option<ReadmeIam>,
    /// Name of the base's namespace.
    pub namespace: String,
    /// The environments.
    pub environments: Vec<ReadmeEnvironment>,
    /// What linters find all the same.
    pub waivers: Vec<ReadmeWaiver>,
}

/// A linter's finding that follows from what the inventory says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadmeWaiver {
    /// The linter.
    pub tool: String,
    /// Its name of the check.
    pub check: String,
    /// Where it finds something: resources, and the folders that are built.
    pub place: String,
    /// Why it stays, and what settles it.
    pub why: String,
}

/// What keeps the cluster as the repository says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Argo CD.
    ArgoCd,
    /// Flux.
    Flux,
}

/// What the IAM policies need in the cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadmeIam {
    /// Nothing: roles are taken on by the cluster's OIDC provider.
    WithoutAgent,
    /// The agent of EKS Pod Identity.
    WithAgent,
}

/// One environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadmeEnvironment {
    /// Its name.
    pub name: String,
    /// Its namespace.
    pub namespace: String,
    /// The hosts under which it answers; the load balancer's own name if there are none.
    pub hosts: Vec<String>,
    /// How many pods there are.
    pub pods: String,
    /// Who may open the load balancer.
    pub allowed: String,
}

impl Readme {
    fn needs_agent(&self) -> bool {
        self.iam == Some(ReadmeIam::WithAgent)
    }
}

impl Page for Readme {}
