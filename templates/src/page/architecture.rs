//! How it hangs together.

use askama::Template;

use super::{Engine, Page};
use crate::markdown::filters;
use crate::mermaid::Flowchart;

/// `docs/architecture.md`.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "architecture.md")]
pub struct Architecture {
    /// The project.
    pub project: String,
    /// The tiers, each with its services.
    pub tiers: Vec<Tier>,
    /// Who calls whom.
    pub calls: Flowchart,
    /// Whether that picture counts the calls between tiers, because one of all calls can't be read.
    pub is_counted: bool,
    /// Services that so many others call that the picture leaves those arrows out.
    pub hubs: Vec<String>,
    /// What stands in AWS.
    pub aws: Flowchart,
    /// Names of it.
    pub facts: Vec<Fact>,
    /// How a change gets to the cluster.
    pub delivery: Flowchart,
    /// What keeps the cluster as the repository says.
    pub engine: Option<Engine>,
    /// What Argo CD applies in which wave.
    pub waves: Vec<Wave>,
    /// Whether there is an ingress.
    pub has_ingress: bool,
    /// What stands behind the services.
    pub backing: Vec<Backing>,
}

/// A tier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tier {
    /// Its name.
    pub name: String,
    /// Its services.
    pub services: Vec<TierService>,
}

/// A service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TierService {
    /// Its name.
    pub name: String,
    /// Its ports.
    pub ports: Vec<u16>,
    /// Its service account.
    pub account: String,
    /// How many pods it has, or when they run.
    pub pods: String,
    /// The services that it calls.
    pub calls: Vec<String>,
    /// The file of its workload, from the page's folder.
    pub file: String,
}

/// Something that Terraform made and services use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backing {
    /// What it is.
    pub what: String,
    /// Where it is.
    pub address: String,
    /// The services that use it.
    pub users: Vec<String>,
}

/// Something that Terraform made, by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is.
    pub what: String,
    /// Its names or networks.
    pub names: Vec<String>,
}

/// What is applied at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wave {
    /// Its number.
    pub number: u8,
    /// What the app of apps has in it.
    pub root: String,
    /// What an environment has in it.
    pub environment: String,
}

impl Page for Architecture {}
