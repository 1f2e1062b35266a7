//! What to look at when something does not work.

use askama::Template;

use super::{Engine, Page, Shell};
use crate::markdown::filters;

/// `docs/troubleshooting.md`.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "troubleshooting.md")]
pub struct Troubleshooting {
    /// The project.
    pub project: String,
    /// What its commands are about.
    pub shell: Shell,
    /// What keeps the cluster as the repository says.
    pub engine: Option<Engine>,
    /// The object that brings all others, or its name for Flux; empty without an engine.
    pub root: String,
    /// Address of the repository; empty without an engine.
    pub git: String,
    /// Whether there is Terraform for IAM roles.
    pub has_iam: bool,
    /// Whether there are secrets.
    pub has_secrets: bool,
    /// The SecretStore, such as `secretstore/aws`.
    pub store: String,
    /// An ECR repository of the project's, if its images are there.
    pub repository: Option<String>,
    /// A workload to show commands with, such as `deployment/web-ui`.
    pub example: Option<String>,
    /// A probe to show commands with.
    pub probe: Option<ExampleProbe>,
    /// A call to show commands with.
    pub call: Option<ExampleCall>,
    /// What the environments ask for.
    pub demands: Vec<Demand>,
    /// Services that write to other paths than `/tmp`.
    pub writable: Vec<WritablePaths>,
    /// Numbers of the users that containers run as.
    pub users: String,
    /// Environments in which all calls inside of the namespace are open.
    pub open: Vec<String>,
    /// Environments without disruption budgets.
    pub without_budget: Vec<String>,
    /// An autoscaler, such as `horizontalpodautoscaler/web-ui`, if there is one.
    pub autoscaled: Option<String>,
    /// Environments in which nothing is autoscaled.
    pub fixed: Vec<String>,
    /// The load balancer, if there is one.
    pub ingress: Option<LoadBalancer>,
}

/// A probe of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExampleProbe {
    /// What runs the service, such as `deployment/web-ui`.
    pub object: String,
    /// Its port.
    pub port: u16,
    /// What is asked for.
    pub path: String,
}

/// A call from one service to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExampleCall {
    /// Who calls.
    pub from: String,
    /// Who is called.
    pub to: String,
    /// The policy that lets it in, such as `networkpolicy/web-ui`.
    pub policy: String,
}

/// What an environment asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// Its name.
    pub name: String,
    /// The fewest pods.
    pub pods: u32,
    /// The sum of their requests.
    pub cpu: String,
    /// The sum of their requests.
    pub memory: String,
}

/// What a service writes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WritablePaths {
    /// The service.
    pub name: String,
    /// The paths.
    pub paths: Vec<String>,
}

/// The load balancer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadBalancer {
    /// Such as `ingress/shop`.
    pub object: String,
    /// Whether some environment has a certificate.
    pub has_tls: bool,
    /// Who may open it.
    pub environments: Vec<Openness>,
}

/// Who may open the load balancer of an environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Openness {
    /// The environment's name.
    pub name: String,
    /// Networks, in words.
    pub allowed: String,
}

impl Page for Troubleshooting {}
