//! How it hangs together.

use askama::Template;

use super::Page;
use crate::markdown::filters;

/// `docs/architecture.md`.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "architecture.md")]
pub struct Architecture {
    /// The project.
    pub project: String,
    /// The tiers, each with its services.
    pub tiers: Vec<Tier>,
    /// Who calls whom: numbers of services, in the order in which tiers list them.
    pub calls: Vec<(usize, usize)>,
    /// Numbers of the services that the load balancer sends requests to.
    pub public: Vec<usize>,
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
    /// Its number, counted over all tiers from 0.
    pub number: usize,
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
    /// Numbers of the services that use it.
    pub users: Vec<usize>,
    /// Names of the services that use it.
    pub user_names: Vec<String>,
}

impl Page for Architecture {}
